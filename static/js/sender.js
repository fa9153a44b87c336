// Sends what this laptop wrote, one request at a time, until the server names it as written to disk.
import { fromBase64, toBase64 } from "./bytes.js";

const PAUSE = 120;
const MOST_BYTES = 600_000;
const MOST_EDITS = 500;
const PATIENCE = 15_000;
const CLOSED_PAUSE = 20_000;
const HOLD = 20_000;

const asSent = ({ id, doc, text, command, at }) => (text ? { id, doc, text: toBase64(text), at } : { id, doc, ...command, at });

export class Sender {
  /** @param {string} address of the edit door @param {import("./keeper.js").Keeper} keeper @param {import("./notes.js").TableNotes} notes */
  constructor(address, keeper, notes) {
    Object.assign(this, { address, keeper, notes, failures: 0, busy: false, again: false, timer: 0, barred: "", over: false, begun: false, here: null });
    /** Ids of edits that are not sent before a time (ms). @type {Map<number, number>} */
    this.held = new Map();
    this.holding = 0;
  }

  /** Not before the server has said after which id this laptop's go on: an id that is used again is a word lost. */
  begin() {
    this.begun = true;
    this.poke(0);
  }

  /** Send soon. @param {number} [wait] in ms */
  poke(wait = PAUSE) {
    if (!this.begun || this.over || this.barred) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#round(), wait);
  }

  stop() {
    this.over = true;
    clearTimeout(this.timer);
    clearTimeout(this.holding);
  }

  async #round() {
    Object.assign(this, { busy: true, again: false });
    let waiting = false;
    try {
      waiting = await this.#send();
      this.failures = 0;
    } catch (error) {
      if (!(error instanceof Unreached)) console.error("Sending failed", error);
      this.failures += 1;
    }
    this.busy = false;
    if (this.over) return;
    await this.notes.round();
    if (this.notes.shut) this.poke(CLOSED_PAUSE * (0.5 + Math.random()));
    // Jitter: a hall full of laptops comes back in the same second.
    else if (this.failures) this.poke(Math.random() * Math.min(15_000, 1000 * 2 ** this.failures));
    else if (waiting || this.again) this.poke(waiting ? 0 : PAUSE);
  }

  /** One request; whether more waits. */
  async #send() {
    const sealed = (await this.keeper.seal()).filter(({ id }) => !(this.held.get(id) > Date.now()));
    if (!sealed.length) return this.#laterOn();
    const some = firstOf(sealed);
    this.notes.aboutToSend(some);
    const body = JSON.stringify({ laptop: this.notes.given.laptop, edits: some.map(asSent), here: { doc: this.here, unsent: this.#others(some) } });
    const { status, told } = await this.#post(body);
    if ([401, 403, 410].includes(status) && !Array.isArray(told.acked)) {
      this.notes.bar(told.why ?? "barred", status);
      throw new Unreached();
    }
    if (!Array.isArray(told.acked)) throw new Unreached();
    return this.#settle(some, told, sealed.length);
  }

  /** What there was no room for is tried again after a while; what was written since must not wait behind it. */
  #laterOn() {
    if (this.held.size && !this.holding) {
      this.holding = setTimeout(() => {
        this.holding = 0;
        this.poke(0);
      }, HOLD);
    }
    return false;
  }

  /** How many points wait beside those that are sent now. */
  #others(some) {
    const sent = new Set(some.map((edit) => edit.doc));
    return [...this.notes.pending.keys()].filter((doc) => !sent.has(doc)).length;
  }

  async #settle(some, told, waiting) {
    const acked = new Set(told.acked);
    const over = (told.refused ?? []).filter((one) => one.status !== 429);
    if (over.some((one) => one.status === 409)) await this.keeper.startAfter(told.mark);
    // What replaces a refused edit is written down before the refused one is forgotten.
    for (const refusal of told.refused ?? []) {
      this.notes.refused(refusal, some.find((edit) => edit.id === refusal.id));
      if (refusal.status === 429) this.held.set(refusal.id, Date.now() + HOLD);
    }
    await this.notes.written();
    for (const id of acked) this.held.delete(id);
    const ids = [...some.map((edit) => edit.id).filter((id) => acked.has(id)), ...over.map((one) => one.id)];
    const docs = new Set(some.filter((edit) => acked.has(edit.id)).map((edit) => edit.doc));
    for (const edit of some) if (told.late?.includes(edit.id)) this.notes.documents.get(edit.doc).late = true;
    await this.keeper.settle(ids, this.notes.copies(docs));
    this.notes.acknowledged(told);
    if (!ids.length && !told.refused?.length) throw new Unreached();
    return some.length < waiting || over.length > 0;
  }

  /** Any answer that is not ours (a captive portal says 200 to everything) is none. */
  async #post(body) {
    const asked = Date.now();
    try {
      const answer = await this.notes.world.fetch(this.address, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json" },
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const told = await answer.json();
      this.notes.time.measure(told.now, asked);
      return { status: answer.status, told };
    } catch {
      throw new Unreached();
    }
  }
}

class Unreached extends Error {}

function firstOf(sealed) {
  let size = 0;
  const some = sealed.filter((one, n) => n < MOST_EDITS && (size += (one.text?.length ?? 100) * 1.4 + 120) < MOST_BYTES);
  return some.length ? some : sealed.slice(0, 1);
}

/** The state vector that a gap's refusal carries. @param {{state?: string}} refusal */
export const stateOf = (refusal) => (refusal.state ? fromBase64(refusal.state) : undefined);
