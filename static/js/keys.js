// One hand on the keyboard: everything that somebody who listens to someone else needs.
import { letterOf } from "./letters.js";

/** @typedef {{page: import("./page.js").Page, actions: import("./actions.js").Actions, documents: import("./documents.js").Documents, closed: import("./closed.js").Closed, open: (name: string, doc?: string) => void, front: Record<string, () => void>}} Parts */

const areaOf = (line) => line?.querySelector("textarea");

/** Put the caret into a line. @param {Element|null|undefined} line @param {"start"|"end"} [side] */
export function enterLine(line, side = "end") {
  const area = areaOf(line);
  if (!area) return false;
  area.focus();
  const at = side === "end" ? area.value.length : 0;
  area.setSelectionRange(at, at);
  line.scrollIntoView({ block: "nearest" });
  return true;
}

function neighbour(line, way) {
  const lines = [...document.querySelectorAll("ol.answers:not([hidden]) > li")];
  return lines[lines.indexOf(line) + way];
}

/** @param {Parts} parts */
export function installKeys(parts) {
  const { page, actions, documents, closed, open } = parts;
  const notedOf = (line) => (line.dataset.doc ? documents.get(line.dataset.doc) : null);

  const next = (line) => {
    const after = line.nextElementSibling;
    if (after?.matches(".draft")) return enterLine(after);
    if (line.matches(".draft") || !closed.mayAdd(line)) return enterLine(neighbour(line, 1));
    return enterLine(page.draft(line.parentElement, line));
  };

  const remove = (line) => {
    const noted = notedOf(line);
    const above = neighbour(line, -1) ?? neighbour(line, 1);
    if (noted) actions.set(noted, "deleted", true);
    else if (!line.matches(":last-child")) line.remove();
    enterLine(above);
  };

  const place = (line) => {
    page.openMore(line);
    line.querySelector(".more select")?.focus();
  };

  const withAlt = {
    KeyS: (line) => actions.set(notedOf(line) ?? actions.begin(line), "stays", "toggle"),
    KeyM: (line) => {
      const noted = notedOf(line) ?? actions.begin(line);
      actions.set(noted, "kind", noted.valueOf("kind", "point") === "minority" ? "point" : "minority");
    },
    KeyQ: (line) => notedOf(line) && !notedOf(line).isIssue && place(line),
    KeyH: (line) => notedOf(line) && open("history", notedOf(line).id),
    ArrowUp: (line) => notedOf(line) && actions.step(notedOf(line), -1),
    ArrowDown: (line) => notedOf(line) && actions.step(notedOf(line), 1),
  };

  const plain = {
    Enter: (line, area, event) => !event.shiftKey && next(line),
    ArrowUp: (line, area) => !area.value.slice(0, area.selectionStart).includes("\n") && atEdge(area, "start") && enterLine(neighbour(line, -1)),
    ArrowDown: (line, area) => !area.value.slice(area.selectionEnd).includes("\n") && atEdge(area, "end") && enterLine(neighbour(line, 1), "start"),
    Backspace: (line, area) => !area.value && (line.dataset.doc || !line.matches(":last-child")) && (remove(line), true),
  };

  document.addEventListener("keydown", (event) => {
    // An input method has its own use for Enter and the arrows.
    if (event.isComposing || event.keyCode === 229) return;
    const area = /** @type {HTMLTextAreaElement} */ (event.target);
    const line = area.matches?.("li.answer textarea") ? area.closest("li") : null;
    const command = event.ctrlKey || event.metaKey;
    if (command && letterOf(event) === "z") return undo(event);
    if (command && letterOf(event) === "y") return actions.redo(), event.preventDefault();
    if (event.altKey && !command && parts.front[event.code] && !document.querySelector("dialog[open]:not(#readback)")) return stop(event, parts.front[event.code]());
    if (!line) return;
    if (command && event.key === "Delete") stop(event, remove(line));
    else if (event.altKey && !command && withAlt[event.code]) stop(event, withAlt[event.code](line));
    else if (!event.altKey && !command && plain[event.key]?.(line, area, event)) event.preventDefault();
  });

  function undo(event) {
    if (event.target.matches?.("input:not([type=checkbox]), select")) return;
    event.preventDefault();
    if (event.shiftKey) actions.redo();
    else actions.undo();
  }
  // The browser's own menu offers the same.
  document.addEventListener("text-undo", () => actions.undo());
  document.addEventListener("text-redo", () => actions.redo());

  // A number typed in the choice of a question takes the question with that label.
  document.addEventListener("focusout", (event) => {
    const line = event.target.closest?.("li.answer");
    if (!line || line.contains(event.relatedTarget)) return;
    if (line.dataset.doc) page.closeMore(line);
    if (line.matches(".draft:not(:last-child)") && !areaOf(line).value) line.remove();
  });
  document.addEventListener("keydown", (event) => {
    const details = event.target.closest?.("details.more[open]");
    if (event.key !== "Escape" || !details) return;
    areaOf(details.closest("li")).focus();
    page.closeMore(details.closest("li"));
  });
}

const stop = (event) => event.preventDefault();

/** Whether the caret stands at the edge, so that an arrow leaves the point; in between it moves in the text. */
function atEdge(area, side) {
  if (area.selectionStart !== area.selectionEnd) return false;
  const oneLine = area.scrollHeight < 2 * parseFloat(getComputedStyle(area).lineHeight);
  return oneLine || area.selectionStart === (side === "start" ? 0 : area.value.length);
}
