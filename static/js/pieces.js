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
