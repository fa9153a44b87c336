// Questions that are closed: no new points under them, and after the grace no changes. Nothing is taken out of the hands of
// somebody who is writing; staying at the table and deleting are never barred.
import { clockTime, filled } from "./status.js";

const NEVER_BARRED = new Set(["stays", "deleted", "confirmed"]);

export class Closed {
  /** @param {{page: import("./page.js").Page, documents: import("./documents.js").Documents, words: Record<string, string>, time: import("./clock.js").ServerTime}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    /** @type {Record<string, {at: number, until: number}>} by question */
    this.of = {};
    this.page.bar = (line) => this.bar(line);
    document.addEventListener("focusout", ({ target }) => {
      const line = target.closest?.("li.answer");
      if (line) setTimeout(() => line.isConnected && this.bar(line), 0);
    });
  }

  /** @param {Record<string, {at: number, until: number}>} closed */
  hear(closed) {
    this.of = closed ?? {};
    this.tick();
  }

  /** The grace of a question ends by itself. */
  tick() {
    for (const section of this.page.sections) this.#show(section);
  }

  #show(section) {
    const closing = this.of[section.dataset.question];
    const state = !closing ? "" : this.time.now > closing.until ? "shut" : "mend";
    const words = { mend: this.words.closed_mend, shut: this.words.closed_shut }[state] ?? "";
    const said = closing ? filled(words, { time: clockTime(closing.at), until: clockTime(closing.until) }) : "";
    const note = section.querySelector(":scope > .closed-note");
    if (!note || ((section.dataset.closed ?? "") === state && note.textContent === said)) return;
    section.dataset.closed = state;
    note.textContent = said;
    for (const line of section.querySelectorAll("li.answer")) {
      this.bar(line);
      const noted = this.documents.all.get(line.dataset.doc);
      if (noted) this.page.marks(line, noted);
    }
  }

  /** Whether a new point may come here. @param {Element} place */
  mayAdd(place) {
    return !place.closest("section").dataset.closed;
  }

  /** Whether a point may be changed so. @param {import("./documents.js").Noted} noted @param {string} name @param {any} value */
  may(noted, name, value) {
    if (NEVER_BARRED.has(name)) return true;
    if (name === "question" && value !== noted.question && this.of[value]) return false;
    return !this.isShut(noted);
  }

  /** Whether a point can only be read. @param {import("./documents.js").Noted} noted */
  isShut(noted) {
    const section = noted.isIssue ? this.page.naming : this.page.section(noted.question);
    return section?.dataset.closed === "shut";
  }

  /** Whether a point came, or was changed, when its question was closed and the grace was over. @param {import("./documents.js").Noted} noted */
  cameAfter(noted) {
    const question = noted.isIssue ? this.page.naming?.dataset.question : noted.question;
    return noted.at > (this.of[question]?.until ?? Infinity);
  }

  /** Let a line be as its question is, unless somebody is just in it. @param {HTMLElement} line */
  bar(line) {
    const state = line.closest("section")?.dataset.closed ?? "";
    const isDraft = line.matches(".draft");
    const isBarred = state === "shut" || (isDraft && state !== "");
    if (isBarred && line.contains(document.activeElement)) return;
    const area = line.querySelector("textarea");
    if (!area) return;
    area.readOnly = isBarred || Boolean(this.documents.all.get(line.dataset.doc)?.split);
    area.dataset.asks ??= area.placeholder;
    const asks = isDraft && isBarred ? this.words.closed_draft : area.dataset.asks;
    if (area.placeholder !== asks) area.placeholder = asks;
    line.classList.toggle("barred", isBarred);
    for (const field of line.querySelectorAll(".command :is(button.tick:not(.stay), button[name=up], button[name=down], input, select)")) field.disabled = isBarred;
    for (const option of line.querySelectorAll("select[name=question] option")) option.disabled = Boolean(this.of[option.value]);
  }
}
