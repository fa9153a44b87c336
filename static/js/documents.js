// The notebook's documents: each an answer or an issue, with its text (Yjs) and its registers.
import * as Y from "yjs";
import { fromBase64, toBase64 } from "./bytes.js";
import { difference } from "./differences.js";
import { confirmed, deletion, digest, reduce, stays, valueOf } from "./vocabulary.js";

export const LOCAL = "local";
export const REMOTE = "remote";

const readVector = (text) => Y.decodeStateVector(fromBase64(text));

export class Noted {
  /** @param {string} id @param {Documents} documents */
  constructor(id, documents) {
    this.id = id;
    this.registers = {};
    this.ydoc = new Y.Doc();
    this.text = this.ydoc.getText("t");
    // Others' words that came while an input method was composing here.
    this.held = null;
    /** @type {string|null} */
    this.spelt = null;
    // Something of it came after the session's close.
    this.late = false;
    // When it was last changed, as the server knows it.
    this.at = 0;
    // Before anybody else who watches the text asks for its words.
    this.text.observe(() => (this.spelt = null));
    this.ydoc.on("update", (update, origin) => {
      this.cached = null;
      // What came from the server is not sent back to it.
      if (origin !== REMOTE) documents.typed(this, update);
    });
  }

  get isIssue() {
    return this.id[0] === "i";
  }

  get question() {
    return valueOf(this.registers, "question");
  }

  get issue() {
    return valueOf(this.registers, "issue");
  }

  get position() {
    return valueOf(this.registers, "position", "");
  }

  get stays() {
    return stays(this.registers);
  }

  get deleted() {
    return this.#deletion()[0];
  }

  /** Whether it was read back in the wording that it has. */
  get confirmed() {
    return confirmed(this.registers, this.words);
  }

  get broughtBack() {
    return this.#deletion()[1];
  }

  #deletion() {
    this.cached ??= deletion(this.registers, Y.decodeStateVector(Y.encodeStateVector(this.ydoc)), readVector);
    return this.cached;
  }

  /** The text as it is; spelt out once, since a whole notebook is asked for at every second. */
  get words() {
    return (this.spelt ??= this.text.toString());
  }

  /** What can be seen of it, to compare. */
  get seen() {
    return [this.words, this.registers, this.late];
  }

  /** @param {any[]} seen as it was */
  isAs([words, registers, late]) {
    return this.words === words && this.registers === registers && this.late === late;
  }

  /** Where the text stands, in base64: what a deletion says that it has seen. */
  get vector() {
    return toBase64(Y.encodeStateVector(this.ydoc));
  }

  /**
   * What the server lacks, and what it did not take: another window's, it may be held back here while an input method composes.
   * @param {Uint8Array} [vector] the server's state @param {Uint8Array} [refused] @returns {Uint8Array}
   */
  missing(vector, refused) {
    const lacking = Y.encodeStateAsUpdate(this.ydoc, vector);
    return refused ? Y.mergeUpdates([refused, lacking]) : lacking;
  }

  /** What a person did to the text: from one wording to another, with the caret at its end or where it is. @param {string} before @param {string} after @param {number} [caret] */
  write(before, after, caret = after.length) {
    const [start, gone, fresh] = difference(before, after, caret);
    if (!gone && !fresh) return;
    this.ydoc.transact(() => {
      if (gone) this.text.delete(start, gone);
      if (fresh) this.text.insert(start, fresh);
    }, LOCAL);
  }

  /**
   * Begin the text with words that another laptop may begin it with at the same time: they are there once, since both say that
   * the same client typed the same letters. @param {string} words
   */
  begin(words) {
    // With a frame: the digest knows nothing of the space around words.
    const client = parseInt(digest(`[${words}]`).slice(0, 8), 16);
    if (this.words || this.ydoc.store.clients.has(client)) return this.write(this.words, words);
    const ready = new Y.Doc();
    ready.clientID = client;
    ready.getText("t").insert(0, words);
    Y.applyUpdate(this.ydoc, Y.encodeStateAsUpdate(ready), LOCAL);
  }

  /** Take in text from the server or from this laptop's own store; damaged bytes change nothing. @param {Uint8Array} update */
  merge(update) {
    if (this.held) {
      this.held.push(update);
      return;
    }
    try {
      Y.applyUpdate(this.ydoc, update, REMOTE);
    } catch (error) {
      console.error("A text could not be merged", this.id, error);
    }
  }

  /** Hold others' words back: nothing may move under an input method. */
  hold() {
    this.held ??= [];
  }

  /** Let them in. */
  release() {
    const held = this.held ?? [];
    this.held = null;
    for (const update of held) this.merge(update);
  }

  /** Know these registers. */
  know(registers) {
    this.registers = registers;
    this.cached = null;
  }

  /** Take in a command. */
  obey(command, laptop, clock) {
    this.registers = reduce(this.registers, command, laptop, clock);
    this.cached = null;
  }

  /** What a command undoes to. @param {string} name */
  valueOf(name, otherwise = null) {
    if (name === "stays") return this.stays;
    return valueOf(this.registers, name, otherwise);
  }
}

export class Documents {
  /** @param {(noted: Noted, update: Uint8Array) => void} typed told of every change of a text made here */
  constructor(typed) {
    /** @type {Map<string, Noted>} */
    this.all = new Map();
    this.typed = typed;
  }

  /** The document, made if it is new. @param {string} id @returns {Noted} */
  get(id) {
    let noted = this.all.get(id);
    if (!noted) {
      noted = new Noted(id, this);
      this.all.set(id, noted);
    }
    return noted;
  }

  /** Answers or issues in their order. @param {"a"|"i"} sort @returns {Noted[]} */
  sorted(sort) {
    return [...this.all.values()].filter((noted) => noted.id[0] === sort).sort(inOrder);
  }

  /** The issues that stand. */
  get issues() {
    return this.sorted("i").filter((noted) => !noted.deleted && noted.words.trim());
  }
}

/** By position, then by id. @param {Noted} one @param {Noted} other */
export const inOrder = (one, other) =>
  one.position === other.position ? (one.id < other.id ? -1 : 1) : one.position < other.position ? -1 : 1;
