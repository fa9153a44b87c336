// This laptop's own store, in IndexedDB: a copy of the table's notes, and what the server has not acknowledged, first as
// typed, then sealed with an id. Sealed edits never change, so that they may be sent any number of times.
import * as Y from "yjs";
import { joined } from "./vocabulary.js";

/** @typedef {{doc: string, text?: Uint8Array, command?: any, at: number, since: number}} Typed */
/** @typedef {Typed & {id: number}} Sealed */
/** @typedef {{doc: string, state: Uint8Array, registers: any, at?: number}} Copy */

const STORES = ["typed", "sealed", "meta", "docs"];
const OF = { typed: { autoIncrement: true }, sealed: { keyPath: "id" }, meta: {}, docs: { keyPath: "doc" } };

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("Another window holds the store"));
  });

const kept = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("Nothing was kept"));
  });

export class Store {
  /** @param {string} name one for each grant @param {IDBFactory} factory @returns {Promise<Store>} */
  static async open(name, factory) {
    const request = factory.open(name, 2);
    request.onupgradeneeded = () => {
      const there = request.result.objectStoreNames;
      for (const store of STORES) if (!there.contains(store)) request.result.createObjectStore(store, OF[store]);
    };
    const database = await done(request);
    const store = new Store(database);
    // Another window deletes it (this laptop is left): it must not have to wait for this one.
    database.onversionchange = () => database.close();
    // The browser threw it away, to make room or because somebody cleared its data.
    database.onclose = () => store.lost();
    return store;
  }

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
    this.lost = () => undefined;
  }

  close() {
    this.database.close();
  }

  #begin(mode, ...stores) {
    const transaction = this.database.transaction(stores, mode, { durability: "strict" });
    return { transaction, parts: stores.map((store) => transaction.objectStore(store)) };
  }

  async #put(stores, work) {
    const { transaction, parts } = this.#begin("readwrite", ...stores);
    const ended = kept(transaction);
    const result = work(...parts);
    // Whichever fails first is the reason; neither may go unheard.
    const [value] = await Promise.all([result, ended]);
    return value;
  }

  /** Keep what was just written; resolved when it is on this laptop's disk. @param {Typed[]} typed */
  add(typed) {
    return this.#put(["typed"], async (store) => {
      for (const one of typed) store.add(one);
    });
  }

  /** Everything unacknowledged, oldest first. @returns {Promise<{sealed: Sealed[], typed: Typed[]}>} */
  async all() {
    const { parts } = this.#begin("readonly", "sealed", "typed");
    const [sealed, typed] = await Promise.all(parts.map((store) => done(store.getAll())));
    return { sealed, typed };
  }

  /** The copy of the notes, and how far it goes. @returns {Promise<{docs: Copy[], number: number, epoch: string, closed: any, standing: any}>} */
  async copy() {
    const { parts } = this.#begin("readonly", "docs", "meta");
    const meta = (name) => done(parts[1].get(name));
    const [docs, cursor, closed, standing] = await Promise.all([done(parts[0].getAll()), meta("cursor"), meta("closed"), meta("standing")]);
    return { docs, number: 0, epoch: "", closed, standing, ...cursor };
  }

  /**
   * Ids go on after the greatest that the server has of this laptop.
   * @param {number} mark @returns {Promise<boolean>} whether this store had forgotten that it ever gave any
   */
  startAfter(mark) {
    return this.#put(["meta"], async (meta) => {
      const last = (await done(meta.get("last"))) ?? 0;
      if (mark > last) meta.put(mark, "last");
      return mark > 0 && !last;
    });
  }

  /** Give what was typed its ids, commands before texts, a document's texts as one; then all that is sealed. @returns {Promise<Sealed[]>} */
  seal() {
    return this.#put(["typed", "sealed", "meta"], async (typed, sealed, meta) => {
      const fresh = /** @type {Typed[]} */ (await done(typed.getAll()));
      if (fresh.length) {
        let last = (await done(meta.get("last"))) ?? 0;
        for (const edit of gathered(fresh)) sealed.put({ ...edit, id: (last += 1) });
        meta.put(last, "last");
        typed.clear();
      }
      return done(sealed.getAll());
    });
  }

  /** The server has these edits, or has refused them for good: only the copy is left. @param {number[]} ids @param {Copy[]} docs */
  settle(ids, docs) {
    return this.#put(["sealed", "docs"], async (sealed, store) => {
      await keepAll(store, docs);
      for (const id of ids) sealed.delete(id);
    });
  }

  /** Keep copies as they are by now. @param {Copy[]} docs @param {{number: number, epoch: string}} cursor */
  keep(docs, cursor) {
    return this.#put(["docs", "meta"], async (store, meta) => {
      await keepAll(store, docs);
      meta.put(cursor, "cursor");
    });
  }

  /**
   * When the session was closed and how long the copy may stay; what stands between the table and the front.
   * @param {"closed"|"standing"} name @param {any} value
   */
  note(name, value) {
    return this.#put(["meta"], async (meta) => void meta.put(value, name));
  }

  /** Delete everything if its time is over by `now` and nothing waits to be sent. */
  sweep(now) {
    return this.#put(STORES, async (typed, sealed, meta, docs) => {
      const closed = await done(meta.get("closed"));
      const [waiting, fresh] = await Promise.all([done(sealed.count()), done(typed.count())]);
      if (!closed || closed.gone > now || waiting || fresh) return false;
      forget(docs, meta);
      return true;
    });
  }

  /** Documents were erased: their copies and whatever waits of them go. @param {Set<string>} gone */
  erase(gone) {
    return this.#put(["docs", "typed", "sealed"], async (docs, typed, sealed) => {
      for (const doc of gone) docs.delete(doc);
      for (const store of [typed, sealed]) {
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        keys.forEach((key, n) => gone.has(values[n].doc) && store.delete(key));
      }
    });
  }

  /** Forget what the server has; what it has not stays. */
  forgetCopy() {
    return this.#put(["docs", "meta"], async (docs, meta) => forget(docs, meta));
  }

  /** Forget everything. */
  forgetAll() {
    return this.#put(STORES, async (...stores) => stores.forEach((store) => store.clear()));
  }
}

