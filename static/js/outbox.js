// What this laptop has written and the server has not acknowledged, in IndexedDB: first as typed, then sealed with an id.
// Sealed edits never change, so that they may be sent any number of times.
import * as Y from "yjs";

/** @typedef {{doc: string, text?: Uint8Array, command?: any, at: number, since: number}} Typed */
/** @typedef {{id: number, doc: string, text?: Uint8Array, command?: any, at: number, since: number}} Sealed */

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const kept = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

export class Outbox {
  /** @param {string} name of the database, one for each grant @returns {Promise<Outbox>} */
  static async open(name) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("typed", { autoIncrement: true });
      request.result.createObjectStore("sealed", { keyPath: "id" });
      request.result.createObjectStore("meta");
    };
    return new Outbox(await done(request));
  }

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
  }

  begin(mode, ...stores) {
    return this.database.transaction(stores, mode, { durability: "strict" });
  }

  /** Keep what was just written; resolved when it is on this laptop's disk. @param {Typed[]} typed */
  async add(typed) {
    const transaction = this.begin("readwrite", "typed");
    for (const one of typed) transaction.objectStore("typed").add(one);
    await kept(transaction);
  }

  /** Everything unacknowledged, oldest first. @returns {Promise<{sealed: Sealed[], typed: Typed[]}>} */
  async all() {
    const transaction = this.begin("readonly", "typed", "sealed");
    const [sealed, typed] = await Promise.all(
      ["sealed", "typed"].map((store) => done(transaction.objectStore(store).getAll())),
    );
    return { sealed, typed };
  }

  /** Ids go on after the greatest that the server has of this laptop. @param {number} mark */
  async startAfter(mark) {
    const transaction = this.begin("readwrite", "meta");
    const meta = transaction.objectStore("meta");
    const last = (await done(meta.get("last"))) ?? 0;
    if (mark > last) meta.put(mark, "last");
    await kept(transaction);
  }

  /** Give what was typed its ids, commands before texts, a document's texts as one; then all that is sealed. */
  async seal() {
    const transaction = this.begin("readwrite", "typed", "sealed", "meta");
    const [typed, sealed, meta] = ["typed", "sealed", "meta"].map((store) => transaction.objectStore(store));
    const fresh = /** @type {Typed[]} */ (await done(typed.getAll()));
    if (fresh.length) {
      let last = (await done(meta.get("last"))) ?? 0;
      for (const edit of gathered(fresh)) sealed.put({ ...edit, id: (last += 1) });
      meta.put(last, "last");
      typed.clear();
    }
    const all = done(sealed.getAll());
    await kept(transaction);
    return /** @type {Sealed[]} */ (await all);
  }

  /** Forget what the server has, or has refused for good. @param {number[]} ids */
  async forget(ids) {
    if (!ids.length) return;
    const transaction = this.begin("readwrite", "sealed");
    for (const id of ids) transaction.objectStore("sealed").delete(id);
    await kept(transaction);
  }
}

function gathered(typed) {
  const commands = typed.filter((one) => one.command);
  /** @type {Map<string, Typed[]>} */
  const texts = new Map();
  for (const one of typed) if (one.text) texts.set(one.doc, [...(texts.get(one.doc) ?? []), one]);
  return [...commands, ...[...texts.values()].flatMap(joined)];
}

// The server takes 64 kB at a time.
const MOST = 48_000;

function joined(typed) {
  const size = typed.reduce((sum, one) => sum + one.text.length, 0);
  if (size > MOST && typed.length > 1) {
    const half = Math.ceil(typed.length / 2);
    return [...joined(typed.slice(0, half)), ...joined(typed.slice(half))];
  }
  return [{ ...typed[0], text: Y.mergeUpdates(typed.map((one) => one.text)) }];
}
