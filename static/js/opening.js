// The outbox on this laptop's disk; where the browser forbids that, one in memory, and the person is told.
import { Outbox } from "./outbox.js";

class MemoryOutbox {
  constructor() {
    Object.assign(this, { typed: [], sealed: [], last: 0 });
  }

  async add(typed) {
    this.typed.push(...typed);
  }

  async all() {
    return { sealed: [...this.sealed], typed: [...this.typed] };
  }

  async startAfter(mark) {
    this.last = Math.max(this.last, mark);
  }

  async seal() {
    this.sealed.push(...this.typed.splice(0).map((one) => ({ ...one, id: (this.last += 1) })));
    return [...this.sealed];
  }

  async forget(ids) {
    this.sealed = this.sealed.filter((one) => !ids.includes(one.id));
  }
}

/** The outbox as the notebook uses it: on disk as long as the disk takes it, from then on in memory. */
class Keeper {
  /** @param {any} store @param {() => void} failed */
  constructor(store, failed) {
    Object.assign(this, { store, failed });
  }

  async #tried(work) {
    try {
      return await work(this.store);
    } catch (error) {
      if (this.store instanceof MemoryOutbox) throw error;
      console.error("This laptop's disk does not take it", error);
      await this.#toMemory();
      return work(this.store);
    }
  }

  async #toMemory() {
    const memory = new MemoryOutbox();
    const { sealed, typed } = await this.store.all().catch(() => ({ sealed: [], typed: [] }));
    Object.assign(memory, { sealed, typed });
    // Ids that this laptop has given already are never given again.
    memory.last = Date.now();
    this.store = memory;
    this.failed();
  }

  add(typed) {
    return this.#tried((store) => store.add(typed));
  }

  all() {
    return this.#tried((store) => store.all());
  }

  startAfter(mark) {
    return this.#tried((store) => store.startAfter(mark));
  }

  seal() {
    return this.#tried((store) => store.seal());
  }

  forget(ids) {
    return this.#tried((store) => store.forget(ids));
  }
}

/** @param {string} name @param {() => void} failed @returns {Promise<Keeper>} */
export async function openOutbox(name, failed) {
  try {
    return new Keeper(await Outbox.open(name), failed);
  } catch (error) {
    console.error("No database in this browser", error);
    failed();
    return new Keeper(new MemoryOutbox(), failed);
  }
}
