// Whether an item that arrives is among what the page shows.

/**
 * By what stands at the item, and what the server says that it was asked for. The words of a search were folded by the
 * server, here as there: they are compared, no more.
 * @param {HTMLElement} item @param {HTMLElement} found what the server has found, and for what
 */
export function passes(item, found) {
  const { asked, before, words, beginnings } = found.dataset;
  if (before && !(item.dataset.place < before)) return false;
  const { q, ...filters } = Object.fromEntries(new URLSearchParams(asked));
  for (const [name, value] of Object.entries(filters)) {
    if (!item.dataset[name].split(" ").includes(value)) return false;
  }
  // What the server has found for the page itself needs no second look.
  return !q || item.dataset.words === undefined || hasAll(listed(item.dataset.words), listed(words), listed(beginnings));
}

function hasAll(has, words, beginnings) {
  if (!words.length && !beginnings.length) return false;
  return words.every((word) => has.includes(word)) && beginnings.every((start) => has.some((word) => word.startsWith(start)));
}

const listed = (text) => (text ? text.split(" ") : []);
