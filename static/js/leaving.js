// Going away from this page or this laptop: with nothing unsent lost, and nothing left that should not stay.
import { forgetPage } from "./offline.js";
import { post } from "./post.js";
import { saveAsFile } from "./text-file.js";

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
  notes.addEventListener("left", () => gone(""));
  document.querySelector("[data-leave]").addEventListener("click", () => {
    tell();
    dialog.showModal();
  });
  file.addEventListener("click", asFile);
  dialog.addEventListener("close", () => dialog.returnValue === "leave" && leave(notes, dialog.dataset.address, words));
}

/** The server is told first, while it still knows this laptop; then everything here goes, whether it could be told or not. */
async function leave(notes, address, words) {
  const told = await tellServer(notes.world, address);
  await notes.ending.leave();
  await forgetPage();
  gone(told ? "" : words.left_untold);
}

async function tellServer(world, address) {
  try {
    const answer = await post(world.fetch, address);
    return answer.type === "opaqueredirect" || answer.ok;
  } catch {
    return false;
  }
}

function gone(more) {
  const last = /** @type {HTMLTemplateElement} */ (document.getElementById("left-part")).content.cloneNode(true);
  last.querySelector(".more").textContent = more;
  document.body.replaceChildren(last);
  document.body.className = "page";
}
