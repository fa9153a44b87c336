// Many lines at once, from a document or a chat: asked once whether each is a point of its own.
const lines = (text) =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–·▪◦]|\d{1,2}[.)])\s+/, "").trim())
    .filter(Boolean);

/** @param {(line: HTMLElement, words: string[]) => void} take @param {(line: HTMLElement) => boolean} mayAdd */
export function installPaste(take, mayAdd) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("paste"));
  document.addEventListener("paste", (event) => {
    const area = /** @type {HTMLTextAreaElement} */ (event.target);
    if (!area.matches?.("li.answer textarea")) return;
    const text = event.clipboardData.getData("text/plain");
    const words = lines(text);
    if (words.length < 2 || !mayAdd(area.closest("li"))) return;
    event.preventDefault();
    ask(words.length).then((answer) => {
      const line = area.closest("li");
      if (answer === "one") insert(area, text.trim());
      if (answer === "many") take(line, words);
    });
  });

  function ask(count) {
    dialog.querySelector(".count").textContent = String(count);
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
  }
}

/** Put words where the caret is, as if they were typed. @param {HTMLTextAreaElement} area @param {string} text */
function insert(area, text) {
  area.focus();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
}