/** What is the server's goes, from the notes and from what was said. */
function forget(docs, meta) {
  docs.clear();
  meta.delete("cursor");
  meta.delete("standing");
}

/** Two windows keep the same documents: what one knows more must not be lost by the other. */
async function keepAll(store, docs) {
  for (const fresh of docs) {
    const before = await done(store.get(fresh.doc));
    store.put(before ? together(before, fresh) : fresh);
  }
}

/** @param {Copy} one @param {Copy} other @returns {Copy} */
export function together(one, other) {
  const states = [one.state, other.state].filter((state) => state.length);
  const state = states.length > 1 ? Y.mergeUpdates(states) : (states[0] ?? new Uint8Array());
  return { doc: other.doc, state, registers: joined(one.registers, other.registers), at: Math.max(one.at ?? 0, other.at ?? 0) };
}

/** Commands first (*stays* above all), then each document's texts as one. @param {Typed[]} typed */
export function gathered(typed) {
  const commands = typed.filter((one) => one.command);
  /** @type {Map<string, Typed[]>} */
  const texts = new Map();
  for (const one of typed) if (one.text) texts.set(one.doc, [...(texts.get(one.doc) ?? []), one]);
  return [...commands, ...[...texts.values()].flatMap(asOne)];
}

// The server takes 64 kB at a time.
const MOST = 48_000;

function asOne(typed) {
  const size = typed.reduce((sum, one) => sum + one.text.length, 0);
  if (size > MOST && typed.length > 1) {
    const half = Math.ceil(typed.length / 2);
    return [...asOne(typed.slice(0, half)), ...asOne(typed.slice(half))];
  }
  return [{ ...typed[0], text: Y.mergeUpdates(typed.map((one) => one.text)) }];
}
