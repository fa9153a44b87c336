// Binds a textarea to a text: what is typed becomes the smallest change, what comes from others moves no caret.
import * as Y from "yjs";
import { endOf, moved } from "./differences.js";
import { LOCAL } from "./documents.js";

export class AnswerText {
  /** @param {HTMLTextAreaElement} area @param {import("./documents.js").Noted} noted @param {(text: AnswerText) => void} typed told of what can be undone */
  constructor(area, noted, typed = () => undefined) {
    Object.assign(this, { area, noted, typed, composing: false, undo: null, shown: "" });
    area.addEventListener("focus", () => this.#mayUndo());
    if (document.activeElement === area) this.#mayUndo();
    area.addEventListener("input", () => this.take());
    area.addEventListener("compositionstart", () => this.#compose());
    area.addEventListener("compositionend", () => this.#composed());
    // An input method that ends without saying so (the window went away) must not hold others' words back for ever.
    area.addEventListener("blur", () => this.#composed());
    area.addEventListener("beforeinput", (event) => this.#history(event));
    this.watch = (event, transaction) => transaction.origin !== LOCAL && this.#show(event.delta, transaction.origin);
    noted.text.observe(this.watch);
  }

  /** The line has left the page. */
  close() {
    this.noted.release();
    this.noted.text.unobserve(this.watch);
    this.undo?.destroy();
    this.undo = null;
  }

  #mayUndo() {
    if (this.undo) return;
    const undo = new Y.UndoManager(this.noted.text, { trackedOrigins: new Set([LOCAL]), captureTimeout: 600 });
    undo.on("stack-item-added", ({ type }) => type === "undo" && !undo.undoing && !undo.redoing && this.typed(this));
    this.undo = undo;
  }

  #compose() {
    this.composing = true;
    this.noted.hold();
  }

  #composed() {
    if (!this.composing) return;
    this.composing = false;
    this.take();
    this.noted.release();
  }

  /** Take what the person typed. */
  take() {
    const { area, noted, shown } = this;
    noted.write(shown, area.value, area.selectionStart);
    this.shown = area.value;
  }

  /** Show the text as it is. */
  show() {
    if (this.shown !== this.noted.words) this.#show(null, null);
  }

  /** Show a change with the caret where it was among the words; one's own undoing takes the caret along. */
  #show(delta, origin) {
    const { area } = this;
    // Asking where a caret or a scroll stands makes the browser lay the whole page out: only where there is one.
    const isHere = document.activeElement === area && delta;
    const before = isHere ? [area.selectionStart, area.selectionEnd, area.scrollTop] : [];
    area.value = this.shown = this.noted.words;
    if (isHere) this.#restore(before, delta, origin);
    area.dispatchEvent(new Event("shown"));
  }

  #restore([from, to, scrollTop], delta, origin) {
    const { area } = this;
    if (origin === this.undo) area.setSelectionRange(endOf(delta), endOf(delta));
    else area.setSelectionRange(moved(from, delta), moved(to, delta), area.selectionDirection);
    area.scrollTop = scrollTop;
  }

  /** The browser's own undo knows nothing of others' words. (Parts of pages are fetched at an event of the name "again".) */
  #history(event) {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    this.area.dispatchEvent(new CustomEvent(event.inputType === "historyRedo" ? "text-redo" : "text-undo", { bubbles: true }));
  }

  /** Undo or redo one's own typing here; whether there was any. @param {boolean} redo */
  back(redo = false) {
    if (this.area.readOnly) return false;
    return Boolean(redo ? this.undo?.redo() : this.undo?.undo());
  }

  /** Put other words in place of these, as one change of one's own. @param {string} words */
  replace(words) {
    this.#atOnce(() => this.noted.write(this.noted.words, words));
  }

  /** Begin an empty text with words that stand ready for everybody. @param {string} words */
  begin(words) {
    this.#atOnce(() => this.noted.begin(words));
  }

  #atOnce(change) {
    this.#mayUndo();
    this.undo.stopCapturing();
    change();
    this.undo.stopCapturing();
    this.show();
  }
}
