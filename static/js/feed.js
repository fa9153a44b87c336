// The feed's page: htmx asks and pages, the stream brings what changes, the list decides where it stands.
import "htmx.org";
import { FeedList } from "./feed-list.js";
import { follow } from "./feed-stream.js";
import { reloadWhenLeft } from "./left.js";

const shown = document.querySelector("[data-stream]");
const lost = document.getElementById("lost");
const list = new FeedList(document.getElementById("pause"), document.getElementById("fresh"));

follow(shown.dataset.stream, {
  item: (told) => list.show([told]),
  gone: (told) => list.takeBack(told),
  newest: (told) => list.makeWhole(told),
  lost: (away) => (lost.hidden = !away),
});
document.documentElement.classList.add("scripted");
reloadWhenLeft();
