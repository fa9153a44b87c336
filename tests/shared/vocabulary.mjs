// Runs the shared cases through static/js/vocabulary.js and positions.js; prints what failed as JSON.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

const load = async (name) => {
  const source = readFileSync(new URL(`../../static/js/${name}.js`, import.meta.url), "utf8");
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
};
const { reduce, stays, deletion, confirmed, digest } = await load("vocabulary");
const { between } = await load("positions");
const cases = JSON.parse(readFileSync(new URL("vocabulary.json", import.meta.url), "utf8"));

const orders = (list) => (list.length < 2 ? [list] : list.flatMap((one, n) => orders(list.toSpliced(n, 1)).map((rest) => [one, ...rest])));

// A state vector as Yjs writes it, for small numbers.
const readVector = (text) => {
  const bytes = [...atob(text)].map((letter) => letter.charCodeAt(0));
  return new Map(Array.from({ length: bytes[0] }, (_, n) => [bytes[1 + 2 * n], bytes[2 + 2 * n]]));
};

const failed = [];
for (const one of cases.reduce) {
  for (const order of orders(one.commands)) {
    const registers = [...order, ...order].reduce((so, [laptop, clock, command]) => reduce(so, command, laptop, clock), {});
    if (!isDeepStrictEqual(registers, one.registers) || stays(registers) !== (one.stays ?? false)) failed.push(one.name);
  }
}
for (const one of cases.deletion) {
  const vector = new Map(Object.entries(one.vector).map(([client, clock]) => [Number(client), clock]));
  if (!isDeepStrictEqual(deletion(one.registers, vector, readVector), [one.deleted, one.back])) failed.push(one.name);
}
for (const one of cases.confirmed) {
  if (confirmed(one.registers, one.words) !== one.confirmed) failed.push(one.name);
}
const places = cases.positions.map(([before, after]) => between(before, after));
console.log(JSON.stringify({ failed, tried: cases.reduce.length + cases.deletion.length + cases.confirmed.length, between: places, digests: cases.digests.map(digest) }));
