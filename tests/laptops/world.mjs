// Where a simulated laptop runs: a disk that can be full, a network that loses, repeats, delays and parts.
import { IDBFactory, IDBObjectStore } from "fake-indexeddb";

const full = new Set();
for (const name of ["add", "put"]) {
  const real = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...args) {
    if (full.has(this.transaction.db.name)) throw new DOMException("The disk is full", "QuotaExceededError");
    return real.apply(this, args);
  };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Server-sent events over fetch, as far as the notes need them. */
function eventSourceOf(world) {
  return class extends EventTarget {
    constructor(address) {
      super();
      this.ending = new AbortController();
      world.streams.add(this);
      this.#run(address);
    }

    async #run(address) {
      try {
        if (world.down) throw new Error("no network");
        const answer = await fetch(address, { headers: world.headers, signal: this.ending.signal });
        if (!answer.ok) throw new Error(String(answer.status));
        this.onopen?.();
        let text = "";
        for await (const bytes of answer.body.pipeThrough(new TextDecoderStream())) {
          const parts = (text + bytes).split("\n\n");
          text = parts.pop();
          for (const part of parts) await this.#event(part);
        }
      } catch {
        // Told below: a stream that ends is an error, whatever the reason.
      }
      world.streams.delete(this);
      if (!this.closed) this.onerror?.();
    }

    async #event(part) {
      const name = /^event: (.*)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      await pause(world.delay());
      if (name && !this.closed) this.dispatchEvent(Object.assign(new Event(name), { data }));
    }

    close() {
      this.closed = true;
      this.ending.abort();
    }
  };
}

export class World {
  /** @param {string} origin @param {string} cookie @param {() => number} random */
  constructor(origin, cookie, random) {
    Object.assign(this, { origin, random, down: false, loss: 0, slow: "", streams: new Set(), kept: new Map() });
    this.headers = { cookie, origin, "content-type": "application/json" };
    this.indexedDB = new IDBFactory();
    this.EventSource = eventSourceOf(this);
    const { kept } = this;
    this.localStorage = {
      get length() {
        return kept.size;
      },
      key: (n) => [...kept.keys()][n] ?? null,
      getItem: (name) => this.kept.get(name) ?? null,
      setItem: (name, value) => this.kept.set(name, value),
      removeItem: (name) => this.kept.delete(name),
    };
    this.windows = new Set();
    this.BroadcastChannel = channelOf(this);
    this.fetch = (address, options) => this.#fetch(address, options);
  }

  delay() {
    return this.loss ? this.random() * 60 : 0;
  }

  async #fetch(address, options = {}) {
    const asked = { method: options.method, body: options.body, headers: this.headers, signal: options.signal };
    const isSlow = this.slow && address.includes(this.slow);
    await pause(isSlow ? 400 : this.delay());
    if (this.down || this.random() < this.loss) throw new TypeError("fetch failed: lost on the way there");
    // Sent twice: the copy comes after whatever is sent next.
    if (asked.body && this.random() < this.loss) setTimeout(() => fetch(address, { ...asked, signal: undefined }).catch(() => undefined), 150);
    const answer = await fetch(address, asked);
    const body = await answer.text();
    await pause(isSlow ? 1200 : this.delay());
    if (this.down || this.random() < this.loss) throw new TypeError("fetch failed: lost on the way back");
    return new Response(body, { status: answer.status });
  }

  part() {
    this.down = true;
    for (const stream of this.streams) stream.ending.abort();
  }

  /** @param {string} name of the database @param {boolean} is */
  diskFull(name, is) {
    if (is) full.add(name);
    else full.delete(name);
  }
}

function channelOf(world) {
  return class {
    constructor(name) {
      this.name = name;
      world.windows.add(this);
    }

    postMessage(data) {
      const copy = structuredClone(data);
      for (const other of world.windows) if (other !== this && other.name === this.name) setTimeout(() => other.onmessage?.({ data: copy }));
    }

    close() {
      world.windows.delete(this);
    }
  };
}
