// Simulated laptops that run the notebook's own modules, driven by lines of JSON: one deed in, one answer out.
import { createInterface } from "node:readline";
import { LOCAL } from "../../static/js/documents.js";
import { newKey } from "../../static/js/ids.js";
import { TableNotes } from "../../static/js/notes.js";
import { placeBetween } from "../../static/js/positions.js";
import { World } from "./world.mjs";

console.error = () => undefined;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let origin = "";
let random = Math.random;
let letters = 0;
const laptops = new Map();
const gone = new Set();
const typed = new Set();

/** Small, seeded (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Letters that nobody else types: some of two UTF-16 units, as emoji are. */
function fresh(count) {
  return Array.from({ length: count }, () => {
    letters += 1;
    const letter = String.fromCodePoint(letters % 3 ? 0x4e00 + letters : 0x20000 + letters);
    typed.add(letter);
    return letter;
  }).join("");
}

function open(laptop) {
  const notes = new TableNotes({ table: laptop.table, laptop: laptop.grant, closed: "", anew: "", origin }, laptop.world);
  laptop.tabs.push(notes);
  notes.start();
}

const anyOf = (list, part) => list[Math.min(list.length - 1, Math.floor(part * list.length))];

function documentOf(notes, part) {
  const all = [...notes.documents.all.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  if (all.length && part < 0.8) return anyOf(all, part / 0.8);
  const noted = notes.documents.get(newKey("a"));
  set(notes, noted, "position", placeBetween("", ""));
  return noted;
}

function set(notes, noted, name, value) {
  const command = { set: name, value };
  if (name === "stays" && !value) command.saw = noted.registers.stays?.true ?? 0;
  if (name === "deleted" && value) command.sv = noted.vector;
  const at = notes.clock.next();
  noted.obey(command, notes.given.laptop, at);
  notes.write([{ doc: noted.id, command, at }]);
}

/** A place that is not between the halves of a letter. */
function place(words, part) {
  return whole(words, Math.floor(part * (words.length + 1)));
}

function whole(words, at) {
  const code = words.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at - 1 : at;
}

const deeds = {
  setup(deed) {
    origin = deed.origin;
    random = seeded(deed.seed);
  },
  join({ laptop, table, grant, cookie }) {
    const world = new World(origin, cookie, random);
    laptops.set(laptop, { table, grant, world, tabs: [] });
    open(laptops.get(laptop));
  },
  /** One laptop's profile on another machine: both give their edits the same ids. */
  copied({ laptop, to }) {
    const { table, grant, world } = laptops.get(laptop);
    deeds.join({ laptop: to, table, grant, cookie: world.headers.cookie });
  },
  tab: ({ laptop }) => open(laptops.get(laptop)),
  type({ laptop, tab, doc, at, count }) {
    const notes = tabOf(laptop, tab);
    const noted = documentOf(notes, doc);
    const words = fresh(count);
    noted.ydoc.transact(() => noted.text.insert(place(noted.words, at), words), LOCAL);
  },
  cut({ laptop, tab, doc, at, count }) {
    const notes = tabOf(laptop, tab);
    const noted = documentOf(notes, doc);
    const from = place(noted.words, at);
    const until = whole(noted.words, Math.min(noted.words.length, from + count));
    if (until <= from) return;
    for (const letter of noted.words.slice(from, until)) gone.add(letter);
    noted.ydoc.transact(() => noted.text.delete(from, until - from), LOCAL);
  },
  set({ laptop, tab, doc, name, value }) {
    const notes = tabOf(laptop, tab);
    set(notes, documentOf(notes, doc), name, value);
  },
  /** What is there already, once more. */
  again({ laptop, tab, doc }) {
    const notes = tabOf(laptop, tab);
    const noted = documentOf(notes, doc);
    notes.write([{ doc: noted.id, text: noted.missing() }]);
  },
  part: ({ laptop }) => laptops.get(laptop).world.part(),
  join_again: ({ laptop }) => joinAgain(laptops.get(laptop)),
  loss: ({ laptop, loss }) => void (laptops.get(laptop).world.loss = loss),
  slow: ({ laptop, path }) => void (laptops.get(laptop).world.slow = path),
  full({ laptop }) {
    const { world, tabs } = laptops.get(laptop);
    world.diskFull(tabs[0].name, true);
  },
  /** A browser that keeps nothing, from the beginning. */
  no_disk({ laptop }) {
    const one = laptops.get(laptop);
    for (const notes of one.tabs.splice(0)) notes.stop();
    one.world.indexedDB = undefined;
    open(one);
  },
  async reload({ laptop }) {
    const one = laptops.get(laptop);
    // A disk that took nothing has nothing after a reload: the page holds the reader back until all is sent.
    if (one.tabs.some((notes) => notes.noStore)) return;
    for (const notes of one.tabs) {
      notes.lastWords();
      notes.stop();
    }
    // Nothing reaches the disk from a page that is gone.
    one.world.diskFull(one.tabs[0].name, true);
    one.tabs = [];
    await pause(30);
    one.world.diskFull(`pga-${one.table}-${one.grant}`, false);
    open(one);
  },
  type_reload({ laptop }) {
    for (const doc of [0.1, 0.3, 0.5]) deeds.type({ laptop, tab: 0, doc, at: 0.5, count: 3 });
    return deeds.reload({ laptop });
  },
  async crash({ laptop }) {
    const one = laptops.get(laptop);
    if (one.tabs.some((notes) => notes.noStore)) return;
    for (const notes of one.tabs) {
      await notes.written();
      notes.stop();
    }
    one.tabs = [];
    open(one);
  },
  wait: ({ ms }) => pause(ms),
  async settle({ seconds }) {
    for (const laptop of laptops.values()) {
      joinAgain(laptop);
      laptop.world.loss = 0;
    }
    const end = Date.now() + seconds * 1000;
    let settled = await isSettled();
    while (Date.now() < end && !settled) {
      await pause(50);
      settled = await isSettled();
    }
    await pause(300);
    return {
      settled: settled && (await isSettled()),
      typed: [...typed].filter((letter) => !gone.has(letter)).join(""),
      laptops: [...laptops.values()].flatMap(({ tabs, table }) => tabs.map((notes) => ({ table, docs: shown(notes) }))),
      waiting: allTabs().map((notes) => ({ pending: notes.pending.size, number: notes.number, loaded: notes.loaded, barred: notes.barred })),
    };
  },
};

/** The network is back, and the browser says so. */
function joinAgain({ world, tabs }) {
  const was = world.down;
  world.down = false;
  if (was) for (const notes of tabs) notes.reach();
}

const allTabs = () => [...laptops.values()].flatMap((one) => one.tabs);

/** Nothing waits to be sent, and every tab has heard of the last row that the server has. */
async function isSettled() {
  const tabs = allTabs();
  if (!tabs.every((notes) => notes.loaded && !notes.pending.size && !notes.unwritten.length)) return false;
  const heard = await Promise.all(tabs.map((notes) => notes.loading.ask("/rows").catch(() => ({ told: {} }))));
  // In another life of the database the same number means nothing: whoever has not heard of it is told that they are far.
  return tabs.every((notes, n) => !notes.pending.size && !heard[n].told.far && heard[n].told.number === notes.number);
}

function tabOf(laptop, tab) {
  const { tabs } = laptops.get(laptop);
  return anyOf(tabs, tab ?? 0);
}

const shown = (notes) =>
  Object.fromEntries(
    [...notes.documents.all.values()].map((noted) => [noted.id, { words: noted.words, deleted: noted.deleted, stays: noted.stays, kind: noted.valueOf("kind"), position: noted.position }]),
  );

for await (const line of createInterface({ input: process.stdin })) {
  const { deed, ...rest } = JSON.parse(line);
  const told = await deeds[deed](rest);
  process.stdout.write(`${JSON.stringify(told ?? {})}\n`);
}
process.exit(0);
