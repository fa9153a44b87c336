// Statements that do not stand on one screen stand on several, which take turns. The browser lays them out as columns
// side by side, each as large as the screen; here it is only decided which one is seen, and for how long.
const LEAST_MS = 12_000;
const LETTERS_A_SECOND = 16;
const FADE_MS = 500;

export class Pages {
  /** @param {HTMLElement} frame @param {HTMLElement} turn */
  constructor(frame, turn) {
    this.frame = frame;
    this.turn = turn;
    this.at = 0;
    this.timer = 0;
    /** @type {Set<string>|null} */
    this.known = null;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
  }

  /** What is said, or the room for it, has changed: what is new is shown first, else what was seen stays seen. */
  lay() {
    const said = this.statements.map((one) => `${one.id} ${one.textContent}`).join("\n");
    const room = `${this.frame.clientWidth} ${this.frame.clientHeight}`;
    if (said === this.said && room === this.room) return;
    [this.said, this.room] = [said, room];
    const fresh = this.statements.find((one) => this.known && !this.known.has(one.id));
    this.known = new Set(this.statements.map((one) => one.id));
    const kept = fresh ?? this.first;
    this.show(kept?.isConnected ? this.pageOf(kept) : Math.min(this.at, this.count - 1));
  }

  get statements() {
    return [...this.frame.querySelectorAll("li")];
  }

  /** How far one page is from the next. */
  get stride() {
    return this.frame.clientWidth + (Number.parseFloat(getComputedStyle(this.frame).columnGap) || 0);
  }

  get count() {
    return Math.max(1, Math.ceil((this.frame.scrollWidth + 1) / this.stride));
  }

  /** @param {Element} statement */
  pageOf(statement) {
    const frame = this.frame.getBoundingClientRect();
    const [box] = statement.getClientRects();
    const rtl = getComputedStyle(this.frame).direction === "rtl";
    const ahead = rtl ? frame.right - box.right : box.left - frame.left;
    return Math.max(0, Math.round((ahead + Math.abs(this.frame.scrollLeft)) / this.stride));
  }

  /** @param {number} page */
  show(page) {
    clearTimeout(this.timer);
    this.at = page;
    const rtl = getComputedStyle(this.frame).direction === "rtl";
    this.frame.scrollLeft = page * this.stride * (rtl ? -1 : 1);
    const { count } = this;
    this.first = this.statements.find((one) => this.pageOf(one) === page) ?? null;
    this.turn.textContent = count > 1 ? `${page + 1} / ${count}` : "";
    if (count > 1) this.timer = setTimeout(() => this.next(), this.dwell(page));
  }

  /** Long enough to be read aloud. @param {number} page */
  dwell(page) {
    const letters = this.statements.filter((one) => this.pageOf(one) === page).reduce((sum, one) => sum + one.textContent.length, 0);
    return Math.max(LEAST_MS, (1000 * letters) / LETTERS_A_SECOND);
  }

  next() {
    const following = (this.at + 1) % this.count;
    if (this.still.matches) {
      this.show(following);
      return;
    }
    this.frame.classList.add("is-turning");
    this.timer = setTimeout(() => {
      this.show(following);
      this.frame.classList.remove("is-turning");
    }, FADE_MS);
  }
}
