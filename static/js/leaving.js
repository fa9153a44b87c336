// Going away from this page or this laptop: with nothing unsent lost, and nothing left that should not stay.
import { sayLeft } from "./left.js";
import { forgetPage } from "./offline.js";
import { post } from "./post.js";
import { saveAsFile } from "./text-file.js";

const LAST_TRY = 3000;

/** What is not safe yet when this page goes. @param {import("./notes.js").TableNotes} notes @param {string} name of the file @returns {() => void} saves the unsent words */
export function installGoing(notes, name) {
  addEventListener("pagehide", () => notes.lastWords());
  addEventListener("beforeunload", (event) => {
    if (notes.noStore && notes.pending.size) event.preventDefault();
  });
  const asFile = () => saveAsFile(notes.unsentWords(), name);
  document.getElementById("unsent").addEventListener("click", asFile);
  return asFile;
}

/** @param {import("./notes.js").TableNotes} notes @param {string} name of the file @param {Record<string, string>} words */
export function installLeaving(notes, name, words) {
  const asFile = installGoing(notes, name);

  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("leave"));
  const [unsent, file] = [dialog.querySelector(".unsent-here"), dialog.querySelector(".file")];
  const tell = () => {
    const count = notes.unsentWords().length;
    unsent.hidden = file.hidden = !count;
    unsent.textContent = words.leave_unsent.replace("{n}", String(count));
  };
  notes.addEventListener("told", () => dialog.open && tell());
  notes.addEventListener("left", () => gone([]));
  document.querySelector("[data-leave]").addEventListener("click", () => {
    tell();
    dialog.showModal();
  });
  file.addEventListener("click", asFile);
  dialog.addEventListener("close", () => dialog.returnValue === "leave" && leave(notes, dialog.dataset.address, words));
}

/** The server is told first, while it still knows this laptop; then everything here goes, whether it could be told or not. */
async function leave(notes, address, words) {
  await lastTry(notes);
  const told = await tellServer(notes.world, address);
  const lost = notes.unsentWords().length;
  await notes.ending.leave();
  await forgetPage();
  sayLeft();
  gone([lost ? words.left_lost.replace("{n}", String(lost)) : "", told ? "" : words.left_untold]);
}

/** What was typed a moment ago goes along, if the server can be reached. */
async function lastTry(notes) {
  notes.reach();
  const until = Date.now() + LAST_TRY;
  while (notes.pending.size && !notes.barred && navigator.onLine && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function tellServer(world, address) {
  try {
    const answer = await post(world.fetch, address);
    // Whom it does not know any more it need not be told of.
    return answer.type === "opaqueredirect" || answer.ok || [401, 403, 410].includes(answer.status);
  } catch {
    return false;
  }
}

/** @param {string[]} said what is to be known beside that */
function gone(said) {
  const last = /** @type {HTMLTemplateElement} */ (document.getElementById("left-part")).content.cloneNode(true);
  last.querySelector(".more").textContent = said.filter(Boolean).join(" ");
  document.body.replaceChildren(last);
  document.body.className = "page";
  const heading = document.querySelector("h1");
  document.title = heading.textContent;
  heading.tabIndex = -1;
  heading.focus();
}
