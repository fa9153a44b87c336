// Hybrid logical clocks: the server's milliseconds and a counter of 11 bits in one number (below 2^53). And the server's
// time as people see it.
const COUNTER = 2048;

export class Clock {
  constructor() {
    this.offset = 0;
    this.last = 0;
  }

  /** Follow the server's time. @param {number} now its milliseconds */
  follow(now) {
    this.offset = now - Date.now();
  }

  /** Never fall behind a clock that was seen. @param {number} clock */
  observe(clock) {
    this.last = Math.max(this.last, clock);
  }

  /** A clock greater than any before. @returns {number} */
  next() {
    this.last = Math.max((Date.now() + this.offset) * COUNTER, this.last + 1);
    return this.last;
  }
}

/** What a laptop's own clock may go wrong: 100 millionths. */
const DRIFT = 1e-4;

export class ServerTime {
  constructor() {
    Object.assign(this, { offset: 0, error: Infinity, at: 0 });
  }

  /** The server's milliseconds, by the best measure. */
  get now() {
    return Date.now() + this.offset;
  }

  /** Go on with what was measured before a reload. @param {number} offset */
  recall(offset) {
    if (this.error === Infinity) this.offset = offset;
  }

  /**
   * The server said what time it is, some time between the question and its answer.
   * @param {number} now its milliseconds @param {number} sent when it was asked @param {number} [heard] when the answer came
   */
  measure(now, sent, heard = Date.now()) {
    if (!Number.isFinite(now) || heard < sent) return;
    const error = (heard - sent) / 2;
    const offset = now - (sent + heard) / 2;
    const doubt = this.error + Math.abs(heard - this.at) * DRIFT;
    // Of measures that agree the best is kept; one that cannot be means that this laptop's clock was set anew.
    if (error <= doubt || Math.abs(offset - this.offset) > error + doubt) Object.assign(this, { offset, error, at: heard });
  }
}
