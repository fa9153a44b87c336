// What is read beside the notes and needs the server: a point's history, the laptop's name. In one dialog, filled by htmx.
import htmx from "htmx.org";

/**
 * @param {{documents: import("./documents.js").Documents, actions: import("./actions.js").Actions}} parts
 * @returns {(name: string, doc?: string) => void} opens what the dialog has an address for
 */
export function installSide({ documents, actions }) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("side"));
  const part = document.getElementById("side-part");
  let from = null;

  async function open(name, doc = "") {
    from = document.activeElement;
    part.replaceChildren(dialog.querySelector("template.fetching").content.cloneNode(true));
    dialog.showModal();
    await htmx.ajax("GET", dialog.dataset[name].replace("KEY", doc), { source: part, target: part, swap: "innerHTML" });
    part.querySelector("h2, h1")?.focus();
  }

  const away = () => part.replaceChildren(dialog.querySelector("template.away").content.cloneNode(true));
  part.addEventListener("htmx:error", ({ target }) => {
    /** @type {HTMLElement|null|undefined} */
    const undelivered = /** @type {Element} */ (target).closest("form")?.querySelector("[data-undelivered]");
    // What was filled in stays where it is.
    if (undelivered) undelivered.hidden = false;
    else away();
  });
  dialog.addEventListener("close", () => from?.isConnected && from.focus());
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-side]");
    if (button) open(button.dataset.side, button.closest("[data-doc]")?.dataset.doc);
  });
  part.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-restore]")?.closest(".step");
    if (!step) return;
    actions.reword(documents.get(step.closest("[data-doc]").dataset.doc), step.querySelector(".then").textContent);
    dialog.close();
  });
  return open;
}
