// The board: rows arrive as HTML that the server has rendered once for all readers; here is only what htmx does not do.
import "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";
import { installClocks } from "./board-clock.js";

const lost = document.getElementById("lost");
let timer = 0;

// A stream that has gone quiet, or away, is said in words after three seconds.
const quiet = () => {
  clearTimeout(timer);
  timer = setTimeout(() => (lost.hidden = false), 3000);
};
const heard = () => {
  clearTimeout(timer);
  lost.hidden = true;
  timer = setTimeout(() => (lost.hidden = false), 25_000);
};

const live = document.getElementById("live");
live.addEventListener("htmx:sse:after:connection", heard);
live.addEventListener("htmx:sse:after:message", heard);
for (const name of ["htmx:sse:error", "htmx:sse:close"]) live.addEventListener(name, quiet);
// The link was revoked: the door says so in a sentence.
live.addEventListener("refused", () => location.reload());
installClocks(live);
