// Clocks on the board's pages, in time with the tables': how long is left, how long somebody has been waiting. What the
// page hears of the server's time comes late by some milliseconds, never early: so the greatest measure is the best.
import { everySecond, goneOf, leftOf } from "./countdown.js";

class HeardTime {
  constructor() {
    this.offset = -Infinity;
  }

  /** @param {number} now the server's milliseconds */
  hear(now) {
    this.offset = Math.max(this.offset, now - performance.now());
  }

  /** A connection is new: this computer may have slept, and its clock with it. */
  forget() {
    this.offset = -Infinity;
  }

  get now() {
    return performance.now() + this.offset;
  }
}

/** @param {HTMLElement} live the page's stream; its `clock` messages tell the server's time */
export function installClocks(live) {
  if (!live.dataset.now) return;
  const time = new HeardTime();
  time.hear(Number(live.dataset.now));
  const tick = everySecond(time, () => show(time.now));
  live.addEventListener("htmx:sse:after:connection", () => time.forget());
  live.addEventListener("clock", ({ detail }) => {
    time.hear(JSON.parse(detail.data).now);
    tick();
  });
  document.body.addEventListener("htmx:after:swap", tick);
}

/** Full seconds since 1970 stand in the page. @param {number} now ms */
function show(now) {
  for (const clock of document.querySelectorAll("[data-ends]")) {
    const left = Number(clock.dataset.ends) * 1000 - now;
    clock.classList.toggle("over", left <= 0);
    say(clock.querySelector(".left"), left > 0 ? leftOf(left) : "");
  }
  for (const place of document.querySelectorAll("[data-since]")) say(place, goneOf(now - Number(place.dataset.since) * 1000));
}

function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
