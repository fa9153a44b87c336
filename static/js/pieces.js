// Pieces of a page, each in the place of the one with its id.

/** @param {string} html @returns {Element[]} what was put in place */
export function takePieces(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children].map(put).filter(Boolean);
}

function put(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old) return null;
  const place = old.contains(document.activeElement) ? [...old.querySelectorAll("a, button")].indexOf(document.activeElement) : -1;
  old.replaceWith(fresh);
  if (place >= 0) fresh.querySelectorAll("a, button")[place]?.focus({ preventScroll: true });
  fresh.dispatchEvent(new Event("piece", { bubbles: true }));
  return fresh;
}

/**
 * Bring a place to what the server has now, point by point: what did not change is not touched, so that nothing moves under
 * the reader; what is new says so for a while.
 * @param {Element} place @param {string} html
 */
export function bringUpToDate(place, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const before = new Map([...place.querySelectorAll("li[id]")].map((item) => [item.id, item.innerHTML]));
  for (const item of template.content.querySelectorAll("li[id]")) {
    if (before.get(item.id) !== item.innerHTML) item.classList.add("fresh");
  }
  const [now, next] = [place.innerHTML, template.innerHTML];
  if (now === next) return;
  const focused = document.activeElement?.closest?.("[id]")?.id;
  const { scrollX, scrollY } = window;
  place.replaceChildren(template.content);
  window.scrollTo(scrollX, scrollY);
  if (focused) document.getElementById(focused)?.querySelector("a, button")?.focus({ preventScroll: true });
}
