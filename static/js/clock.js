// Hybrid logical clocks: the server's milliseconds and a counter of 11 bits in one number (below 2^53).
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
