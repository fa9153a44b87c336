// Which registers an answer has and which value wins; says the same as regions/vocabulary.py (tests/shared/vocabulary.json).

/** @typedef {Record<string, any>} Registers */

const rank = (one, other) => {
  if (one[0] !== other[0]) return one[0] - other[0];
  const a = [one[1], said(one[2])];
  const b = [other[1], said(other[2])];
  for (const n of [0, 1]) if (a[n] !== b[n]) return a[n] < b[n] ? -1 : 1;
  return 0;
};

// As Python's str() has it, since the order must be the same on both sides.
const said = (value) => (value === null ? "None" : value === true ? "True" : value === false ? "False" : String(value));

/** The registers after a command. @param {Registers} registers @param {any} command @param {string} laptop @param {number} clock */
export function reduce(registers, command, laptop, clock) {
  const { set: name, value } = command;
  if (name === "stays") {
    const { true: held = 0, seen = 0 } = registers.stays ?? {};
    const stays = value ? { true: Math.max(held, clock), seen } : { true: held, seen: Math.max(seen, command.saw ?? 0) };
    return { ...registers, stays };
  }
  const entry = [clock, laptop, value];
  if (name === "deleted" && value) entry.push(command.sv ?? "");
  const before = registers[name];
  return before && rank(before, entry) >= 0 ? registers : { ...registers, [name]: entry };
}

/** What two copies of the same registers say together. @param {Registers} one @param {Registers} other @returns {Registers} */
export function joined(one, other) {
  const all = { ...one };
  for (const [name, entry] of Object.entries(other)) {
    if (name === "stays") all.stays = { true: Math.max(one.stays?.true ?? 0, entry.true ?? 0), seen: Math.max(one.stays?.seen ?? 0, entry.seen ?? 0) };
    else if (!all[name] || rank(all[name], entry) < 0) all[name] = entry;
  }
  return all;
}

/** What a register says. @param {Registers} registers @param {string} name */
export const valueOf = (registers, name, otherwise = null) => (registers[name] ? registers[name][2] : otherwise);

/** Whether it stays at the table. @param {Registers} registers */
export const stays = (registers) => (registers.stays?.true ?? 0) > (registers.stays?.seen ?? 0);

/** Whether this very wording was read back to the table and confirmed. @param {Registers} registers @param {string} words */
export const confirmed = (registers, words) => Boolean(words.trim()) && valueOf(registers, "confirmed") === digest(words);

/** Names a wording, whatever space stands around it: 64 bits in hex. @param {string} words @returns {string} */
export function digest(words) {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  const letters = words.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  for (let at = 0; at < letters.length; at += 1) {
    one = Math.imul(one ^ letters.charCodeAt(at), 2654435761);
    other = Math.imul(other ^ letters.charCodeAt(at), 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

/**
 * [deleted, brought back]: typing that the deleter had not seen brings it back.
 * @param {Registers} registers @param {Map<number, number>} vector the text's own @param {(sv: string) => Map<number, number>} read
 */
export function deletion(registers, vector, read) {
  const entry = registers.deleted;
  if (!entry || !entry[2]) return [false, false];
  const saw = entry[3] ? read(entry[3]) : new Map();
  const back = [...vector].some(([client, clock]) => clock > (saw.get(client) ?? 0));
  return [!back, back];
}
