// The board's pages: what changed arrives as pieces that the server has rendered once for all readers.
import htmx from "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";
import "./signed.js";
import "./stars.js";
import "./stars-order.js";
import { installAgain } from "./again.js";
import { installClocks } from "./board-clock.js";
import { installGrid } from "./grid.js";
import { reloadWhenLeft } from "./left.js";
import { takePieces } from "./pieces.js";

// The server says something every five seconds.
const SILENT = 12_000;
const SAY = 3000;

reloadWhenLeft();
const lost = document.getElementById("lost");
const live = document.getElementById("live");
let saying = 0;
let heardAt = Date.now();

const away = () => (saying ||= setTimeout(() => lost && !document.hidden && (lost.hidden = false), SAY));

function heard() {
  clearTimeout(saying);
  saying = 0;
  heardAt = Date.now();
  if (lost) lost.hidden = true;
}

/** A stream that went quiet without a word is replaced by another, which goes on where this one was. */
function look() {
  if (document.hidden || Date.now() - heardAt < SILENT) return;
  heardAt = Date.now();
  away();
  htmx.process(live, true);
}

/** What has come so far need not come again. @param {string} id of the last message: up to when the page is whole */
function goOnFrom(id) {
  const address = live.getAttribute("hx-sse:connect");
  if (id && address.includes("since=")) live.setAttribute("hx-sse:connect", address.replace(/since=\d+/, `since=${id}`));
}

if (live) {
  live.addEventListener("htmx:sse:after:connection", heard);
  live.addEventListener("htmx:sse:after:message", heard);
  for (const name of ["htmx:sse:error", "htmx:sse:close"]) live.addEventListener(name, away);
  live.addEventListener("cells", ({ detail }) => {
    takePieces(detail.data);
    goOnFrom(detail.id);
  });
  // The link was revoked: the door says so in a sentence.
  live.addEventListener("refused", () => location.reload());
  setInterval(look, 1000);
  installAgain(live);
  installClocks(live);
}
if (document.querySelector("table.tables")) installGrid(live, (address) => htmx.ajax("GET", address, { target: "#panel-part", swap: "innerHTML" }));
