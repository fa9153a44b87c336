// The points on which a text rests, under it: as the server has them, or, as long as it does not know of the reference
// yet, as they stand beside the text. The texts hold no words of theirs.
import { clone } from "./page.js";
import { namedIn } from "./synthesis-words.js";

const served = document.getElementById("references");

export class References {
  /** @param {HTMLElement} section of one text */
  constructor(section) {
    Object.assign(this, { section, shown: "", version: 0 });
    this.place = /** @type {HTMLElement} */ (section.querySelector(".rests"));
    this.list = section.querySelector(".references");
  }

  /** @param {string} words the text @param {number} version of what the server has told */
  show(words, version) {
    const named = namedIn(words);
    const sign = `${version} ${named.map((one) => one.token).join("")}`;
    if (sign === this.shown) return;
    this.shown = sign;
    const found = named.map((one) => this.#item(one)).filter(Boolean);
    const { activeElement } = document;
    const stood = this.list.contains(activeElement) ? activeElement.closest("[data-reference]")?.dataset.reference : "";
    this.list.replaceChildren(...found);
    this.place.hidden = !found.length;
    if (stood) this.#standAt(found.find((one) => one.dataset.reference === stood));
  }

  /** Whoever goes by keyboard stays where they were, though the button under them is gone. @param {HTMLElement|undefined} item */
  #standAt(item) {
    if (!item) return;
    item.tabIndex = -1;
    (item.querySelector("button") ?? item).focus();
  }

  /** @param {import("./synthesis-words.js").Named} named @returns {HTMLElement|undefined} */
  #item({ token, number, letters }) {
    const known = [...served.querySelectorAll(`[data-number="${number}"]`)].find((one) => one.dataset.letters.startsWith(letters));
    const item = /** @type {HTMLElement|undefined} */ (known?.cloneNode(true) ?? this.#fresh(token));
    if (item) item.querySelector(".token").textContent = token;
    return item;
  }

  #fresh(token) {
    const point = pointOf(this.section, token);
    if (!point) return undefined;
    const item = clone("reference-part");
    item.dataset.reference = point.dataset.point;
    item.querySelector(".words").textContent = point.querySelector(".words").innerText;
    return item;
  }
}

/** The point that stands beside a text under this token. @param {HTMLElement} section @param {string} token @returns {HTMLElement|undefined} */
export const pointOf = (section, token) => [...section.querySelectorAll("[data-token]")].find((one) => one.dataset.token === token);

/** A table took these points back: not even for as long as it takes to ask again do their words stay. @param {Record<string, string>} states */
export function forget(states) {
  for (const [key, state] of Object.entries(states)) {
    if (state !== "gone") continue;
    for (const item of document.querySelectorAll(`[data-point="${key}"], [data-reference="${key}"]:not([data-state="gone"])`)) item.remove();
  }
}
