// Points are dragged by their handle, to any list of the page; issues among themselves.

/** @param {{documents: import("./documents.js").Documents, actions: import("./actions.js").Actions}} parts */
export function installDrag({ documents, actions }) {
  /** @type {HTMLElement|null} */
  let dragged = null;

  document.addEventListener("dragstart", (event) => {
    const line = event.target.closest?.(".handle")?.closest("li[data-doc]");
    if (!line) return;
    dragged = line;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", line.querySelector("textarea").value);
    event.dataTransfer.setDragImage(line, 20, 20);
    line.classList.add("dragged");
    document.body.classList.add("dragging");
  });

  const listAt = (event) => {
    const list = event.target.closest?.("ol.answers") ?? event.target.closest?.("section.question, article.issue")?.querySelector("ol.answers");
    if (!list || !dragged) return null;
    const naming = "namesIssues" in list.closest("section").dataset;
    return naming === dragged.matches(".names") ? list : null;
  };

  document.addEventListener("dragover", (event) => {
    const list = listAt(event);
    if (!list) return;
    event.preventDefault();
    show(beforeWhich(list, event.clientY), list);
  });

  document.addEventListener("drop", (event) => {
    const list = listAt(event);
    if (!list) return;
    event.preventDefault();
    const noted = documents.get(dragged.dataset.doc);
    const after = beforeWhich(list, event.clientY);
    const lines = [...list.querySelectorAll(":scope > li[data-doc]")].filter((line) => line !== dragged);
    const before = after ? lines[lines.indexOf(after) - 1] : lines.at(-1);
    end();
    actions.move(noted, before, after, list);
  });

  document.addEventListener("dragend", end);

  function beforeWhich(list, y) {
    return [...list.querySelectorAll(":scope > li[data-doc]")].find((line) => {
      const box = line.getBoundingClientRect();
      return line !== dragged && y < box.top + box.height / 2;
    });
  }

  function show(line, list) {
    for (const one of document.querySelectorAll(".drop-before")) one.classList.remove("drop-before");
    (line ?? list.lastElementChild)?.classList.add("drop-before");
  }

  function end() {
    for (const one of document.querySelectorAll(".drop-before, .dragged")) one.classList.remove("drop-before", "dragged");
    document.body.classList.remove("dragging");
    dragged = null;
  }
}
