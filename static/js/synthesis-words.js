// How the texts of a synthesis name points, and the ids that follow; says the same as plenary/synthesis_vocabulary.py.
const TOKEN = /\[(\d{1,5})\.([A-Za-z0-9]{3,21})\]/g;

/** @typedef {{token: string, number: string, letters: string}} Named */

/** The points that a text names, each once, in the order in which it does. @param {string} words @returns {Named[]} */
export function namedIn(words) {
  const named = [...words.matchAll(TOKEN)].map(([token, number, letters]) => [token, { token, number, letters }]);
  return [...new Map(named).values()];
}

// Scripts that put no space between words, and how many of their letters take as long to say as a word:
// Chinese and Japanese; Thai, Lao, Burmese, Khmer.
const UNSPACED = /** @type {const} */ ([
  [/[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu, 1.5],
  [/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/g, 5],
]);

/** How many words a voice says; plenary/speaker.py counts the same. @param {string} words */
export function countOf(words) {
  let spaced = words.replace(TOKEN, " ");
  let unspaced = 0;
  for (const [letters, aWord] of UNSPACED) {
    unspaced += (spaced.match(letters)?.length ?? 0) / aWord;
    spaced = spaced.replace(letters, " ");
  }
  return spaced.split(/\s+/).filter(Boolean).length + Math.ceil(unspaced);
}
