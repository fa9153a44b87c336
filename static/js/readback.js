// The read-back: the table's points, one after the other, read aloud and confirmed in the wording that they have. Works
// without a network, since a confirmation is a command like any other.
import { AnswerText } from "./answer-text.js";
import { clone, fit } from "./page.js";
import { filled } from "./status.js";
import { digest } from "./vocabulary.js";

// Words that another laptop has changed a moment ago are not confirmed by a finger that was already on its way.
const JUST_NOW = 800;

export class ReadBack {
  /** @param {{page: import("./page.js").Page, documents: import("./documents.js").Documents, actions: import("./actions.js").Actions, closed: import("./closed.js").Closed, words: Record<string, string>, done: () => Promise<boolean>}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    Object.assign(this, { dialog: document.getElementById("readback"), noted: null, text: null, last: 0, seen: "", changedAt: 0, stirred: true });
    // Taken once: a clock may tick once more when the page has given way to "this laptop holds nothing any more".
    this.howFar = document.getElementById("readback-count");
    const part = (selector) => this.dialog.querySelector(selector);
    Object.assign(this, { article: part("article"), ending: part(".end"), going: part(".confirm"), news: part(".news") });
    for (const [selector, work] of this.#buttons) part(selector).addEventListener("click", work);
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    this.dialog.addEventListener("close", () => this.#leave());
    this.page.counted = () => (this.stirred = true);
  }

  get #buttons() {
    return [
      [".confirm", () => this.confirm()],
      [".on", () => this.step(1)],
      [".back", () => this.step(-1)],
      [".mend", () => this.#mend()],
      [".unconfirm", () => this.#set("")],
      [".missing", () => this.#show(this.#lines.find((line) => !this.#of(line).confirmed))],
      [".done", async () => (await this.done()) && this.dialog.close()],
    ];
  }

  /** The points that stand, as they stand on the page. */
  get #lines() {
    return [...document.querySelectorAll("section.question ol.answers > li[data-doc]")].filter((line) => this.#of(line).words.trim());
  }

