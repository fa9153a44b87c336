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

/** Where a place is after a change. @param {number} at @param {Array<any>} delta what Yjs says of the change */
export function moved(at, delta) {
  let place = 0;
  for (const { retain, insert, delete: gone } of delta) {
    if (retain !== undefined) place += retain;
    // Others' words at the caret itself come after it.
    else if (insert !== undefined) {
      if (place < at) at += insert.length;
      place += insert.length;
    } else if (place < at) at = Math.max(place, at - gone);
  }
  return at;
}

/** Where a change ends. @param {Array<any>} delta */
function endOf(delta) {
  let place = 0;
  for (const { retain, insert } of delta) place += retain ?? insert?.length ?? 0;
  return place;
}

export class AnswerText {
  /** @param {HTMLTextAreaElement} area @param {import("./documents.js").Noted} noted */
  constructor(area, noted) {
    Object.assign(this, { area, noted, composing: false, undo: null, shown: "" });
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
  }

  #mayUndo() {
    this.undo ??= new Y.UndoManager(this.noted.text, { trackedOrigins: new Set([LOCAL]), captureTimeout: 600 });
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
    const [start, gone, fresh] = difference(shown, area.value, area.selectionStart);
    if (!gone && !fresh) return;
    noted.ydoc.transact(() => {
      if (gone) noted.text.delete(start, gone);
      if (fresh) noted.text.insert(start, fresh);
    }, LOCAL);
    this.shown = area.value;
  }

  /** Show the text as it is. */
  show() {
    if (this.shown !== this.noted.words) this.#show(null, null);
  }

  /** Show a change with the caret where it was among the words; one's own undoing takes the caret along. */
  #show(delta, origin) {
    const { area } = this;
    const [from, to] = [area.selectionStart, area.selectionEnd];
    const { scrollTop } = area;
    area.value = this.shown = this.noted.words;
    if (document.activeElement === area && delta) {
      if (origin === this.undo) area.setSelectionRange(endOf(delta), endOf(delta));
      else area.setSelectionRange(moved(from, delta), moved(to, delta), area.selectionDirection);
      area.scrollTop = scrollTop;
    }
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
    return Boolean(redo ? this.undo?.redo() : this.undo?.undo());
  }

  /** Put other words in place of these, as one change of one's own. @param {string} words */
  replace(words) {
    this.#mayUndo();
    this.undo.stopCapturing();
    const [start, gone, fresh] = difference(this.noted.words, words, words.length);
    this.noted.ydoc.transact(() => {
      if (gone) this.noted.text.delete(start, gone);
      if (fresh) this.noted.text.insert(start, fresh);
    }, LOCAL);
    this.undo.stopCapturing();
    this.show();
  }
}
