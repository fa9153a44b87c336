// A table's notes, or a session's synthesis, on this laptop, without a page: what is written goes to this laptop's disk first and to the server soon
// after; what others write comes in. Runs in a browser and, for the tests, in Node.
import { Clock, ServerTime } from "./clock.js";
import { Documents } from "./documents.js";
import { Ending } from "./ending.js";
import { openKeeper, prefixOf, takeAlong } from "./keeper.js";
import { placeOf, putAside, takeUp } from "./last-words.js";
import { Loading } from "./loading.js";
import { Receiver } from "./receiver.js";
import { absorb, copyOf, lacking, takeRow, takeSnapshot } from "./resync.js";
import { Sender, stateOf } from "./sender.js";
import { openChannel } from "./windows.js";
import { browser } from "./world.js";

const FLUSH = 1000;

/**
 * Says: "changed" (detail: documents), "told" (what is pending has changed), "copied" (this laptop's copy is in), "loaded",
 * "barred", "failing" (the disk), "standing" (what stands between the table and the front), "named" (here, session, …).
 */
export class TableNotes extends EventTarget {
  /**
   * @param {import("./keeper.js").Place & {laptop: string, closed: string, anew: string, goesOn?: boolean, origin?: string}} given `closed` and `anew` are sentences of the server, `goesOn`: written after the close too
   * @param {import("./world.js").World} [world]
   */
  constructor(given, world = browser()) {
    super();
    Object.assign(this, { given, world, number: 0, epoch: "", lost: 0, barred: "", shut: "", closed: null, standing: null, wrote: 0, noStore: false, forgotten: false, loaded: false, over: false });
    this.base = `${given.origin ?? ""}/live/${given.scope ?? `table/${given.table}`}`;
    this.name = prefixOf(given) + given.laptop;
    this.place = placeOf(this.name);
    this.clock = new Clock();
    this.time = new ServerTime();
    this.documents = new Documents((noted, update) => this.write([{ doc: noted.id, text: update }]));
    /** @type {Map<string, number>} documents that are not on the server, and since when */
    this.pending = new Map();
    /** When somebody last wrote in a document here, by a clock that nobody sets. @type {Map<string, number>} */
    this.typedAt = new Map();
    /** Documents that were erased. @type {Set<string>} */
    this.gone = new Set();
    /** Not on this laptop's disk yet. */
    this.unwritten = [];
    this.writing = null;
    this.dirty = new Set();
    this.loading = new Loading(this);
    this.ending = new Ending(this);
    this.keeper = openKeeper(this.name, world.indexedDB, () => this.#diskFailed());
    this.channel = openChannel(world.BroadcastChannel, this.name, {
      wrote: (edits) => this.#changed(this.takeEdits(edits)),
      stirred: () => this.round(),
      left: () => this.ending.left(),
    });
  }

  /** @param {string} name */
  say(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #changed(documents) {
    if (documents.size) this.say("changed", documents);
  }

  // Writing

  /** What was just written here. @param {Array<{doc: string, text?: Uint8Array, command?: any, at?: number}>} edits */
  write(edits) {
    const since = Date.now();
    const whole = edits.map((edit) => ({ at: this.clock.next(), since, ...edit }));
    this.unwritten.push(...whole);
    for (const { doc } of whole) {
      if (!this.pending.has(doc)) this.pending.set(doc, since);
      this.typedAt.set(doc, performance.now());
    }
    this.say("told", new Set(whole.map((edit) => edit.doc)));
    this.channel?.postMessage({ edits: whole });
    this.writing ??= this.#writeDown().finally(() => (this.writing = null));
  }

  /** One transaction at a time, with all that has gathered: a slow disk must not fall behind the fingers. */
  async #writeDown() {
    const keeper = await this.keeper;
    while (this.unwritten.length && !this.over) {
      const some = new Set(this.unwritten);
      await keeper.add([...some]);
      this.unwritten = this.unwritten.filter((edit) => !some.has(edit));
      this.say("told", new Set([...some].map((edit) => edit.doc)));
    }
    this.sender?.poke();
  }

  /** Resolved when all that was written by now is on this laptop's disk. */
  async written() {
    await this.writing;
  }

  /** Whether all that was written in a document is on this laptop's disk. @param {string} doc */
  isKept(doc) {
    return !this.noStore && !this.unwritten.some((edit) => edit.doc === doc);
  }

  /** The page goes: what the disk has not confirmed is put where that takes no time. */
  lastWords() {
    if (this.unwritten.length && !this.over) putAside(this.world.localStorage, this.place, this.unwritten);
  }

