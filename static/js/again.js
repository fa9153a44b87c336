// Pages that read themselves anew when a table changed: at most every two seconds, never under a selection.
import { bringUpToDate } from "./pieces.js";

const EVERY = 2000;

/** @param {HTMLElement} live */
export function installAgain(live) {
  for (const place of document.querySelectorAll("[data-live]")) install(live, /** @type {HTMLElement} */ (place));
}

function install(live, place) {
  let timer = 0;
  let last = 0;
  const selecting = () => !getSelection().isCollapsed && place.contains(getSelection().anchorNode);

  function ask() {
    timer = 0;
    if (selecting()) return wait();
    last = Date.now();
    place.dispatchEvent(new Event("again"));
  }

  function wait() {
    timer ||= setTimeout(ask, Math.max(0, last + EVERY - Date.now()) + (selecting() ? EVERY : 0));
  }

  live.addEventListener("changed", wait);
  place.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status === 200) bringUpToDate(place, ctx.text);
  });
}
