// Whether an item that arrives is among what the page asks for.

/**
 * By what stands at the item. The search's words were folded by the server, here as there: they are compared, no more.
 * @param {HTMLElement} item @param {HTMLFormElement} form @param {HTMLElement} found what the server found, and for what
 */
export function passes(item, form, found) {
  const { asks, before } = found.dataset;
  if (before && !(item.dataset.place < before)) return false;
  for (const { name, value } of form.querySelectorAll("select")) {
    if (value && !item.dataset[name].split(" ").includes(value)) return false;
  }
  // A list that the server has rendered holds nothing but what it found.
  if (!asks || item.dataset.words === undefined) return true;
  const words = item.dataset.words.split(" ");
  const whole = listed(found.dataset.words);
  const beginnings = listed(found.dataset.beginnings);
  if (!whole.length && !beginnings.length) return false;
  return whole.every((word) => words.includes(word)) && beginnings.every((start) => words.some((word) => word.startsWith(start)));
}

const listed = (text) => (text ? text.split(" ") : []);
