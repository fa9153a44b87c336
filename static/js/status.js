// The truth about saving, in words: one line for the notebook, a mark for each point.
const clockTime = (ms) => new Date(ms).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

const filled = (words, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), words);

export class Status {
  /**
   * @param {Record<string, string>} words @param {Record<string, string>} sentences of the server, in the reader's language
   * @param {import("./notes.js").TableNotes} notes @param {string} laptop our own
   */
  constructor(words, sentences, notes, laptop) {
    Object.assign(this, { words, sentences, notes, laptop, there: [], refused: new Map(), unread: new Set() });
    this.line = document.getElementById("state");
    this.light = this.line.previousElementSibling;
    this.alarm = document.getElementById("alarm");
    this.file = document.getElementById("unsent");
  }

  /** A sentence of the server as this reader reads it. */
  sentence(why) {
    return this.sentences[why] ?? why;
  }

  /** The notebook's line. */
  tell() {
    const [text, state] = this.#said();
    if (this.line.textContent !== text) this.line.textContent = text;
    this.light.className = state;
    const alarm = this.#alarm();
    this.alarm.hidden = !alarm;
    if (this.alarm.textContent !== alarm) this.alarm.textContent = alarm;
    this.file.hidden = !((this.notes.barred || this.notes.noStore || this.notes.closed) && this.notes.pending.size);
  }

  #alarm() {
    const { words, notes } = this;
    if (notes.barred) return filled(notes.pending.size ? words.barred : words.barred_empty, { why: this.sentence(notes.barred) });
    if (notes.noStore) return words.no_store;
    return notes.closed && notes.pending.size ? this.sentence(notes.closed) : "";
  }

  #said() {
    const { words, notes } = this;
    if (notes.barred) return [words.stopped, "off"];
    const lasting = this.#lasting();
    if (notes.lost && Date.now() - notes.lost > 3000) {
      const said = filled(lasting.length ? words.no_connection : words.no_connection_empty, { time: clockTime(notes.lost) });
      return [said, "off"];
    }
    if (lasting.length) {
      return [filled(words.some_on_laptop, { n: lasting.length, time: clockTime(Math.min(...lasting)) }), "part"];
    }
    if (!notes.loaded) return [words.not_loaded, "part"];
    // A keystroke's way to the server takes a moment: only what lasts is worth a word.
    return notes.pending.size ? [this.line.textContent, "part"] : [words.all_on_server, ""];
  }

  #lasting() {
    return [...this.notes.pending.values()].filter((since) => Date.now() - since > 1500);
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
    const kind = line.querySelector("select[name=kind]")?.selectedOptions[0];
    const said = this.#marked(noted, writer, kind && kind.value !== "point" ? kind.textContent : "");
    if (place.textContent !== said) place.textContent = said;
  }

  #marked(noted, writer, kind) {
    const { words } = this;
    const parts = kind ? [kind] : [];
    if (noted.stays) parts.push(words.stays);
    if (this.unread.has(noted.id)) parts.push(words.unread);
    if (this.refused.has(noted.id)) parts.push(filled(words.refused, { why: this.sentence(this.refused.get(noted.id)) }));
    else if (writer) parts.push(filled(words.writing, { who: this.named(writer.name) }));
    else parts.push(this.#place(noted));
    return parts.join(" · ");
  }

  /** Where the words of a point are. */
  #place(noted) {
    const { words, notes } = this;
    const since = notes.pending.get(noted.id);
    if (since === undefined) return noted.broughtBack ? words.back : words.on_server;
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
    document.getElementById("people").replaceChildren(...there.map((one) => this.#person(one, clone)));
    return come.map((one) => this.named(one.name));
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
