// How a table's notes end on this laptop: the door is shut, a point is erased, the session is over, the laptop is left.
import { sweepOthers } from "./keeper.js";
import { dropLastWords } from "./last-words.js";

export class Ending {
  /** @param {import("./notes.js").TableNotes} notes */
  constructor(notes) {
    Object.assign(this, { notes, looking: 0 });
  }

  /** The door is shut: for good, or until the session is opened again. */
  async bar(why, status) {
    const { notes } = this;
    const { anew, closed } = notes.given;
    if (notes.barred) return;
    if (why === closed) {
      notes.shut = why;
      notes.say("told");
      return;
    }
    notes.barred = why === anew ? "stranger" : why;
    if (notes.sender) notes.sender.barred = notes.barred;
    notes.receiver?.close();
    if (notes.barred !== "stranger") await this.#forget(status === 410);
    notes.say("barred", { why: notes.barred, status });
  }

  /** What the server has is no longer this laptop's to hold; what it has not stays, unless all was erased. */
  async #forget(all) {
    const { notes } = this;
    const stays = all ? new Map() : new Map(notes.pending);
    // From memory first: what is there yet may be on its way to the disk again.
    this.#drop([...notes.documents.all.keys(), ...notes.pending.keys()].filter((doc) => !stays.has(doc)));
    const keeper = await notes.keeper;
    await (all ? keeper.forgetAll() : keeper.forgetCopy());
  }

  /** @param {string[]} docs that were erased on the server: their words go, sent or not */
  async erase(docs) {
    const fresh = docs.filter((doc) => !this.notes.gone.has(doc) || this.notes.documents.all.has(doc));
    for (const doc of docs) this.notes.gone.add(doc);
    if (!fresh.length) return;
    this.#drop(fresh);
    await (await this.notes.keeper).erase(new Set(fresh));
  }

  /** @param {Iterable<string>} docs */
  #drop(docs) {
    const { notes } = this;
    const gone = new Set(docs);
    notes.unwritten = notes.unwritten.filter((edit) => !gone.has(edit.doc));
    for (const doc of gone) {
      notes.pending.delete(doc);
      notes.dirty.delete(doc);
      notes.documents.all.delete(doc);
    }
    notes.say("erased", gone);
  }

  /**
   * The session was closed, or opened again. After `until` (the server's ms), `gone` by this laptop's own clock, no copy of
   * it may be left on this laptop.
   * @param {{at: number, until: number}|null|undefined} told of the server, undefined where it said nothing
   */
  async hearClosed(told) {
    const { notes } = this;
    if (told === undefined || (told?.at === notes.closed?.at && told?.until === notes.closed?.until)) return;
    await this.#note(told && { ...told, gone: told.until - notes.clock.offset });
    notes.say("told");
  }

  /** What was said last time. */
  async recall(closed) {
    await this.#note(closed ?? null);
  }

  /** A synthesis is written after the close too: its copy stays as long again after it was open here last. */
  async #note(closed) {
    const { notes } = this;
    const stays = notes.given.goesOn && closed ? Date.now() + closed.until - closed.at : 0;
    notes.closed = closed && { ...closed, gone: Math.max(closed.gone, stays) };
    await (await notes.keeper).note("closed", notes.closed);
  }

  /** What the stream would have told. @param {{closed?: any, standing?: any, erased?: string[]}} told */
  async hear(told) {
    await this.hearClosed(told.closed);
    await this.notes.hearStanding(told.standing);
    await this.erase(told.erased ?? []);
  }

  /** A moderator took in what came late. @param {string[]} docs */
  takenIn(docs) {
    const { documents } = this.notes;
    const noted = docs.filter((doc) => documents.all.has(doc)).map((doc) => documents.get(doc));
    for (const one of noted) one.late = false;
    this.notes.say("changed", new Set(noted));
  }

  /** Delete what was to be gone by now, here and of other tables; what is unsent stays. @param {import("./keeper.js").Keeper} keeper */
  async sweep(keeper) {
    const { notes } = this;
    await keeper.sweep(Date.now());
    await sweepOthers(notes.world.indexedDB, notes.name, Date.now());
    this.looking = setInterval(() => this.#look(), 60_000);
  }

  /** Whether no copy may be kept any more; never while a synthesis is open. */
  get isOver() {
    const { closed, given } = this.notes;
    return Boolean(closed) && !given.goesOn && closed.gone < Date.now();
  }

  async #look() {
    const { notes } = this;
    if (notes.given.goesOn) {
      if (!notes.barred) await this.#note(notes.closed);
      return;
    }
    if (!this.isOver || notes.pending.size || notes.barred) return;
    await this.#forget(false);
    await this.bar(notes.given.over, 403);
  }

  /** Nothing of this table stays on this laptop. */
  async leave() {
    const { notes } = this;
    notes.channel?.postMessage({ left: true });
    const keeper = await notes.keeper;
    notes.stop();
    dropLastWords(notes.world.localStorage, notes.name);
    await keeper.forgetAll();
    keeper.close();
    notes.world.indexedDB?.deleteDatabase(notes.name);
  }

  /** Another window has left this laptop. */
  left() {
    this.notes.stop();
    this.notes.say("left");
  }

  stop() {
    clearInterval(this.looking);
  }
}
