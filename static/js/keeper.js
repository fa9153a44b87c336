// The store as the notebook uses it: on this laptop's disk as long as the disk takes it, from then on in memory, and told.
import { Store, gathered, together } from "./store.js";

// So many windows of one laptop may be without a disk: ids are milliseconds and the number of the window, below 2^53.
const WINDOWS = 2048;
const LATEST = 2 ** 41;

/**
 * The same as Store, for a browser without a disk. Two windows have nothing in common then, and yet must never give two
 * edits one id: the server would take the second for the first, come again.
 */
class MemoryStore {
  constructor() {
    Object.assign(this, { typed: [], sealed: [], docs: new Map(), last: 0, window: Math.floor(Math.random() * WINDOWS) });
  }

  /** Greater than any id that this laptop has given, and no other window's. */
  #next() {
    const step = Math.max(Math.floor(this.last / WINDOWS) + 1, Math.min(Date.now(), LATEST));
    this.last = step * WINDOWS + this.window;
    return this.last;
  }

  close() {}

  async add(typed) {
    this.typed.push(...typed);
  }

  async all() {
    return { sealed: [...this.sealed], typed: [...this.typed] };
  }

  async copy() {
    return { docs: [...this.docs.values()], number: 0, epoch: "", closed: null };
  }

  async startAfter(mark) {
    this.last = Math.max(this.last, mark);
  }

  async seal() {
    this.sealed.push(...gathered(this.typed.splice(0)).map((one) => ({ ...one, id: this.#next() })));
    return [...this.sealed];
  }

  async settle(ids, docs) {
    const over = new Set(ids);
    this.sealed = this.sealed.filter((one) => !over.has(one.id));
    await this.keep(docs);
  }

  async keep(docs) {
    for (const fresh of docs) this.docs.set(fresh.doc, this.docs.has(fresh.doc) ? together(this.docs.get(fresh.doc), fresh) : fresh);
  }

  async note() {}

  async sweep() {}

  async erase(gone) {
    for (const doc of gone) this.docs.delete(doc);
    for (const name of ["typed", "sealed"]) this[name] = this[name].filter((one) => !gone.has(one.doc));
  }

  async forgetCopy() {
    this.docs.clear();
  }

  async forgetAll() {
    Object.assign(this, new MemoryStore(), { last: this.last });
  }
}

const WORK = ["add", "all", "copy", "startAfter", "seal", "settle", "keep", "note", "sweep", "erase", "forgetCopy", "forgetAll"];

export class Keeper {
  /** @param {any} store @param {() => void} failed called once, when the disk takes no more */
  constructor(store, failed) {
    Object.assign(this, { store, failed });
    store.lost = () => this.#toMemory(store);
    for (const name of WORK) this[name] = (...args) => this.#tried(name, args);
  }

  get onDisk() {
    return this.store instanceof Store;
  }

  close() {
    this.store.close();
  }

  async #tried(name, args) {
    const store = this.store;
    try {
      return await store[name](...args);
    } catch (error) {
      if (store instanceof MemoryStore) throw error;
      console.error("This laptop's disk does not take it", error);
      await this.#toMemory(store);
      return this.store[name](...args);
    }
  }

  async #toMemory(store) {
    if (this.store !== store) return;
    const memory = new MemoryStore();
    this.store = memory;
    const { sealed, typed } = await store.all().catch(() => ({ sealed: [], typed: [] }));
    memory.sealed.unshift(...sealed);
    memory.typed.unshift(...typed);
    this.failed();
  }
}

/** @param {string} name @param {IDBFactory|undefined} factory @param {() => void} failed @returns {Promise<Keeper>} */
export async function openKeeper(name, factory, failed) {
  try {
    return new Keeper(await Store.open(name, factory), failed);
  } catch (error) {
    console.error("No database in this browser", error);
    failed();
    return new Keeper(new MemoryStore(), failed);
  }
}

/** @typedef {{table?: number, scope?: string}} Place a table, or another scope of the edit door by its address, such as synthesis/5 */

/** How the names of its stores begin. @param {Place} place */
export const prefixOf = ({ table, scope }) => `pga-${scope?.replace("/", "-") ?? table}-`;

/** Names of this laptop's stores that begin so. @param {IDBFactory|undefined} factory @param {string} prefix */
export async function storesOf(factory, prefix) {
  const all = (await factory?.databases?.().catch(() => [])) ?? [];
  return all.map((one) => one.name).filter((name) => name?.startsWith(prefix));
}

/** A borrowed laptop: what it keeps of other tables goes when its time is over. @param {IDBFactory|undefined} factory @param {string} own @param {number} now */
export async function sweepOthers(factory, own, now) {
  for (const name of (await storesOf(factory, "pga-")).filter((one) => one !== own)) {
    try {
      const other = await Store.open(name, factory);
      const isEmpty = await other.sweep(now);
      other.close();
      if (isEmpty) factory.deleteDatabase(name);
    } catch (error) {
      console.error("What was kept of another table could not be looked at", error);
    }
  }
}

/**
 * What was written at this table under another key (the card was scanned anew, the cookie was gone): taken along, so that
 * it is sent under the key that is good now; the copies go. What was written before all of the table's notes were erased
 * goes too.
 * @param {Keeper} keeper @param {IDBFactory|undefined} factory @param {Place & {erased?: string}} given @param {string} own
 */
export async function takeAlong(keeper, factory, given, own) {
  const prefix = prefixOf(given);
  const { erased } = given;
  if (erased) factory?.deleteDatabase(prefix + erased);
  for (const name of (await storesOf(factory, prefix)).filter((one) => one !== own && one !== prefix + erased)) {
    try {
      const other = await Store.open(name, factory);
      const { sealed, typed } = await other.all();
      const edits = [...sealed, ...typed].map(({ doc, text, command, at, since }) => ({ doc, text, command, at, since }));
      if (edits.length) await keeper.add(edits);
      other.close();
      // As long as only memory holds them, they stay where they are as well.
      if (!edits.length || keeper.onDisk) factory.deleteDatabase(name);
    } catch (error) {
      console.error("What was kept under another key could not be read", error);
    }
  }
}
