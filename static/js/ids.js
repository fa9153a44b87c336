// Ids of documents, made on the laptop. No crypto.randomUUID: it does not exist on plain http.
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** So many random letters, each equally likely. @param {number} count @returns {string} */
function randomLetters(count) {
  let made = "";
  while (made.length < count) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 248 && made.length < count) made += LETTERS[byte % 62];
    }
  }
  return made;
}

/** A new document's id: "a" (answer) or "i" (issue) and 21 letters. @param {"a"|"i"} sort @returns {string} */
export const newKey = (sort) => sort + randomLetters(21);
