// Everything a person does to a point: one command, stored, applied on the page, and sent; and its undoing.
import { newKey } from "./ids.js";
import { placeBetween } from "./positions.js";
import { Undoing } from "./undoing.js";

/** @typedef {import("./documents.js").Noted} Noted */
/** @typedef {{id: string, name: string, value: any}} Change */

export class Actions {
  /**
   * @param {{documents: import("./documents.js").Documents, page: import("./page.js").Page, clock: import("./clock.js").Clock,
   *   laptop: string, keep: (typed: any[]) => void,
   *   toast: (words: string, done?: import("./undoing.js").Done) => void, words: Record<string, string>}} parts
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.undoing = new Undoing((deed) => this.#apply(deed));
    /** Whether a change may be made here now. @type {(noted: Noted, name: string, value: any) => boolean} */
    this.may = () => true;
    this.allStay = /** @type {HTMLInputElement} */ (document.getElementById("all-stay"));
  }

  /** Set registers of documents, as one deed that one undo takes back. @param {Change[]} changes @param {string} [words] what to say */
  change(changes, words = "") {
    if (!this.#allows(changes)) return this.toast(this.words.question_closed);
    const done = this.undoing.did(this.#apply(changes));
    if (words) this.toast(words, done);
  }

  #allows(changes) {
    return changes.every(({ id, name, value }) => this.may(this.documents.get(id), name, value));
  }

  /** @param {Change[]} changes @returns {Change[]} what takes them back */
  #apply(changes) {
    if (!this.#allows(changes)) return [];
    const before = changes.map(({ id, name }) => ({ id, name, value: this.#now(id, name) })).reverse();
    this.keep(changes.map((change) => this.#command(change)));
    for (const id of new Set(changes.map((change) => change.id))) this.page.render(this.documents.get(id));
    return before;
  }

  #now(id, name) {
    const noted = this.documents.get(id);
    return name === "deleted" ? noted.deleted : noted.valueOf(name, EMPTY[name.split(":")[0]] ?? null);
  }

  #command({ id, name, value }) {
    const noted = this.documents.get(id);
    const command = { set: name, value };
    if (name === "stays" && !value) command.saw = noted.registers.stays?.true ?? 0;
    if (name === "deleted" && value) command.sv = noted.vector;
    const at = this.clock.next();
    noted.obey(command, this.laptop, at);
    return { doc: id, command, at, since: Date.now() };
  }

  /** Take back the last thing done or typed here. */
  undo() {
    this.#turned(this.undoing.back(), this.words.undone);
  }

  /** Do again what was taken back. */
  redo() {
    this.#turned(this.undoing.again(), this.words.redone);
  }

  /** Take this deed back, whatever was done since. @param {import("./undoing.js").Done} done */
  takeBack(done) {
    this.toast(this.words.undone, this.undoing.takeBack(done));
  }

  #turned(done, words) {
    if (done?.text) done.text.area.focus();
    else if (done) this.toast(words);
  }

  /** Set one register, or turn a tick over. @param {Noted} noted @param {string} name @param {any} value @param {Element} [group] */
  set(noted, name, value, group) {
    if (name === "up" || name === "down") return this.step(noted, name === "up" ? -1 : 1);
    const wanted = value === "toggle" ? !noted.valueOf(name, false) : value;
    const others = wanted === true && group?.dataset.kind === "one" ? [...group.querySelectorAll("[aria-pressed=true]")] : [];
    const changes = others.filter((other) => other.name !== name).map((other) => ({ id: noted.id, name: other.name, value: false }));
    const words = name === "deleted" && wanted ? this.words.deleted : name === "question" || name === "issue" ? this.words.moved : "";
    return this.change([...changes, { id: noted.id, name, value: wanted }, ...this.#alongWith(noted, name, wanted)], words);
  }

  /** A point that moves to a question goes to the end of its points. */
  #alongWith(noted, name, value) {
    if (name !== "question") return [];
    const fellows = this.documents.sorted("a").filter((other) => other.question === value && !other.deleted && other !== noted);
    return [{ id: noted.id, name: "position", value: placeBetween(fellows.at(-1)?.position ?? "", "") }];
  }

  /** A new document where a line stands; *stays* comes first, before any letter of it. @param {HTMLElement} line @returns {Noted} */
  begin(line) {
    const list = line.closest("ol");
    const section = line.closest("section");
    const noted = this.documents.get(newKey("namesIssues" in section.dataset ? "i" : "a"));
    const place = placeBetween(this.#beside(line, "previous"), this.#beside(line, "next"));
    const changes = this.allStay.checked ? [["stays", true]] : [];
    changes.push(["position", place]);
    if (!noted.isIssue && section.dataset.question) changes.push(["question", Number(section.dataset.question)]);
    if (list.parentElement.dataset.issue) changes.push(["issue", list.parentElement.dataset.issue]);
    const last = line.matches(".draft:last-child");
    this.page.adopt(line, noted);
    this.keep(changes.map(([name, value]) => this.#command({ id: noted.id, name, value })));
    if (last) this.page.draft(list);
    this.page.render(noted);
    return noted;
  }

  #beside(line, side) {
    let other = line[`${side}ElementSibling`];
    while (other && !other.dataset.doc) other = other[`${side}ElementSibling`];
    return other ? this.documents.get(other.dataset.doc).position : "";
  }

  /** One place up or down among its fellows. @param {Noted} noted @param {-1|1} way */
  step(noted, way) {
    const line = this.page.shown.get(noted.id);
    const lines = [...line.parentElement.querySelectorAll(":scope > li[data-doc]")];
    const at = lines.indexOf(line) + way;
    if (at < 0 || at >= lines.length) return;
    const fellows = lines.filter((other) => other !== line);
    this.move(noted, fellows[at - 1], fellows[at]);
  }

  /** To a place between two lines of a list. @param {Noted} noted @param {HTMLElement} [before] @param {HTMLElement} [after] @param {HTMLElement} [list] */
  move(noted, before, after, list) {
    const position = (line) => (line?.dataset.doc ? this.documents.get(line.dataset.doc).position : "");
    const changes = [{ id: noted.id, name: "position", value: placeBetween(position(before), position(after)) }];
    if (list && !noted.isIssue) {
      const question = list.closest("section").dataset.question;
      changes.push({ id: noted.id, name: "question", value: question ? Number(question) : null });
      changes.push({ id: noted.id, name: "issue", value: list.parentElement.dataset.issue ?? null });
    }
    this.change(changes, this.words.moved);
  }

  /** Give a point other words, as one deed of typing; a deleted one comes back with them. @param {Noted} noted @param {string} words */
  reword(noted, words) {
    if (!this.may(noted, "text", words)) return this.toast(this.words.question_closed);
    if (noted.deleted) this.change([{ id: noted.id, name: "deleted", value: false }]);
    const text = this.page.texts.get(noted.id);
    if (text) text.replace(words);
    else noted.write(noted.words, words);
    this.page.render(noted);
    this.toast(this.words.reworded);
  }

  /** Many lines become as many points, from a line on; one undo takes all back. @param {HTMLElement} line @param {string[]} words */
  paste(line, words) {
    let at = line;
    const made = [];
    for (const [n, text] of words.entries()) {
      if (n) at = this.page.draft(at.parentElement, at);
      const noted = this.begin(at);
      noted.text.insert(0, text);
      this.page.texts.get(noted.id).show();
      this.page.render(noted);
      made.push({ id: noted.id, name: "deleted", value: true });
    }
    this.toast(this.words.pasted.replace("{n}", String(words.length)), this.undoing.did(made));
    at.querySelector("textarea").focus();
  }
}

const EMPTY = { tick: false, words: "", attribution: "", confirmed: "", kind: "point", stays: false };
