// Real updates of Yjs, as laptops send them: people type, cut and go back in one text, alone and at the same time.
// One line of JSON for each text: {"updates": [base64, …] in the order in which they were made, "text"}.
import * as Y from "yjs";

const [seed, count, deeds] = process.argv.slice(2).map(Number);
const WORDS = ["fees ", "on paper, ", "কাজের ", "حقوق ", "工资", "👩‍👧 ", "e", "\u0301", "\n", "nobody inspects "];
let state = seed;

/** Small, seeded (mulberry32). */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

const below = (limit) => Math.floor(random() * limit);

/** A place that is not between the halves of an emoji. */
function place(words, at) {
  const code = words.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at - 1 : at;
}

function laptop(updates) {
  const doc = new Y.Doc();
  doc.clientID = 1 + below(2 ** 32 - 1);
  const one = { doc, text: doc.getText("t"), caret: 0, unsent: [], offline: 0 };
  doc.on("update", (update, origin) => origin !== "remote" && one.unsent.push(update));
  one.send = () => {
    if (!one.unsent.length) return;
    // What has gathered goes as one, as the notebook's store does it; now and then all of it once more.
    const update = random() < 0.05 ? Y.encodeStateAsUpdate(doc) : Y.mergeUpdates(one.unsent);
    one.unsent = [];
    updates.push(update);
  };
  return one;
}

function act(one) {
  const words = one.text.toString();
  if (random() < 0.15) one.caret = place(words, below(words.length + 1));
  const at = place(words, Math.min(one.caret, words.length));
  if (random() < 0.2 && at) {
    const from = place(words, Math.max(0, at - 1 - below(4)));
    one.text.delete(from, at - from);
    one.caret = from;
  } else {
    const typed = WORDS[below(WORDS.length)];
    one.text.insert(at, typed);
    one.caret = at + typed.length;
  }
}

for (let n = 0; n < count; n += 1) {
  const updates = [];
  const laptops = Array.from({ length: 1 + below(3) }, () => laptop(updates));
  const heard = new Map(laptops.map((one) => [one, 0]));
  const hear = (one) => {
    for (; heard.get(one) < updates.length; heard.set(one, heard.get(one) + 1)) Y.applyUpdate(one.doc, updates[heard.get(one)], "remote");
  };
  for (let deed = 0; deed < deeds; deed += 1) {
    const one = laptops[below(laptops.length)];
    act(one);
    if (random() < 0.03) one.offline = 5 + below(40);
    if ((one.offline -= 1) > 0) continue;
    // What others wrote comes in before one's own goes out, or after it: then it was written at the same time.
    if (random() < 0.5) hear(one);
    one.send();
    hear(one);
  }
  for (const one of laptops) one.send();
  laptops.forEach(hear);
  const text = laptops[0].text.toString();
  process.stdout.write(`${JSON.stringify({ updates: updates.map((one) => Buffer.from(one).toString("base64")), text })}\n`);
}
