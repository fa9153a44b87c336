// The wall: nobody stands beside it. It turns its pages by itself, says when it is old, and comes back by itself.
import htmx from "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";
import { Clock } from "./wall-clock.js";
import { Pages } from "./wall-pages.js";

// Silence after which it is old, after which the line is made anew, and after which the tables' words come off: by then
// somebody may have taken them back.
const OLD_MS = 8_000;
const DEAD_MS = 25_000;
const OFF_MS = 300_000;
const AGAIN_MS = 3_000;

const live = document.getElementById("live");
const stale = document.getElementById("stale");
const since = stale.querySelector("time");
const clock = new Clock(document);
const pages = new Pages(document.getElementById("said"), document.getElementById("turn"));
let heardAt = Date.now();
let triedAt = Date.now();

function heard() {
  heardAt = Date.now();
  stale.hidden = true;
  document.body.classList.remove("is-off");
}

function look() {
  const silent = Date.now() - heardAt;
  if (silent > OLD_MS && stale.hidden) {
    since.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(heardAt);
    stale.hidden = false;
  }
  document.body.classList.toggle("is-off", silent > OFF_MS);
  if (silent > DEAD_MS && Date.now() - triedAt > DEAD_MS) anew();
}

/** A line that has died without a word, or could not be opened at all, is replaced by another. */
function anew() {
  triedAt = Date.now();
  htmx.process(live, true);
}

/** Refused: the door says why in a sentence. Anything else is tried again. @param {number} status */
function failed(status) {
  if ([401, 403].includes(status)) location.reload();
  else setTimeout(anew, AGAIN_MS);
}

live.addEventListener("htmx:sse:after:message", () => {
  heard();
  clock.read();
  pages.lay();
});
live.addEventListener("refused", () => location.reload());
live.addEventListener("htmx:sse:error", (event) => [401, 403].includes(event.detail.status) && failed(event.detail.status));
live.addEventListener("htmx:response:error", (event) => failed(event.detail.ctx.response.status));
live.addEventListener("htmx:error", () => setTimeout(anew, AGAIN_MS));
/** Where the browser lets us (https, this computer), the screen does not go to sleep. */
function stayAwake() {
  if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
}

stayAwake();
document.addEventListener("visibilitychange", stayAwake);
clock.read();
pages.lay();
setInterval(look, 1000);
setInterval(() => clock.tick(), 250);
addEventListener("resize", () => pages.lay());
document.fonts.ready.then(() => pages.lay());
