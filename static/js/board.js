// The board's pages: what changed arrives as pieces that the server has rendered once for all readers.
import htmx from "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";
import "./signed.js";
import "./stars.js";
import "./stars-order.js";
import { installAgain } from "./again.js";
import { installClocks } from "./board-clock.js";
import { installGrid } from "./grid.js";
import { takePieces } from "./pieces.js";

const lost = document.getElementById("lost");
let timer = 0;

// A stream that has gone quiet, or away, is said in words after three seconds.
const say = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(() => lost && !document.hidden && (lost.hidden = false), wait);
};
const heard = () => {
  if (lost) lost.hidden = true;
  say(25_000);
};

const live = document.getElementById("live");
if (live) {
  live.addEventListener("htmx:sse:after:connection", heard);
  live.addEventListener("htmx:sse:after:message", heard);
  for (const name of ["htmx:sse:error", "htmx:sse:close"]) live.addEventListener(name, () => say(3000));
  live.addEventListener("cells", ({ detail }) => takePieces(detail.data));
  // The link was revoked: the door says so in a sentence.
  live.addEventListener("refused", () => location.reload());
  installAgain(live);
  installClocks(live);
}
if (document.querySelector("table.tables")) installGrid(live, (address) => htmx.ajax("GET", address, { target: "#panel-part", swap: "innerHTML" }));
