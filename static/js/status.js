// The truth about saving, in words: one line for the notebook, a mark for each point.

/** @type {Intl.DateTimeFormat|undefined} */
let clock;

/** The time of day as it is written here. @param {number} ms */
export function clockTime(ms) {
  clock ??= new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  return clock.format(new Date(ms));
}

/** A browser's first time of day takes it a moment, which is not to be the moment of the first letter. */
function windUp() {
  (globalThis.requestIdleCallback ?? setTimeout)(() => clockTime(Date.now()));
}

/** Words with their places filled in. @param {string} words @param {Record<string, any>} values */
export const filled = (words, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), words);

// How long a silence lasts before more is said of it; how long a state must last to be read aloud.
const LONG = 120_000;
const STEADY = 4000;
const CALM = 700;
// How long words may be on their way before it is said where they are.
const SLOW = 1500;

/** Put words in an element, if they are others. @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Said again, even the same makes the browser look at the page anew. @param {HTMLElement} element @param {boolean} hidden */
export function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

function show(element, text) {
  hide(element, !text);
  say(element, text);
}

export class Status {
  /**
   * @param {Record<string, string>} words @param {Record<string, string>} sentences of the server, in the reader's language
   * @param {import("./notes.js").TableNotes} notes @param {string} laptop our own
   */
  constructor(words, sentences, notes, laptop) {
    /** Whether a point came after its question's close. @type {(noted: import("./documents.js").Noted) => boolean} */
    this.cameAfter = () => false;
    Object.assign(this, { words, sentences, notes, laptop, there: [], refused: new Map(), waits: new Map(), unread: new Set(), resting: new Map() });
    const byId = (id) => document.getElementById(id);
    Object.assign(this, { line: byId("state"), light: byId("state").previousElementSibling, aloud: byId("state-aloud") });
    Object.assign(this, { alarm: byId("alarm"), file: byId("unsent"), hint: byId("lasting"), closing: byId("closed"), people: byId("people") });
    const options = /** @type {HTMLTemplateElement} */ (byId("answer-panel"))?.content.querySelectorAll("select[name=kind] option:not([value=point])");
    this.kinds = new Map([...(options ?? [])].map((option) => [option.value, option.textContent]));
    this.seen = { state: "part", at: Date.now() };
    Object.assign(this, { announced: "part", busyUntil: 0 });
    windUp();
  }

  /** A sentence of the server as this reader reads it. */
  sentence(why) {
    return this.sentences[why] ?? why;
  }

  /** The notebook's line, and what stands above the notes. */
  tell() {
    const { words, notes } = this;
    const [text, state] = this.#said();
    say(this.line, text);
    if (this.light.className !== state) this.light.className = state;
    this.#announce(text, state);
    show(this.alarm, this.#alarm());
    show(this.hint, notes.lost && Date.now() - notes.lost > LONG && !notes.barred ? words.lasting : "");
    show(this.closing, notes.closed && !notes.barred ? filled(words.closed_at, { time: clockTime(notes.closed.at) }) : "");
    hide(this.file, !notes.pending.size || !(notes.barred || notes.noStore || notes.shut || !this.hint.hidden));
  }

  /** Read aloud when it has become another state and stays so, not at every letter. */
  #announce(text, state) {
    if (state !== this.seen.state) this.seen = { state, at: Date.now() };
    if (state === this.announced || state === "busy" || Date.now() - this.seen.at < STEADY) return;
    this.announced = state;
    say(this.aloud, text);
  }

