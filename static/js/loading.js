// Fetching the server's notes, as often as it takes.
export class Loading {
  /** @param {import("./notes.js").TableNotes} notes */
  constructor(notes) {
    Object.assign(this, { notes, busy: false, hurry: () => undefined });
  }

  /** Wait, unless somebody hurries. */
  #pause(ms) {
    return new Promise((resolve) => {
      this.hurry = resolve;
      setTimeout(resolve, ms);
    });
  }

  /** @param {string} path @returns {Promise<{status: number, told: any}>} */
  async ask(path) {
    const { notes } = this;
    // Whoever has forgotten what was sent needs all of it, to see what the server lacks.
    const after = notes.forgotten ? 0 : notes.number;
    const asked = Date.now();
    const answer = await notes.world.fetch(`${notes.base}${path}?after=${after}&epoch=${notes.epoch}`, {
      credentials: "same-origin",
      signal: AbortSignal.timeout(20_000),
    });
    const told = await answer.json();
    notes.time.measure(told.now, asked);
    return { status: answer.status, told };
  }

  /** Until the notes are in, or the door is shut. */
  async untilThere() {
    if (this.busy) return;
    this.busy = true;
    for (let failures = 0; !this.notes.over && !this.notes.barred; failures += 1) {
      try {
        await this.#once();
        break;
      } catch (error) {
        if (error instanceof TypeError && !/fetch|network|load/i.test(error.message)) console.error("The notes could not be fetched", error);
        this.notes.away();
        await this.#pause(Math.random() * Math.min(15_000, 2000 * 2 ** failures));
      }
    }
    this.busy = false;
  }

  async #once() {
    const { notes } = this;
    const { status, told } = await this.ask("/snapshot");
    if ([401, 403, 410].includes(status)) return notes.bar(told.why, status);
    if (status !== 200 || !Array.isArray(told.docs)) throw new Error(`The server answered ${status}`);
    if (told.laptop.id !== notes.given.laptop) return notes.bar("stranger");
    await notes.loadedAll(told);
  }
}
