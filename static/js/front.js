// What the moderators say to this table: announcements and clocks. They come beside the notes and over them, never into
// them: no focus, no caret, no line moves.
import { everySecond, leftOf } from "./countdown.js";
import { post } from "./post.js";
import { clockTime, filled } from "./status.js";

const LINGER = 600_000;
const MOST_SAID = 4;
const MINUTE = 60_000;
const PHONE = matchMedia("(max-width: 48rem)");

const byId = (id) => document.getElementById(id);

/** Said to whoever listens to the page, one after the other. @param {string} words */
export function aloud(words) {
  const log = byId("front-aloud");
  const line = document.createElement("p");
  line.textContent = words;
  log.append(line);
  while (log.childElementCount > MOST_SAID) log.firstElementChild.remove();
}

export class Front {
  /** @param {{notes: import("./notes.js").TableNotes, words: Record<string, string>, clone: (id: string) => HTMLElement, ticked: () => void}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    const readBack = byId("readback");
    Object.assign(this, { there: readBack.querySelector(".from-front"), clockThere: readBack.querySelector(".running-down") });
    Object.assign(this, { strip: byId("front"), clocks: byId("countdowns"), reading: new Set(), failed: 0, told: new Set(), left: new Map(), from: null });
    this.strip.querySelector("[data-read]").addEventListener("click", () => this.read());
    document.addEventListener("focusin", ({ target }) => {
      // Under a finger that is pressing one of its buttons it stays where it is.
      if (this.strip.contains(target)) return;
      this.from = target;
      this.#place();
    });
    this.tick = everySecond(this.notes.time, () => this.#tick());
  }

  /** Something has changed, or the connection is back. */
  hear() {
    this.#tellNews();
    this.#show();
    this.#clocks();
    this.tick();
  }

  // Announcements

  get #unread() {
    return (this.notes.standing?.unread ?? []).filter(({ id }) => !this.reading.has(id));
  }

  #tellNews() {
    const fresh = this.#unread.filter(({ id }) => !this.told.has(id));
    for (const { id, text } of fresh) {
      this.told.add(id);
      aloud(`${this.words.from_moderator} ${text}`);
    }
  }

  /** The oldest that nobody at this table has read. */
  #show() {
    const { strip, words } = this;
    const [first, ...more] = this.#unread;
    const had = strip.contains(document.activeElement);
    strip.hidden = !first;
    this.#keepClear();
    // The read-back lies over everything.
    this.there.textContent = first ? `${words.from_moderator} ${first.text}` : "";
    if (!first && had) this.from?.focus?.({ preventScroll: true });
    if (!first) return;
    strip.dataset.id = first.id;
    strip.querySelector("time").textContent = clockTime(first.at);
    strip.querySelector(".said").textContent = first.text;
    strip.querySelector(".more-unread").textContent = more.length ? filled(words.more_unread, { n: more.length }) : "";
    strip.querySelector(".wrong").textContent = this.failed === first.id ? words.undelivered : "";
    this.#place();
  }

  /** Over the edge of the page that the caret is not at; where nobody writes, on a phone under the thumb. */
  #place() {
    const { strip } = this;
    if (strip.hidden || strip.contains(document.activeElement)) return;
    const area = document.activeElement;
    const under = document.querySelector(".bar").getBoundingClientRect().bottom;
    strip.style.setProperty("--under", `${Math.round(under)}px`);
    const isWriting = area?.matches("textarea, input, select");
    const isCovered = isWriting && area.getBoundingClientRect().top < under + strip.offsetHeight + 24;
    strip.classList.toggle("low", isWriting ? isCovered : PHONE.matches);
    this.#keepClear();
  }

  /** What the caret comes to stays clear of the strip. Told in a class: a style sheet that asked `:has()` would walk the page at each letter. */
  #keepClear() {
    document.documentElement.classList.toggle("front-above", !this.strip.hidden && !this.strip.matches(".low"));
  }

  /** This table has read it; said at once, and taken back if it cannot be delivered. */
  async read() {
    const id = Number(this.strip.dataset.id);
    if (this.strip.hidden || this.reading.has(id)) return;
    this.reading.add(id);
    this.#show();
    try {
      const answer = await post(this.notes.world.fetch, this.strip.dataset.address.replace("/0/", `/${id}/`));
      if (!answer.ok) throw new Error(String(answer.status));
      this.failed = 0;
    } catch {
      this.failed = id;
      this.reading.delete(id);
      this.#show();
    }
  }

  // Clocks

  #nameOf({ question, label }) {
    if (label) return label;
    const no = document.querySelector(`section.question[data-question="${question}"] .no`)?.textContent;
    return question ? filled(this.words.question_no, { no: no ?? "" }) : this.words.whole_session;
  }

  #clocks() {
    const lines = (this.notes.standing?.countdowns ?? []).map((clock) => {
      const line = this.clone("countdown-part");
      line.dataset.ends = String(clock.ends);
      line.querySelector(".of").textContent = this.#nameOf(clock);
      return line;
    });
    this.clocks.replaceChildren(...lines);
  }

  #tick() {
    // A second that was on its way when this laptop was left finds nothing of the page any more.
    if (this.notes.over) return;
    const { now } = this.notes.time;
    for (const line of this.clocks.children) this.#tickOne(line, Number(line.dataset.ends) - now);
    const shown = [...this.clocks.children].filter((line) => !line.hidden).map((line) => line.textContent);
    this.clockThere.textContent = shown.join(" · ");
    this.ticked();
  }

  #tickOne(line, left) {
    line.hidden = left < -LINGER;
    line.classList.toggle("over", left <= 0);
    line.querySelector(".left").textContent = left > 0 ? leftOf(left) : "";
    line.querySelector(".after").textContent = left > 0 ? this.words.time_left : this.words.time_up;
    this.#sayClock(line.dataset.ends, line.querySelector(".of").textContent, left);
  }

  /** Read aloud when a clock is set, a minute before its end, and at its end. */
  #sayClock(ends, name, left) {
    const before = this.left.get(ends);
    this.left.set(ends, left);
    if (before === undefined && left > 0) aloud(`${name}: ${leftOf(left)} ${this.words.time_left}`);
    else if (before > MINUTE && left <= MINUTE && left > 0) aloud(`${name}: ${leftOf(left)} ${this.words.time_left}`);
    else if (before > 0 && left <= 0) aloud(`${name}: ${this.words.time_up}`);
  }
}
