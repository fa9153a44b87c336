// Sends what this laptop wrote, one request at a time, until the server names it as written to disk.
import { fromBase64, toBase64 } from "./bytes.js";

const PAUSE = 120;
const MOST_BYTES = 600_000;
const MOST_EDITS = 500;
const PATIENCE = 15_000;

const asSent = ({ id, doc, text, command, at }) => (text ? { id, doc, text: toBase64(text), at } : { id, doc, ...command, at });

export class Sender extends EventTarget {
  /** @param {string} address of the edit door @param {import("./outbox.js").Outbox} outbox @param {() => any} here @param {(told: any, sent: any[]) => Promise<void>} refused */
  constructor(address, outbox, here, refused) {
    super();
    Object.assign(this, { address, outbox, here, refused, failures: 0, busy: false, again: false, timer: 0, barred: "" });
    addEventListener("online", () => this.poke(0));
  }

  /** Send soon. @param {number} [wait] in ms */
  poke(wait = PAUSE) {
    if (this.busy) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#round(), wait);
  }

  async #round() {
    this.busy = true;
    this.again = false;
    let waiting = false;
    try {
      waiting = await this.#send();
      this.failures = 0;
    } catch (error) {
      if (!(error instanceof Unreached)) console.error("Sending failed", error);
      this.failures += 1;
    }
    this.busy = false;
    this.#tell();
    if (this.barred) return;
    // Jitter: a hall full of laptops comes back in the same second.
    if (this.failures) this.poke(Math.random() * Math.min(15_000, 1000 * 2 ** this.failures));
    else if (waiting || this.again) this.poke(waiting ? 0 : PAUSE);
  }

  /** One request; whether more waits. */
  async #send() {
    const sealed = await this.outbox.seal();
    if (!sealed.length) return false;
    const some = firstOf(sealed);
    const body = JSON.stringify({ edits: some.map(asSent), here: this.here() });
    const { status, told } = await this.#post(body);
    if (status === 401 || status === 403) {
      this.barred = told.why ?? "barred";
      throw new Unreached();
    }
    if (!Array.isArray(told.acked)) throw new Unreached();
    await this.refused(told, some);
    const over = (told.refused ?? []).filter((one) => one.status !== 429).map((one) => one.id);
    const acked = new Set(told.acked);
    await this.outbox.forget([...some.map((one) => one.id).filter((id) => acked.has(id)), ...over]);
    this.dispatchEvent(new CustomEvent("acknowledged", { detail: told }));
    if (!acked.size && !over.length) throw new Unreached();
    return some.length < sealed.length || over.length > 0;
  }

  /** Any answer that is not ours (a captive portal says 200 to everything) is none. */
  async #post(body) {
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json" },
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      return { status: answer.status, told: await answer.json() };
    } catch {
      throw new Unreached();
    }
  }

  #tell() {
    this.dispatchEvent(new Event("round"));
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
