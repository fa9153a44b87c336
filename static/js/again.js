// Pages that read themselves anew when a table changed: at most every two seconds, never under a selection.

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
  installFresh(place);
}

/** What is new, or says something else than before, says so for a while. @param {HTMLElement} place */
function installFresh(place) {
  const items = () => place.querySelectorAll("li[id]");
  let before = new Map();
  // What a button inside it asked for is not this place's.
  place.addEventListener("htmx:before:swap", ({ target }) => {
    if (target === place) before = new Map([...items()].map((item) => [item.id, item.textContent]));
  });
  place.addEventListener("htmx:after:swap", ({ target }) => {
    if (target !== place) return;
    for (const item of items()) item.classList.toggle("fresh", before.get(item.id) !== item.textContent);
  });
}