  #alarm() {
    const { words, notes } = this;
    if (notes.barred) return filled(notes.pending.size ? words.barred : words.barred_empty, { why: this.sentence(notes.barred) });
    if (notes.noStore) return words.no_store;
    return notes.shut && notes.pending.size ? this.sentence(notes.shut) : "";
  }

  #said() {
    const { words, notes } = this;
    if (notes.barred) return [words.stopped, "off"];
    const lasting = this.#lasting();
    if (notes.lost && Date.now() - notes.lost > 3000) {
      const said = filled(lasting.length ? words.no_connection : words.no_connection_empty, { n: lasting.length, time: clockTime(notes.lost) });
      return [said, "off"];
    }
    if (lasting.length) {
      return [filled(words.some_on_laptop, { n: lasting.length, time: clockTime(Math.min(...lasting)) }), "part"];
    }
    if (!notes.loaded) return [words.not_loaded, "part"];
    // Between two bursts of typing the line does not go back and forth.
    if (notes.pending.size) this.busyUntil = Date.now() + CALM;
    return Date.now() < this.busyUntil ? [words.sending, "busy"] : [words.all_on_server, ""];
  }

  #lasting() {
    return [...this.notes.pending.values()].filter((since) => Date.now() - since > SLOW);
  }

  /** A laptop's name as people read it. */
  named(name) {
    return /^\d+$/.test(name) ? filled(this.words.laptop, { n: name }) : name;
  }

  /** The mark of one point. @param {HTMLElement} line @param {import("./documents.js").Noted} noted */
  mark(line, noted) {
    const place = line.querySelector(".mark");
    const writer = this.there.find((one) => one.doc === noted.id && one.laptop !== this.laptop);
    line.classList.toggle("typing", Boolean(writer));
    const isTyped = this.#isTyped(noted);
    say(place, this.#marked(noted, writer, this.kinds.get(noted.valueOf("kind")) ?? "", isTyped));
    if (isTyped) this.#again(line, noted);
  }

  /** Between two letters a mark does not go back and forth: it says where the words are when the hands rest. */
  #again(line, noted) {
    if (!this.resting.has(noted.id)) setTimeout(() => this.#rest(noted), CALM);
    this.resting.set(noted.id, line);
  }

  #rest(noted) {
    const line = this.resting.get(noted.id);
    this.resting.delete(noted.id);
    if (line.isConnected) this.mark(line, noted);
  }

  /** Whether somebody is typing in it, and nothing is known to hold the words up. */
  #isTyped(noted) {
    const { notes } = this;
    if (notes.lost || notes.noStore || notes.barred || notes.shut) return false;
    const since = notes.pending.get(noted.id);
    if (since !== undefined && Date.now() - since > SLOW) return false;
    return performance.now() - (notes.typedAt.get(noted.id) ?? -CALM) < CALM;
  }

  #marked(noted, writer, kind, isTyped) {
    const { words } = this;
    const parts = kind ? [kind] : [];
    if (noted.stays) parts.push(words.stays);
    if (noted.late || this.cameAfter(noted)) parts.push(words.late);
    if (noted.confirmed) parts.push(words.confirmed);
    if (this.unread.has(noted.id)) parts.push(words.unread);
    if (this.refused.has(noted.id)) parts.push(filled(words.refused, { why: this.sentence(this.refused.get(noted.id)) }));
    else if (writer) parts.push(filled(words.writing, { who: this.named(writer.name) }));
    else parts.push(this.#place(noted, isTyped));
    return parts.join(" · ");
  }

  /** Where the words of a point are. */
  #place(noted, isTyped) {
    const { words, notes } = this;
    const since = notes.pending.get(noted.id);
    if (isTyped && !this.waits.has(noted.id)) return words.on_its_way;
    if (since === undefined) {
      this.waits.delete(noted.id);
      return noted.broughtBack ? words.back : words.on_server;
    }
    if (this.waits.has(noted.id)) return this.sentence(this.waits.get(noted.id));
    return notes.isKept(noted.id) ? filled(words.on_laptop, { time: clockTime(since) }) : words.on_page;
  }

  /**
   * Who is at the table; one's own place opens the laptop's name.
   * @param {Array<{laptop: string, name: string, doc: string|null}>} there @param {(id: string) => HTMLElement} clone
   * @returns {string[]} names of those who have just come
   */
  here(there, clone) {
    const known = new Set(this.there.map((one) => one.laptop));
    const come = known.size ? there.filter((one) => !known.has(one.laptop) && one.laptop !== this.laptop) : [];
    this.there = there;
    this.people.replaceChildren(...there.map((one) => this.#person(one, clone)));
    return come.map((one) => this.named(one.name));
  }

  /** Documents in which others write. @returns {string[]} */
  writers() {
    return this.there.filter((one) => one.doc && one.laptop !== this.laptop).map((one) => one.doc);
  }

  #person(one, clone) {
    const isMe = one.laptop === this.laptop;
    const person = clone(isMe ? "me-part" : "person-part");
    const badge = person.querySelector("button") ?? person;
    badge.textContent = /^\d+$/.test(one.name) ? one.name : initials(one.name);
    badge.title = this.named(one.name) + (isMe ? ` (${this.words.you})` : "");
    badge.setAttribute("aria-label", badge.title);
    person.classList.toggle("me", isMe);
    return person;
  }
}

/** Two letters at most, as people see letters. */
function initials(name) {
  const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const first = (word) => letters.segment(word)[Symbol.iterator]().next().value?.segment ?? "";
  return name.split(/\s+/).filter(Boolean).slice(0, 2).map(first).join("");
}