  #diskFailed() {
    this.noStore = true;
    this.say("failing");
    // What only the disk knew may be gone: whatever this page knows and the server lacks is sent.
    this.forgotten = true;
    if (this.loaded) this.loading.untilThere();
  }

  // Reading

  /** Begin: with this laptop's own copy, then with the server's. */
  async start() {
    const keeper = await this.keeper;
    if (!this.over) await takeUp(this.world.localStorage, this.name, keeper);
    await takeAlong(keeper, this.world.indexedDB, this.given, this.name);
    await this.ending.sweep(keeper);
    const copy = await keeper.copy();
    for (const one of copy.docs) absorb(this.documents, one);
    Object.assign(this, { number: copy.number, epoch: copy.epoch });
    await this.ending.recall(copy.closed);
    this.time.recall(copy.standing?.offset ?? 0);
    this.#stand(copy.standing);
    await this.#takeWaiting(keeper);
    this.say("copied", copy);
    if (this.over) return;
    this.#connect(keeper);
    await this.loading.untilThere();
    if (this.barred || this.over) return;
    this.receiver.open();
    this.sender.begin();
  }

  #connect(keeper) {
    this.sender = new Sender(`${this.base}/edits`, keeper, this);
    this.receiver = new Receiver(this.base, this);
    const heard = (name, work) => this.receiver.addEventListener(name, (event) => work(event.detail));
    heard("rows", (told) => this.takeRows(told.rows, told.number));
    heard("asked", (told) => this.ending.hear(told));
    heard("far", () => this.loading.untilThere());
    heard("refused", (told) => this.bar(told.why, told.status));
    heard("erased", (told) => this.erase([told.doc]));
    heard("taken", (told) => this.ending.takenIn(told.docs));
    heard("standing", (told) => this.hearStanding(told));
    heard("session", (told) => this.ending.hearClosed(told.closed));
    heard("open", () => this.#reached());
    heard("lost", () => this.#unreached());
    for (const name of ["here", "say", "session", "quarantined"]) heard(name, (detail) => this.say("named", { name, detail }));
  }

  /** Try to reach the server now, whatever is being waited for. */
  reach() {
    this.sender?.poke(0);
    if (this.loaded && !this.over) this.receiver.open();
    else this.loading.hurry();
  }

  #reached() {
    this.lost = 0;
    this.say("told", null);
    this.sender.poke(0);
  }

  /** The server is out of reach. */
  away() {
    this.lost ||= Date.now();
    this.say("told", null);
  }

  #unreached() {
    this.away();
    // Whether it is the network or the link that is gone, the door's answer tells.
    this.loading
      .ask("/rows")
      .then(({ status, told }) => [401, 403, 410].includes(status) && this.bar(told.why, status))
      .catch(() => undefined);
  }

  /** The server's whole notes are in. @param {any} told */
  async loadedAll(told) {
    this.clock.follow(told.now);
    this.ending.hearClosed(told.closed);
    this.hearStanding(told.standing);
    const isOther = this.epoch !== told.epoch;
    const repair = this.forgotten || (this.epoch && isOther) ? lacking(this.documents, told) : [];
    const { changed, erased } = takeSnapshot(this.documents, told, this.clock);
    // Rows may have come while the snapshot was on its way; in another life of the database numbers begin anew.
    const number = isOther ? told.number : Math.max(this.number, told.number);
    Object.assign(this, { number, epoch: told.epoch, forgotten: false, lost: 0 });
    await this.erase(erased);
    const keeper = await this.keeper;
    if (await keeper.startAfter(told.mark)) this.say("forgot");
    await this.#takeWaiting(keeper);
    for (const noted of changed) this.dirty.add(noted.id);
    this.#flushSoon();
    if (repair.length) this.write(repair);
    this.loaded = true;
    for (const doc of told.quarantined ?? []) this.say("named", { name: "quarantined", detail: { doc } });
    this.say("loaded", told);
    this.#changed(changed);
    this.sender.poke(0);
  }

  /** What stands between this table and the front, whole. @param {any} told of the server, undefined where it said nothing */
  async hearStanding(told) {
    if (!told || this.over || this.ending.isOver) return;
    this.#stand(told);
    await (await this.keeper).note("standing", { ...told, offset: this.time.offset });
  }

  #stand(told) {
    this.standing = told ?? this.standing;
    this.wrote = Math.max(this.wrote, told?.wrote ?? 0);
    if (told) this.say("standing", told);
  }

  /** What waits in the store, whichever window wrote it: applied here, and shown as waiting. */
  async #takeWaiting(keeper) {
    const { sealed, typed } = await keeper.all();
    this.takeEdits([...sealed, ...typed]);
    this.#waits([...sealed, ...typed]);
  }

  #waits(edits) {
    this.pending.clear();
    for (const { doc, since } of [...edits, ...this.unwritten]) if (!this.pending.has(doc)) this.pending.set(doc, since);
  }

  /** Edits of this laptop. @param {any[]} edits */
  takeEdits(edits) {
    const changed = new Set();
    for (const edit of edits) {
      if (this.gone.has(edit.doc)) continue;
      const noted = this.documents.get(edit.doc);
      this.clock.observe(edit.at);
      const before = noted.seen;
      if (edit.text) noted.merge(edit.text);
      else noted.obey(edit.command, this.given.laptop, edit.at);
      if (!noted.isAs(before)) changed.add(noted);
    }
    return changed;
  }

  /** Rows of the journal. @param {any[]} rows @param {number} [reached] */
  takeRows(rows, reached = 0) {
    const changed = new Set();
    // A row of an erased document may still be on its way.
    for (const row of rows.filter((one) => !this.gone.has(one.doc))) {
      const noted = this.documents.get(row.doc);
      this.clock.observe(row.clock);
      const before = noted.seen;
      takeRow(noted, row);
      // One's own come back too: what is as it was is not shown again.
      if (!noted.isAs(before)) changed.add(noted);
      this.dirty.add(row.doc);
      this.wrote = Math.max(this.wrote, noted.at);
      this.number = Math.max(this.number, row.n);
    }
    this.number = Math.max(this.number, reached);
    this.#flushSoon();
    this.#changed(changed);
    this.say("told", new Set(rows.map((row) => row.doc)));
  }

  #flushSoon() {
    this.flushing ??= setTimeout(() => this.flush(), FLUSH);
  }

  /** Put into the copy what has come in. */
  async flush() {
    clearTimeout(this.flushing);
    this.flushing = null;
    if (!this.dirty.size || this.over || this.barred || this.ending.isOver) return;
    const docs = this.copies(this.dirty);
    this.dirty.clear();
    await (await this.keeper).keep(docs, { number: this.number, epoch: this.epoch });
  }

  /** @param {Iterable<string>} ids */
  copies(ids) {
    return [...ids].filter((id) => this.documents.all.has(id)).map((id) => copyOf(this.documents.get(id)));
  }

  // What the sender tells

  /** What is about to be sent, maybe by another window: the copy must hold it once it is acknowledged. */
  aboutToSend(sealed) {
    this.#changed(this.takeEdits(sealed));
  }

  acknowledged(told) {
    this.clock.follow(told.now);
    this.ending.hearClosed(told.closed);
    Object.assign(this, { lost: 0, shut: "" });
    this.receiver.hurry();
    this.channel?.postMessage({ settled: true });
    if (this.epoch && told.epoch !== this.epoch) this.loading.untilThere();
  }

  async round() {
    const { sealed, typed } = await (await this.keeper).all();
    const before = new Set(this.pending.keys());
    this.#waits([...sealed, ...typed]);
    if (this.sender?.failures) this.lost ||= Date.now();
    this.say("told", before);
  }

  /** What the server did not take; nothing typed is dropped. @param {{id: number, status: number, why: string, state?: string}} refusal */
  refused(refusal, edit) {
    if (!edit) return;
    const noted = this.documents.get(edit.doc);
    const { doc, text, command, at } = edit;
    // A gap, or the id was another edit's: the same again under a new one.
    if (refusal.status === 409) this.write([text ? { doc, text: noted.missing(stateOf(refusal), text) } : { doc, command, at }]);
    else if (refusal.status === 410) this.erase([edit.doc]);
    // There is no room for it now: it waits, and is sent again.
    else if (refusal.status === 429) this.say("waits", { noted, why: refusal.why });
    else this.say("refused", { noted, edit, why: refusal.why });
  }

  /** The door is shut: for good, or until the session is opened again. */
  bar(why, status = 403) {
    return this.ending.bar(why, status);
  }

  /** @param {string[]} docs that were erased on the server */
  erase(docs) {
    return this.ending.erase(docs);
  }

  /** Fall silent. */
  stop() {
    this.over = true;
    clearTimeout(this.flushing);
    this.ending.stop();
    this.sender?.stop();
    this.receiver?.stop();
    this.channel?.close();
  }

  /** The words of points that are not on the server, to be kept elsewhere. */
  unsentWords() {
    return [...this.pending.keys()].map((doc) => this.documents.get(doc).words.trim()).filter(Boolean);
  }
}
