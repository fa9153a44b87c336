// What a page had no time to write to this laptop's disk, put where that takes no time, until the next page takes it.

/** @param {Storage|undefined} storage @param {string} name @param {any[]} unwritten edits */
export function putAside(storage, name, unwritten) {
  const edits = unwritten.map((edit) => (edit.text ? { ...edit, text: [...edit.text] } : edit));
  try {
    const before = JSON.parse(storage.getItem(name) ?? "[]");
    storage.setItem(name, JSON.stringify([...before, ...edits]));
  } catch (error) {
    console.error("The last words could not be put aside", error);
  }
}

/** @param {Storage|undefined} storage @param {string} name @param {import("./keeper.js").Keeper} keeper */
export async function takeUp(storage, name, keeper) {
  try {
    const text = storage?.getItem(name);
    if (!text) return;
    await keeper.add(JSON.parse(text).map((edit) => (edit.text ? { ...edit, text: Uint8Array.from(edit.text) } : edit)));
    if (keeper.onDisk) storage.removeItem(name);
  } catch (error) {
    console.error("The last words could not be read", error);
  }
}
