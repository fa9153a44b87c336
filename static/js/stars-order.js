// The page of stars: put in order by dragging or by Alt and an arrow, shown anew when somebody else changes something,
// but never under a pointer that is about to press. What was withdrawn goes at once; its place closes up afterwards.
import htmx from "htmx.org";

const live = document.getElementById("live");
const list = document.getElementById("starred");
const REST_MS = 900;

/** @type {HTMLElement|null} */
let dragged = null;
let moved = 0;
let waiting = 0;

const busy = () => dragged !== null || performance.now() - moved < REST_MS;

function refresh() {
  clearTimeout(waiting);
  if (busy()) waiting = setTimeout(refresh, 200);
  else htmx.trigger(list, "refresh");
}

/** @param {CustomEvent} event */
function told(event) {
  const points = new Set(JSON.parse(event.detail.data).points);
  for (const row of list.querySelectorAll("li[data-point]")) {
    if (!points.has(row.dataset.point)) blank(row);
  }
  refresh();
}

/** @param {HTMLElement} row */
function blank(row) {
  row.style.blockSize = `${row.offsetHeight}px`;
  row.replaceChildren();
  row.removeAttribute("data-point");
}

/** @param {string} url @param {Record<string, string>} values */
function send(url, values) {
  htmx.ajax("POST", url, { source: list, target: list, swap: "innerMorph", values });
}

function rowAt(y) {
  return [...list.querySelectorAll("li[data-id]")].find((row) => {
    const box = row.getBoundingClientRect();
    return row !== dragged && y < box.top + box.height / 2;
  });
}

function mark(before) {
  for (const row of list.querySelectorAll(".drop-before, .drop-last")) row.classList.remove("drop-before", "drop-last");
  if (before) before.classList.add("drop-before");
  else list.querySelector("li[data-id]:last-child")?.classList.add("drop-last");
}

function end() {
  for (const row of list.querySelectorAll(".drop-before, .drop-last, .dragged")) row.classList.remove("drop-before", "drop-last", "dragged");
  dragged = null;
}

function drop(event) {
  if (!dragged) return;
  event.preventDefault();
  const before = rowAt(event.clientY);
  const rows = [...list.querySelectorAll("li[data-id]")].filter((row) => row !== dragged);
  const after = before ? rows[rows.indexOf(before) - 1] : rows.at(-1);
  const url = dragged.querySelector("form").action;
  end();
  send(url, { do: "place", after: after?.dataset.id ?? "" });
}

function install() {
  live.addEventListener("stars", told);
  live.addEventListener("worded", refresh);
  list.addEventListener("pointermove", () => (moved = performance.now()));
  list.addEventListener("pointerleave", () => (moved = 0));
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".handle")?.closest("li[data-id]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(dragged, 20, 20);
    dragged.classList.add("dragged");
  });
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    mark(rowAt(event.clientY));
  });
  list.addEventListener("drop", drop);
  list.addEventListener("dragend", end);
  list.addEventListener("keydown", (event) => {
    const step = event.altKey && { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const row = step && event.target.closest("li[data-id]");
    if (!row) return;
    event.preventDefault();
    row.querySelector(`button[value="${step}"]:not([disabled])`)?.click();
  });
}

if (list) install();
