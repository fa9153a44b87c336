// How the texts of a synthesis name points, and the ids that follow; says the same as plenary/synthesis_vocabulary.py.
const TOKEN = /\[(\d{1,5})\.([A-Za-z0-9]{3,21})\]/g;

/** @typedef {{token: string, number: string, letters: string}} Named */

/** The points that a text names, each once, in the order in which it does. @param {string} words @returns {Named[]} */
export function namedIn(words) {
  const named = [...words.matchAll(TOKEN)].map(([token, number, letters]) => [token, { token, number, letters }]);
  return [...new Map(named).values()];
}

/** How many words a voice says. @param {string} words */
export const countOf = (words) => words.replace(TOKEN, " ").split(/\s+/).filter(Boolean).length;
