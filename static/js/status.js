// The truth about saving, in words: one line for the notebook, a mark for each point.
const clockTime = (ms) => new Date(ms).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

const filled = (words, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), words);

export class Status {
  /** @param {Record<string, string>} words @param {Record<string, string>} sentences of the server, in the reader's language @param {string} laptop our own */
  constructor(words, sentences, laptop) {
    Object.assign(this, { words, sentences, laptop, lost: 0, barred: "", noStore: false, loaded: false });
    /** @type {Map<string, number>} documents that are not on the server, and since when */
    this.pending = new Map();
    this.refused = new Map();
    this.there = [];
    this.line = document.getElementById("state");
    this.light = this.line.previousElementSibling;
    this.alarm = document.getElementById("alarm");
  }

  /** Written here, not yet acknowledged. @param {Iterable<{doc: string, since: number}>} edits */
  wrote(edits) {
    for (const { doc, since } of edits) if (!this.pending.has(doc)) this.pending.set(doc, since);
  }

  /** What waits by now. @param {Array<{doc: string, since: number}>} edits all unacknowledged ones */
  waits(edits) {
    this.pending.clear();
    this.wrote(edits);
  }

  /** The notebook's line. */
  tell() {
    const [text, state] = this.#said();
    if (this.line.textContent !== text) this.line.textContent = text;
    this.light.className = state;
    const alarm = this.noStore ? this.words.no_store : this.barred ? filled(this.words.barred, { why: this.sentences[this.barred] ?? this.barred }) : "";
    this.alarm.hidden = !alarm;
    if (this.alarm.textContent !== alarm) this.alarm.textContent = alarm;
  }

  #said() {
    const { words, pending } = this;
    if (this.lost && Date.now() - this.lost > 3000) return [filled(words.no_connection, { time: clockTime(this.lost) }), "off"];
    // A keystroke's way to the server takes a moment: only what lasts is worth a word.
    const lasting = [...pending.values()].filter((since) => Date.now() - since > 1500);
    if (lasting.length) {
      return [filled(words.some_on_laptop, { n: lasting.length, time: clockTime(Math.min(...lasting)) }), "part"];
    }
    if (!this.loaded) return [words.not_loaded, "part"];
    return pending.size ? [this.line.textContent, "part"] : [words.all_on_server, ""];
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
    if (this.refused.has(noted.id)) parts.push(filled(words.refused, { why: this.sentences[this.refused.get(noted.id)] ?? this.refused.get(noted.id) }));
    else if (writer) parts.push(filled(words.writing, { who: this.named(writer.name) }));
    else if (this.pending.has(noted.id)) parts.push(filled(words.on_laptop, { time: clockTime(this.pending.get(noted.id)) }));
    else parts.push(noted.broughtBack ? words.back : words.on_server);
    return parts.join(" · ");
  }

  /** Who is at the table. @param {Array<{laptop: string, name: string, doc: string|null}>} there @param {(id: string) => HTMLElement} clone */
  here(there, clone) {
    this.there = there;
    document.getElementById("people").replaceChildren(
      ...there.map((one) => {
        const person = clone("person-part");
        person.textContent = /^\d+$/.test(one.name) ? one.name : one.name.slice(0, 2);
        person.title = this.named(one.name) + (one.laptop === this.laptop ? ` (${this.words.you})` : "");
        person.classList.toggle("me", one.laptop === this.laptop);
        return person;
      }),
    );
  }
}
