// What a page had no time to write to this laptop's disk, put where that takes no time, until another page takes it up.
// Each page has a place of its own: one that is taking up must not take away what another puts aside meanwhile.
import { newKey } from "./ids.js";

/** A place of one page's own. @param {string} name */
export const placeOf = (name) => `${name} ${newKey("a")}`;

/** @param {Storage} storage @param {string} name @returns {string[]} */
const placesOf = (storage, name) => Array.from({ length: storage.length }, (_, n) => storage.key(n)).filter((key) => key.startsWith(`${name} `));

/** @param {Storage|undefined} storage @param {string} place @param {any[]} unwritten edits */
export function putAside(storage, place, unwritten) {
  const edits = unwritten.map((edit) => (edit.text ? { ...edit, text: [...edit.text] } : edit));
  try {
    const before = JSON.parse(storage.getItem(place) ?? "[]");
    storage.setItem(place, JSON.stringify([...before, ...edits]));
  } catch (error) {
    console.error("The last words could not be put aside", error);
  }
}

/** @param {Storage|undefined} storage @param {string} name @param {import("./keeper.js").Keeper} keeper */
export async function takeUp(storage, name, keeper) {
  for (const place of storage ? placesOf(storage, name) : []) {
    try {
      const text = storage.getItem(place);
      const edits = JSON.parse(text ?? "[]").map((edit) => (edit.text ? { ...edit, text: Uint8Array.from(edit.text) } : edit));
      await keeper.add(edits);
      // Its page may live on, and have put more there.
      if (keeper.onDisk && storage.getItem(place) === text) storage.removeItem(place);
    } catch (error) {
      console.error("The last words could not be read", error);
    }
  }
}

/** Nothing stays there. @param {Storage|undefined} storage @param {string} name */
export function dropLastWords(storage, name) {
  for (const place of storage ? placesOf(storage, name) : []) storage.removeItem(place);
}
