// The countdown, in time with the server whatever this machine's clock says.
const KEPT = 20;

export class Clock {
  /** @param {Document} page */
  constructor(page) {
    this.page = page;
    /** @type {number[]} how far the server is ahead, by each frame; the frame that was fastest says it best */
    this.ahead = [];
  }

  /** A frame came. */
  read() {
    const now = Number(this.element?.dataset.now);
    if (now && now !== this.last) {
      this.last = now;
      this.ahead = [...this.ahead, now - Date.now()].slice(-KEPT);
    }
    this.tick();
  }

  tick() {
    const { element } = this;
    if (!element || !this.ahead.length) return;
    const left = Number(element.dataset.until) - Date.now() - Math.max(...this.ahead);
    const shown = written(Math.max(0, Math.ceil(left / 1000)));
    if (element.textContent !== shown) element.textContent = shown;
    element.classList.toggle("is-over", left <= 0);
  }

  get element() {
    return this.page.getElementById("countdown");
  }
}

/** @param {number} seconds */
export function written(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
