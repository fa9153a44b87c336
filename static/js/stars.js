// Which points are starred is told apart from the points: so that a list that was rendered for everybody is right for
// all, and a star that somebody else gives is seen wherever its point is shown.

const live = document.getElementById("live");
/** @type {Set<string>|null} null: not told yet, the page itself knows */
let starred = null;

/** @param {Element} mark a button, or what readers see in its place */
function paint(mark) {
  const on = /** @type {Set<string>} */ (starred).has(/** @type {HTMLElement} */ (mark).dataset.star ?? "");
  if (mark instanceof HTMLButtonElement) {
    mark.setAttribute("aria-pressed", String(on));
    mark.value = on ? "0" : "1";
  } else {
    /** @type {HTMLElement} */ (mark).hidden = !on;
  }
}

const paintAll = () => starred && document.querySelectorAll("[data-star]").forEach(paint);

live?.addEventListener("stars", (event) => {
  starred = new Set(JSON.parse(/** @type {CustomEvent} */ (event).detail.data).points);
  paintAll();
});
// What was missed meanwhile is not known: until it is told, the page's own stars count.
live?.addEventListener("htmx:sse:after:connection", () => (starred = null));
document.addEventListener("htmx:after:swap", paintAll);