  #of(line) {
    return this.documents.get(line.dataset.doc);
  }

  get #how() {
    const all = this.#lines.map((line) => this.#of(line));
    return { all: all.length, confirmed: all.filter((noted) => noted.confirmed).length };
  }

  /** How far it has come, beside the button that opens it; looked at once a second. */
  count() {
    if (!this.stirred) return;
    this.stirred = false;
    const { all, confirmed } = this.#how;
    const said = all ? filled(this.words.read_back_count, { n: confirmed, all }) : "";
    if (this.howFar.textContent !== said) this.howFar.textContent = said;
  }

  open() {
    if (this.dialog.open) return;
    const lines = this.#lines;
    this.from = document.activeElement;
    this.dialog.showModal();
    this.#show(lines.find((line) => !this.#of(line).confirmed) ?? lines[0]);
  }

  /** One further or back; past the last one it says how far the table has come. @param {1|0|-1} way */
  step(way) {
    const lines = this.#lines;
    if (!this.noted) return this.#show(way < 0 ? lines.at(-1) : undefined);
    const to = this.#at(lines) + way;
    return to < 0 ? undefined : this.#show(lines[to]);
  }

  /** Where it stands among the lines; of a point that is gone, where it stood. */
  #at(lines) {
    const at = lines.findIndex((line) => line.dataset.doc === this.noted?.id);
    return at < 0 ? this.last : at;
  }

  confirm() {
    if (!this.noted) return;
    if (Date.now() - this.changedAt < JUST_NOW) return;
    this.#set(digest(this.noted.words));
    this.step(1);
  }

  #set(value) {
    this.actions.change([{ id: this.noted.id, name: "confirmed", value }]);
    this.#dress();
    this.stirred = true;
  }

  /** @param {HTMLElement|undefined} line none: the end */
  #show(line) {
    this.#let();
    this.noted = line ? this.#of(line) : null;
    this.article.hidden = !line;
    this.ending.hidden = Boolean(line);
    for (const button of this.dialog.querySelectorAll("footer :is(.confirm, .on, .mend)")) button.hidden = !line;
    if (line) this.#begin(line);
    else this.#end();
    this.#tell();
  }

  #begin(line) {
    const { noted } = this;
    const section = line.closest("section");
    this.last = this.#at(this.#lines);
    this.dialog.querySelector(".no").textContent = section.querySelector(".no")?.textContent ?? "";
    this.dialog.querySelector(".asked").textContent = [...section.querySelector(":scope > h2").childNodes].filter((one) => !one.matches?.(".no")).map((one) => one.textContent).join("").trim();
    const issue = noted.issue ? this.documents.all.get(noted.issue) : null;
    this.dialog.querySelector(".issue").textContent = issue && !issue.deleted ? issue.words : "";
    this.#bind(noted);
    Object.assign(this, { seen: noted.words, changedAt: 0 });
    this.dialog.querySelector("footer .mend").hidden = this.area.readOnly;
    this.#dress();
    this.going.focus({ preventScroll: true });
  }

  /** A textarea of its own for each point: what listens to one never hears the next. */
  #bind(noted) {
    const area = clone("readback-text");
    this.article.querySelector("textarea").replaceWith(area);
    this.area = area;
    this.text = new AnswerText(area, noted, (typed) => this.actions.undoing.typed(typed));
    area.addEventListener("input", () => this.#typed());
    area.addEventListener("shown", () => this.#came(noted));
    this.text.show();
    fit(area);
    area.readOnly = this.closed.isShut(noted);
  }

  /** Others' words came: from this moment on they are new, though more is said of them a little later. */
  #came(noted) {
    fit(this.area);
    if (noted.words !== this.seen) this.changedAt = Date.now();
  }

  #end() {
    const { all, confirmed } = this.#how;
    const whole = all > 0 && all === confirmed;
    const words = whole ? this.words.read_back_whole : this.words.read_back_part;
    this.ending.querySelector("p").textContent = all ? filled(words, { n: confirmed, all }) : this.words.read_back_none;
    this.ending.querySelector(".missing").hidden = whole || !all;
    this.ending.querySelector(whole || !all ? ".done" : ".missing").focus();
  }

  #dress() {
    const { noted, words } = this;
    const { all, confirmed } = this.#how;
    const at = noted ? this.#at(this.#lines) + 1 : all;
    this.dialog.querySelector(".how-far").textContent = filled(words.read_back_at, { at, all, n: confirmed });
    if (!noted) return;
    const marks = [noted.stays ? words.stays : "", noted.confirmed ? words.confirmed : ""].filter(Boolean);
    this.dialog.querySelector(".marks").textContent = marks.join(" · ");
    this.dialog.querySelector(".unconfirm").hidden = !noted.confirmed;
    this.article.classList.toggle("confirmed", noted.confirmed);
    this.article.classList.toggle("stays", noted.stays);
    this.news.textContent = "";
  }

  /** What stands before the table, for those who hear the page. */
  #tell() {
    const said = this.noted ? ["how-far", "no", "asked", "issue"].map((name) => this.dialog.querySelector(`.${name}`).textContent) : [this.ending.querySelector("p").textContent];
    this.dialog.querySelector(".aloud").textContent = [...said, this.noted?.words ?? ""].filter(Boolean).join(". ");
  }

  /** Documents have changed, maybe by another laptop. @param {Iterable<import("./documents.js").Noted>} changed */
  hear(changed) {
    this.stirred = true;
    if (!this.dialog.open) return;
    if (this.noted?.deleted) this.step(0);
    const mine = this.noted && [...changed].includes(this.noted);
    this.#dress();
    if (!mine || this.noted.words === this.seen) return;
    Object.assign(this, { seen: this.noted.words, changedAt: Date.now() });
    this.news.textContent = this.words.read_back_changed;
  }

  #typed() {
    fit(this.area);
    this.seen = this.noted.words;
    this.page.render(this.noted);
    this.#dress();
  }

  #mend() {
    this.area.focus();
    this.area.setSelectionRange(this.area.value.length, this.area.value.length);
  }

  #let() {
    this.text?.close();
    this.text = null;
  }

  #leave() {
    this.#let();
    this.noted = null;
    if (this.from?.isConnected) this.from.focus({ preventScroll: true });
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target === this.area && !this.area.readOnly;
    if (typing && ((event.key === "Enter" && !event.shiftKey) || event.key === "Escape")) return this.#take(event, () => this.going.focus());
    if (typing) return;
    const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    if ([forward, "ArrowDown", "PageDown"].includes(event.key)) this.#take(event, () => this.step(1));
    else if ([back, "ArrowUp", "PageUp"].includes(event.key)) this.#take(event, () => this.step(-1));
    else if (event.code === "KeyE" && this.noted) this.#take(event, () => this.#mend());
  }

  #take(event, work) {
    event.preventDefault();
    event.stopPropagation();
    work();
  }
}
