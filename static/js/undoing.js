// One's own deeds and typing in the order in which they were done, taken back and done again one by one.

/** @typedef {{deed?: any[], text?: import("./answer-text.js").AnswerText}} Done */

export class Undoing {
  /** @param {(deed: any[]) => any[]} apply carries a deed out and returns the one that takes it back */
  constructor(apply) {
    Object.assign(this, { apply, past: [], future: [] });
  }

  /** @param {any[]} deed what would take it back @returns {Done} */
  did(deed) {
    return this.#note({ deed });
  }

  /** Somebody typed here; the text itself knows what. @param {import("./answer-text.js").AnswerText} text */
  typed(text) {
    this.#note({ text });
  }

  #note(done) {
    this.past.push(done);
    this.future = [];
    return done;
  }

  /** Take the last thing back. @returns {Done|undefined} what it was */
  back() {
    return this.#turn(this.past, this.future, false);
  }

  /** Do again what was taken back last. @returns {Done|undefined} */
  again() {
    return this.#turn(this.future, this.past, true);
  }

  /** Take one deed back, whatever was done since. @param {Done} done */
  takeBack(done) {
    const at = this.past.lastIndexOf(done);
    if (at < 0) return;
    this.past.splice(at, 1);
    this.future.push({ deed: this.apply(done.deed) });
  }

  #turn(from, to, redo) {
    while (from.length) {
      const done = from.pop();
      // A line that is gone, or whose letters others have taken out, has nothing to take back.
      if (done.text && !done.text.back(redo)) continue;
      to.push(done.text ? done : { deed: this.apply(done.deed) });
      return done;
    }
    return undefined;
  }
}
