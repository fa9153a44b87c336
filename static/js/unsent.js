// At the shut door of a notebook or a synthesis: what this laptop still has of it and could not send is offered as a file.
import * as Y from "yjs";
import { Documents } from "./documents.js";
import { prefixOf, storesOf } from "./keeper.js";
import { dropLastWords } from "./last-words.js";
import { forgetPage } from "./offline.js";
import { absorb } from "./resync.js";
import { Store } from "./store.js";
import { saveAsFile } from "./text-file.js";

/** @param {string} name of a store @returns {Promise<string[]>} */
async function unsentIn(name) {
  const store = await Store.open(name, indexedDB);
  const [{ docs }, { sealed, typed }] = await Promise.all([store.copy(), store.all()]);
  store.close();
  const documents = new Documents(() => undefined);
  const waiting = [...sealed, ...typed];
  for (const copy of docs) absorb(documents, copy);
  for (const { doc, text } of waiting) if (text) documents.get(doc).merge(text);
  const texts = (id) => waiting.filter(({ doc, text }) => doc === id && text).map(({ text }) => text);
  return [...new Set(waiting.map(({ doc }) => doc))].map((doc) => readable(documents.get(doc), texts(doc)).trim()).filter(Boolean);
}

/** What the server had is gone from here: of letters that were typed into it only these can still be read. @param {import("./documents.js").Noted} noted @param {Uint8Array[]} texts */
function readable(noted, texts) {
  return noted.ydoc.store.pendingStructs ? texts.map(lettersOf).join("") : noted.words;
}

/** The letters that an update brings. @param {Uint8Array} update */
function lettersOf(update) {
  return Y.decodeUpdate(update).structs.map(({ content }) => content?.str ?? "").join("");
}

/** Show what was not sent. @param {HTMLElement} place */
async function offer(place) {
  const { table, scope } = place.dataset;
  const names = await storesOf(globalThis.indexedDB, prefixOf(scope ? { scope } : { table: Number(table) }));
  const points = (await Promise.all(names.map((name) => unsentIn(name).catch(() => [])))).flat();
  if (!points.length) return;
  const shown = (words) => {
    const item = place.querySelector("template").content.firstElementChild.cloneNode(true);
    item.textContent = words;
    return item;
  };
  place.hidden = false;
  place.querySelector("ol").replaceChildren(...points.map(shown));
  place.querySelector("button").addEventListener("click", () => saveAsFile(points, scope?.replace("/", "-") ?? `table-${table}`));
}

/** The table's notes were erased: nothing of them may stay here. @param {string} table */
async function forget(table) {
  for (const name of await storesOf(globalThis.indexedDB, prefixOf({ table: Number(table) }))) {
    indexedDB.deleteDatabase(name);
    dropLastWords(localStorage, name);
  }
  await forgetPage();
}

const erased = /** @type {HTMLElement|null} */ (document.querySelector("[data-erased-table]"));
if (erased) await forget(erased.dataset.erasedTable);
else await offer(document.getElementById("unsent-words"));
