// Bringing this laptop's documents and the server's together: in, from a copy or a snapshot; out, what the server lacks.
import * as Y from "yjs";
import { fromBase64 } from "./bytes.js";
import { Documents } from "./documents.js";
import { joined } from "./vocabulary.js";

/** @typedef {import("./documents.js").Noted} Noted */

/** What this laptop knows of a document, held-back words too. @param {Noted} noted @returns {import("./store.js").Copy} */
export const copyOf = (noted) => ({
  doc: noted.id,
  state: noted.held?.length ? Y.mergeUpdates([noted.missing(), ...noted.held]) : noted.missing(),
  registers: noted.registers,
  at: noted.at,
});

/** Take a copy in. @param {Documents} documents @param {{doc: string, state: Uint8Array, registers: any, at?: number}} copy @returns {Noted} */
export function absorb(documents, { doc, state, registers, at = 0 }) {
  const noted = documents.get(doc);
  if (state.length) noted.merge(state);
  noted.know(joined(noted.registers, registers));
  noted.at = Math.max(noted.at, at);
  return noted;
}

/** Take one row of the journal in; what came after the session's close is marked. @param {Noted} noted @param {any} row */
export function takeRow(noted, row) {
  if (row.text) noted.merge(fromBase64(row.text));
  else noted.obey(row, row.laptop, row.clock);
  if (row.late) noted.late = true;
  // What is said about a wording is no change of it.
  if (row.set !== "confirmed") noted.at = Math.max(noted.at, row.at);
}

/** Take a snapshot in. @param {Documents} documents @param {any} told @param {import("./clock.js").Clock} [clock] */
export function takeSnapshot(documents, told, clock) {
  const changed = new Set();
  for (const { doc, state, registers, at, erased } of told.docs) {
    if (erased) continue;
    changed.add(absorb(documents, { doc, state: fromBase64(state), registers, at }));
    for (const [name, entry] of Object.entries(registers)) if (name !== "stays") clock?.observe(entry[0]);
  }
  for (const row of told.rows) {
    clock?.observe(row.clock);
    const noted = documents.get(row.doc);
    takeRow(noted, row);
    changed.add(noted);
  }
  return { changed, erased: told.docs.filter((one) => one.erased).map((one) => one.doc) };
}

/**
 * Edits that bring the server to where this laptop is: after its database was restored from an older copy, or after this
 * laptop's own list of what it has sent was lost.
 * @param {Documents} documents @param {any} told a whole snapshot
 */
export function lacking(documents, told) {
  const theirs = new Documents(() => {});
  const { erased } = takeSnapshot(theirs, told);
  const gone = new Set(erased);
  return [...documents.all.values()].filter((noted) => !gone.has(noted.id)).flatMap((noted) => beyond(noted, theirs.get(noted.id)));
}

/** @param {Noted} mine @param {Noted} theirs */
function beyond(mine, theirs) {
  const edits = commandsBeyond(mine, theirs.registers);
  const update = mine.missing(Y.encodeStateVector(theirs.ydoc));
  const typed = Y.decodeUpdate(update).structs.length > 0;
  if (typed || mine.words !== theirs.words) edits.push({ doc: mine.id, text: update });
  return edits;
}

function commandsBeyond(mine, registers) {
  const edits = [];
  for (const [name, entry] of Object.entries(mine.registers)) {
    const other = registers[name];
    if (name === "stays") {
      if (entry.true > (other?.true ?? 0)) edits.push({ doc: mine.id, at: entry.true, command: { set: name, value: true } });
      if (entry.seen > (other?.seen ?? 0)) edits.push({ doc: mine.id, command: { set: name, value: false, saw: entry.seen } });
    } else if (!other || entry[0] > other[0] || (entry[0] === other[0] && entry[2] !== other[2])) {
      edits.push({ doc: mine.id, at: entry[0], command: { set: name, value: entry[2], ...(entry.length > 3 ? { sv: entry[3] } : {}) } });
    }
  }
  return edits;
}
