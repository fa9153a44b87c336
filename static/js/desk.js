// What this table says to the moderators: that it needs help, that it is done. Both need the server, and say so plainly
// where it is out of reach.
import { post } from "./post.js";
import { clockTime, filled, hide, say } from "./status.js";

const LINGER = 600_000;
const byId = (id) => document.getElementById(id);

// Words of others stand in a direction of their own.
const apart = (words) => `\u2068${words}\u2069`;

export class Desk {
  /** @param {{notes: import("./notes.js").TableNotes, words: Record<string, string>}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    Object.assign(this, { desk: byId("desk"), said: byId("help-said"), wrong: byId("desk-wrong"), doneSaid: byId("done-said"), busy: "" });
    Object.assign(this, { caller: byId("call"), why: byId("call-why"), back: byId("call-back"), doer: byId("done") });
    this.caller.addEventListener("click", () => this.call());
    this.back.addEventListener("click", () => this.#send("help", { do: "back" }));
    this.doer.addEventListener("click", () => this.done(!this.notes.standing?.done));
  }

  /** Call a moderator; why can be said afterwards. */
  call() {
    if (!this.#isCalling) this.#send("help", { do: "call" });
  }

  /** @param {boolean} done whether this table is done */
  done(done) {
    return this.#send("done", { done: String(done) });
  }

  get #isCalling() {
    const { help } = this.notes.standing ?? {};
    return Boolean(help) && !help.ended;
  }

  /** What stands has changed. */
  show() {
    this.#showCall();
    this.#showDone();
    say(byId("headcount"), String(this.notes.standing?.people ?? ""));
  }

  #showCall() {
    const { help } = this.notes.standing ?? {};
    const open = this.#isCalling;
    this.desk.classList.toggle("calling", open);
    hide(this.caller, open);
    for (const button of [this.why, this.back]) hide(button, !open);
    say(this.said, this.busy === "help" ? this.words.sending_call : this.#saidOf(help));
  }

  #saidOf(help) {
    const { words, notes } = this;
    if (!help || (help.ended && notes.time.now - help.ended > LINGER)) return "";
    if (help.ended) return filled(words.call_ended, { time: clockTime(help.ended) });
    const called = filled(help.reason ? words.called_why : words.called, { time: clockTime(help.at), why: apart(help.reason) });
    if (!help.answered) return `${called} ${words.call_seen}`;
    return `${called} ${words.on_the_way}${help.answer ? ` ${apart(help.answer)}` : ""}`;
  }

  #showDone() {
    const { words, notes } = this;
    const { done } = notes.standing ?? {};
    if (this.doer.getAttribute("aria-pressed") !== String(Boolean(done))) this.doer.setAttribute("aria-pressed", String(Boolean(done)));
    const said = done ? filled(words.done_at, { time: clockTime(done) }) : "";
    const since = done && notes.wrote > done ? ` ${filled(words.wrote_since, { time: clockTime(notes.wrote) })}` : "";
    say(this.doneSaid, said + since);
  }

  async #send(what, fields) {
    if (this.busy) return false;
    this.#wrong("");
    this.busy = what;
    this.show();
    const delivered = await this.#delivered(this.desk.dataset[what], fields);
    this.busy = "";
    if (!delivered) this.#wrong(what === "help" && fields.do === "call" ? this.words.call_undelivered : this.words.undelivered);
    this.show();
    return delivered;
  }

  async #delivered(address, fields) {
    try {
      return (await post(this.notes.world.fetch, address, fields)).ok;
    } catch {
      return false;
    }
  }

  #wrong(words) {
    this.wrong.hidden = !words;
    this.wrong.textContent = words;
  }
}
