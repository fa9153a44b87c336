// Binds a textarea to a text: what is typed becomes the smallest change, what comes from others moves no caret.
import * as Y from "yjs";
import { LOCAL } from "./documents.js";

const isLow = (text, at) => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000;
};

/**
 * The one change between two texts: [start, letters gone, letters new]. Its ends never fall between the halves of an
 * emoji: a change there diverges for ever.
 * @param {string} before @param {string} after @param {number} caret where the caret stands after the change
 */
export function difference(before, after, caret) {
  const most = Math.min(before.length, after.length);
  let end = 0;
  const tail = Math.min(most, Math.max(0, after.length - caret));
  while (end < tail && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  let start = 0;
  while (start < most - end && before[start] === after[start]) start += 1;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  while (start > 0 && (isLow(before, start) || isLow(after, start))) start -= 1;
  while (end > 0 && (isLow(before, before.length - end) || isLow(after, after.length - end))) end -= 1;
  return [start, before.length - end - start, after.slice(start, after.length - end)];
}

/** Where a place in one text is in another that differs by one change. */
function placeIn(at, before, after) {
  if (before === after) return Math.min(at, after.length);
  const [start, gone, fresh] = difference(before, after, after.length);
  if (at <= start) return at;
  if (at >= start + gone) return at + fresh.length - gone;
  return start + fresh.length;
}

export class AnswerText {
  /** @param {HTMLTextAreaElement} area @param {import("./documents.js").Noted} noted */
  constructor(area, noted) {
    this.area = area;
    this.noted = noted;
    this.composing = false;
    // What the area shows; behind the text while an input method composes and others write.
    this.shown = "";
    this.undo = null;
    area.addEventListener("focus", () => this.#mayUndo());
    if (document.activeElement === area) this.#mayUndo();
    area.addEventListener("input", () => this.take());
    area.addEventListener("compositionstart", () => (this.composing = true));
    area.addEventListener("compositionend", () => {
      this.composing = false;
      this.take();
      this.show();
    });
    area.addEventListener("beforeinput", (event) => this.#history(event));
    this.watch = (_event, transaction) => transaction.origin !== LOCAL && this.show();
    noted.text.observe(this.watch);
  }

  /** The line has left the page. */
  close() {
    this.noted.text.unobserve(this.watch);
    this.undo?.destroy();
  }

  #mayUndo() {
    this.undo ??= new Y.UndoManager(this.noted.text, { trackedOrigins: new Set([LOCAL]), captureTimeout: 600 });
  }

  /** Take what the person typed. */
  take() {
    const { area, noted, shown } = this;
    const [start, gone, fresh] = difference(shown, area.value, area.selectionStart);
    if (!gone && !fresh) return;
    const words = noted.words;
    const at = placeIn(start, shown, words);
    const until = Math.max(at, placeIn(start + gone, shown, words));
    noted.ydoc.transact(() => {
      if (until > at) noted.text.delete(at, until - at);
      if (fresh) noted.text.insert(at, fresh);
    }, LOCAL);
    this.shown = area.value;
  }

  /** Show the text with the caret where it was among the words; nothing moves under an input method. */
  show() {
    const { area, noted, shown } = this;
    const words = noted.words;
    if (this.composing || shown === words) return;
    const [from, to] = [area.selectionStart, area.selectionEnd].map((at) => placeIn(at, shown, words));
    area.value = this.shown = words;
    if (document.activeElement === area) area.setSelectionRange(from, to);
    area.dispatchEvent(new Event("shown"));
  }

  /** The browser's own undo knows nothing of others' words. */
  #history(event) {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    this.back(event.inputType === "historyRedo");
  }

  /** Undo or redo one's own typing here; whether there was any. @param {boolean} redo */
  back(redo = false) {
    const done = redo ? this.undo?.redo() : this.undo?.undo();
    if (done) this.area.setSelectionRange(this.area.value.length, this.area.value.length);
    return Boolean(done);
  }
}
