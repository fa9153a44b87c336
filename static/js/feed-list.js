// The list of the feed: what comes passes the page's filter or not, and waits while somebody reads. What is taken back
// goes at once. HTML is the server's; here is only where it stands.
import { passes } from "./feed-passing.js";
import { Reading } from "./feed-reading.js";

// What came so lately may be missing in a list that the server has rendered meanwhile.
const LATELY_MS = 15_000;
const LOOK_MS = 500;

export class FeedList {
  /**
   * @param {HTMLButtonElement} pause @param {HTMLButtonElement} fresh shows what waits; its <b> says how much
   */
  constructor(pause, fresh) {
    Object.assign(this, { pause, fresh });
    this.reading = new Reading(() => this.list);
    /** @type {Map<string, Element>} what waits, by id */
    this.waiting = new Map();
    /** @type {Map<string, {at: number, html: string|null}>} what came lately; null: it was taken back */
    this.lately = new Map();
    this.begun = false;
    pause.hidden = false;
    pause.addEventListener("click", () => this.setPaused(pause.getAttribute("aria-pressed") !== "true"));
    fresh.addEventListener("click", () => this.showWaiting());
    document.addEventListener("htmx:after:swap", () => this.swapped());
  }

  get list() {
    return document.getElementById("feed");
  }

  get paused() {
    return this.pause.getAttribute("aria-pressed") === "true";
  }

  setPaused(paused) {
    this.pause.setAttribute("aria-pressed", String(paused));
    if (!paused) this.release();
  }

  /** @param {{id: string, html: string}[]} items */
  show(items) {
    for (const { id, html } of items) {
      this.lately.set(id, { at: Date.now(), html });
      this.place(read(html));
    }
    this.tell();
  }

  /** @param {{ids?: string[], table?: number}} told */
  takeBack({ ids, table }) {
    const whole = `item-${table}-`;
    const all = ids ?? [...this.waiting.keys(), ...this.items().map((item) => item.id)].filter((id) => ofTable(id, whole));
    for (const id of all) this.remove(id);
    if (!ids) this.lately.set(whole, { at: Date.now(), html: null });
    this.tell();
  }

  remove(id) {
    this.lately.set(id, { at: Date.now(), html: null });
    this.waiting.delete(id);
    const item = document.getElementById(id);
    if (!item) return;
    this.uncount();
    if (this.reading.pointing) emptied(item);
    else item.remove();
  }

  /** How many were found is no longer true. */
  uncount() {
    document.querySelector(".feed-count .count")?.remove();
  }

  /**
   * After a gap: the newest as they are now; older ones that stand here are asked for again.
   * @param {{items: {id: string, html: string}[], since: string}} told
   */
  makeWhole({ items, since }) {
    const ids = new Set(items.map((item) => item.id));
    const old = [];
    for (const item of this.items()) {
      if (item.dataset.place < since) old.push(item);
      else if (!ids.has(item.id)) this.remove(item.id);
    }
    for (const id of this.waiting.keys()) if (!ids.has(id)) this.waiting.delete(id);
    this.show(items);
    if (this.begun && old.length) this.askAgain(old);
    this.begun = true;
  }

  async askAgain(old) {
    const asked = new URL(location.href);
    asked.searchParams.set("count", String(this.items().length));
    const answer = await fetch(asked, { headers: { "HX-Request-Type": "partial" } }).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const item of old) if (!page.getElementById(item.id)) this.remove(item.id);
    for (const item of page.querySelectorAll(".item")) this.place(document.adoptNode(item));
    this.tell();
  }

  items() {
    return [...this.list.querySelectorAll(":scope > .item")];
  }

  /** Where it belongs, now or when nobody reads here any more. @param {Element} item */
  place(item) {
    const before = document.getElementById(item.id);
    if (!passes(item, document.getElementById("found"))) {
      this.waiting.delete(item.id);
      before?.remove();
    } else if (this.paused || (before ? !this.replace(before, item) : this.reading.busy)) {
      this.waiting.set(item.id, item);
    } else {
      this.waiting.delete(item.id);
      if (!before) this.insert(item);
    }
  }

  /** In its place; not while it is being read, or where it would push away what somebody points at. */
  replace(before, item) {
    if (this.reading.isIn(before)) return false;
    const height = before.offsetHeight;
    before.replaceWith(item);
    if (!this.reading.pointing || item.offsetHeight === height) return true;
    item.replaceWith(before);
    return false;
  }

  insert(item) {
    this.uncount();
    const next = this.items().find((other) => other.dataset.place < item.dataset.place);
    if (next) next.before(item);
    else if (!this.list.querySelector(".earlier")) this.list.append(item);
    item.classList.add("is-new");
  }

  /** Show what has waited, where nothing keeps it. */
  release() {
    if (this.paused || this.reading.busy) return;
    for (const item of this.list.querySelectorAll(".is-gone")) item.remove();
    for (const item of [...this.waiting.values()]) this.place(item);
    this.tell();
  }

  showWaiting() {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const item of waiting) {
      const before = document.getElementById(item.id);
      if (before) before.replaceWith(item);
      else this.insert(item);
    }
    // A button that goes must not take the keyboard's place with it.
    if (document.activeElement === this.fresh) this.pause.focus();
    this.tell();
    scrollTo({ top: 0 });
  }

  /** How many are new, and whether to look again soon. */
  tell() {
    const count = [...this.waiting.keys()].filter((id) => !document.getElementById(id)).length;
    this.fresh.hidden = !count;
    this.fresh.querySelector("b").textContent = String(count);
    clearTimeout(this.look);
    if (this.waiting.size || this.list.querySelector(".is-gone")) this.look = setTimeout(() => this.lookAgain(), LOOK_MS);
  }

  lookAgain() {
    this.release();
    this.tell();
  }

  /** The server has rendered the list anew: what came while it did is not in it. */
  swapped() {
    this.waiting.clear();
    for (const [id, { at, html }] of this.lately) {
      if (Date.now() - at > LATELY_MS) this.lately.delete(id);
      else if (html !== null) this.place(read(html));
      else for (const item of this.items()) if (item.id === id || ofTable(item.id, id)) item.remove();
    }
    this.tell();
  }
}

/** @param {string} id @param {string} start such as item-12- */
const ofTable = (id, start) => start.endsWith("-") && id.startsWith(start);

/** @param {string} html @returns {Element} */
function read(html) {
  return document.adoptNode(new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html").querySelector("li"));
}

/** Without a word, but as high as it was, so that nothing moves under the pointer. */
function emptied(item) {
  item.style.blockSize = `${item.offsetHeight}px`;
  item.replaceChildren();
  item.removeAttribute("id");
  item.classList.replace("item", "is-gone");
}
