// What comes back: the table's rows, who is there. A stream that has gone quiet is replaced.
const QUIET = 25_000;
const HIDDEN = 30_000;

export class Receiver extends EventTarget {
  /** @param {string} address of the stream @param {() => number} number the last row that was taken in */
  constructor(address, number) {
    super();
    Object.assign(this, { address, number, stream: null, heard: 0, failures: 0, timer: 0, hidden: 0 });
    setInterval(() => this.#watch(), 5000);
    addEventListener("online", () => this.open());
    document.addEventListener("visibilitychange", () => this.#visibility());
  }

  get isOpen() {
    return this.stream?.readyState === EventSource.OPEN;
  }

  /** Listen, from the last row on. */
  open() {
    this.close();
    const stream = new EventSource(`${this.address}?after=${this.number()}`);
    this.stream = stream;
    this.heard = Date.now();
    stream.onopen = () => {
      this.failures = 0;
      this.#said("open");
    };
    stream.onerror = () => this.#lost(stream);
    for (const name of ["rows", "here", "say", "far", "refused", "beat"]) {
      stream.addEventListener(name, (event) => {
        this.heard = Date.now();
        if (name !== "beat") this.#said(name, JSON.parse(event.data));
      });
    }
  }

  close() {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
  }

  #said(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #lost(stream) {
    if (stream !== this.stream) return;
    this.close();
    this.failures += 1;
    this.#said("lost");
    if (document.hidden && this.hidden) return;
    this.timer = setTimeout(() => this.open(), 300 + Math.random() * Math.min(10_000, 1000 * 2 ** this.failures));
  }

  #watch() {
    if (this.stream && Date.now() - this.heard > QUIET) this.#lost(this.stream);
  }

  /** A hidden tab gives its connection back: a browser has six for a host. */
  #visibility() {
    if (document.hidden) {
      this.hidden = setTimeout(() => this.close(), HIDDEN);
    } else {
      clearTimeout(this.hidden);
      this.hidden = 0;
      if (!this.stream) this.open();
    }
  }
}
