// What comes back: the table's rows, who is there. A stream that has gone quiet is replaced; where streams do not come
// through at all (a proxy that holds them back), the rows are asked for.
const QUIET = 12_000;
const LOOK = 2000;
const ASK = 3000;
const NAMES = ["rows", "here", "say", "session", "standing", "erased", "taken", "quarantined", "far", "refused", "beat"];

export class Receiver extends EventTarget {
  /** @param {string} base address of the table @param {import("./notes.js").TableNotes} notes */
  constructor(base, notes) {
    super();
    Object.assign(this, { base, notes, stream: null, heard: 0, failures: 0, deaf: 0, timer: 0, asking: false, asked: 0 });
    this.looking = setInterval(() => this.#look(), LOOK);
  }

  #address(path) {
    return `${this.base}/${path}?after=${this.notes.number}&epoch=${this.notes.epoch}`;
  }

  /** Listen, from the last row on. */
  open() {
    this.close();
    if (this.notes.over || this.notes.barred) return;
    const stream = new this.notes.world.EventSource(this.#address("stream"));
    this.stream = stream;
    this.heard = Date.now();
    stream.onopen = () => this.#said("open");
    stream.onerror = () => this.#lost(stream);
    for (const name of NAMES) stream.addEventListener(name, (event) => this.#hear(stream, name, event));
  }

  #hear(stream, name, event) {
    if (stream !== this.stream) return;
    Object.assign(this, { heard: Date.now(), failures: 0, deaf: 0 });
    if (name !== "beat") this.#said(name, JSON.parse(event.data));
  }

  close() {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
  }

  stop() {
    this.close();
    clearInterval(this.looking);
  }

  #said(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #lost(stream) {
    if (stream !== this.stream) return;
    this.close();
    this.failures += 1;
    this.deaf += 1;
    this.#said("lost");
    this.timer = setTimeout(() => this.open(), Math.random() * Math.min(10_000, 1000 * 2 ** this.failures));
  }

  #look() {
    if (this.stream && Date.now() - this.heard > QUIET) this.#lost(this.stream);
    if (this.deaf >= 2 && Date.now() - this.asked > ASK) this.#ask();
  }

  async #ask() {
    if (this.asking || this.notes.barred) return;
    const asked = Date.now();
    Object.assign(this, { asking: true, asked });
    try {
      const answer = await this.notes.world.fetch(this.#address("rows"), { credentials: "same-origin", signal: AbortSignal.timeout(10_000) });
      const told = await answer.json();
      this.notes.time.measure(told.now, asked);
      if (answer.ok && told.far) this.#said("far");
      else if (answer.ok && Array.isArray(told.rows)) {
        this.#said("asked", told);
        this.#said("rows", told);
      }
      if (answer.ok && typeof told.number === "number") this.#said("open");
    } catch {
      // Out of reach: the stream's own return is tried all the while.
    }
    this.asking = false;
  }
}
