// The notebook: the page around a table's notes.
import htmx from "htmx.org";
import { Actions } from "./actions.js";
import { Closed } from "./closed.js";
import { Desk } from "./desk.js";
import { installDrag } from "./drag.js";
import { Front } from "./front.js";
import { commandOf, installJournal, process } from "./journal.js";
import { installKeys } from "./keys.js";
import { installLeaving } from "./leaving.js";
import { TableNotes } from "./notes.js";
import { askToPersist, forgetPage, keepPage } from "./offline.js";
import { Page, clone, fit } from "./page.js";
import { installPaste } from "./paste.js";
import { installPresence } from "./present.js";
import { ReadBack } from "./readback.js";
import { installSide } from "./side.js";
import { Status } from "./status.js";
import { installToast } from "./toast.js";

const GATHER = 150;
const data = document.getElementById("notebook-data");
if (!data) {
  // On a bad line the end of the page may be missing: it is fetched again, and nothing begins before.
  setTimeout(() => location.reload(), 1000);
  await new Promise(() => undefined);
}
const given = JSON.parse(data.textContent);
const notes = new TableNotes(given);
const { documents } = notes;
const status = new Status(given.words, given.sentences, notes, given.laptop);
const page = new Page(documents, process);
const toast = installToast(document.getElementById("toast"), (done) => {
  actions.takeBack(done);
});
const actions = new Actions({ documents, page, clock: notes.clock, laptop: given.laptop, keep: (edits) => notes.write(edits), toast: toast.say, words: given.words });
const closed = new Closed({ page, documents, words: given.words, time: notes.time });
actions.may = (noted, name, value) => closed.may(noted, name, value);
status.cameAfter = (noted) => closed.cameAfter(noted);
const desk = new Desk({ notes, words: given.words });
const readBack = new ReadBack({ page, documents, actions, closed, words: given.words, done: () => desk.done(true) });
const front = new Front({ notes, words: given.words, clone, ticked });
page.marks = (line, noted) => status.mark(line, noted);
page.typed = (text) => actions.undoing.typed(text);

function markOf(doc) {
  const line = page.shown.get(doc);
  if (line?.matches(".answer")) status.mark(line, documents.get(doc));
}

const on = (name, work) => notes.addEventListener(name, (event) => work(event.detail));

on("told", (docs) => {
  for (const doc of docs ?? []) markOf(doc);
  status.tell();
});
/** What others' changes bring besides their words (places, ticks, marks) is shown a few times a second, not at each letter. */
const come = new Set();
let coming = 0;
on("changed", (changed) => {
  for (const noted of changed) come.add(noted);
  coming ||= setTimeout(showCome, GATHER);
});
function showCome() {
  coming = 0;
  const changed = [...come].filter((noted) => documents.all.get(noted.id) === noted);
  come.clear();
  for (const noted of changed) page.render(noted);
  readBack.hear(changed);
  desk.show();
}
on("standing", (told) => {
  closed.hear(told.closed);
  desk.show();
  front.hear();
});
on("copied", (copy) => {
  if (!copy.docs.length && !notes.pending.size) return;
  page.renderAll();
  document.body.dataset.copied = "yes";
});
on("loaded", () => {
  page.renderAll();
  status.tell();
  if (!document.body.dataset.loaded) keepPage(() => (document.getElementById("stale").hidden = false)).then(askToPersist);
  document.body.dataset.loaded = "yes";
});
on("forgot", () => toast.news(given.words.forgot));
on("erased", (gone) => {
  for (const doc of gone) page.drop(doc);
});
on("refused", ({ noted, edit, why }) => {
  if (edit.text) goOnAnew(noted, why);
  status.refused.set(noted.id, why);
  markOf(noted.id);
});
on("waits", ({ noted, why }) => {
  status.waits.set(noted.id, why);
  markOf(noted.id);
});
on("named", ({ name, detail }) => {
  if (name === "here") {
    const before = status.writers();
    const come = status.here(detail.here, clone);
    if (come.length) toast.news(given.words.joined.replace("{who}", come.join(", ")));
    for (const doc of new Set([...before, ...status.writers()])) markOf(doc);
  } else if (name === "quarantined") {
    status.unread.add(detail.doc);
    markOf(detail.doc);
  }
});
on("barred", async ({ why }) => {
  await forgetPage();
  // This page is older than the laptop's key (the card was scanned anew): the new page takes the words along.
  if (why === "stranger" && !sessionStorage.getItem("stranger")) {
    sessionStorage.setItem("stranger", "yes");
    location.reload();
  }
  document.body.dataset.barred = "yes";
  status.tell();
});

/** Each second of the server's. */
function ticked() {
  closed.tick();
  readBack.count();
}

/** A point that the server takes no more of goes on in new ones, with the words that it has. */
function goOnAnew(noted) {
  const line = page.shown.get(noted.id);
  if (!line || noted.split) return;
  noted.split = true;
  line.querySelector("textarea").readOnly = true;
  let at = line;
  for (const words of pieces(noted.words)) {
    at = page.draft(at.parentElement, at);
    const fresh = actions.begin(at);
    fresh.write("", words);
    page.render(fresh);
  }
}

/** Words in pieces that have room to go on in, never cut within a letter. @param {string} words */
const pieces = (words) => words.match(/[^]{1,7999}(?![\uDC00-\uDFFF])/g) ?? [];

/** The line's document, made by the first letter in it. */
document.addEventListener("input", (event) => {
  const area = /** @type {HTMLTextAreaElement} */ (event.target);
  if (!area.matches("li.answer textarea")) return;
  fit(area);
  const line = area.closest("li");
  if (line.dataset.doc) {
    if (line.matches(".names")) page.render(documents.get(line.dataset.doc));
  } else if (area.value) {
    const noted = actions.begin(line);
    page.texts.get(noted.id).take();
    page.render(noted);
  }
});

document.addEventListener("focusout", (event) => {
  const doc = event.target.closest?.("li.answer")?.dataset.doc;
  // A field was not filled while somebody was in it.
  if (doc && (!event.relatedTarget || event.target.matches("input, select"))) setTimeout(() => page.shown.has(doc) && page.render(documents.get(doc)), 0);
});
document.addEventListener("click", (event) => {
  const summary = event.target.closest?.(".more > summary");
  if (!summary) return;
  event.preventDefault();
  const line = summary.closest("li");
  if (summary.parentElement.open) page.closeMore(line);
  else page.openMore(line);
});

installJournal(`${notes.base}/edits`, (form, field) => {
  const line = form.closest("li");
  const [name, value] = commandOf(field);
  const noted = line.dataset.doc ? documents.get(line.dataset.doc) : actions.begin(line);
  actions.set(noted, name, value, field.closest(".ticklist"));
});
const open = installSide({ documents, actions });
installKeys({ page, actions, documents, closed, open, front: { KeyR: () => front.read(), KeyC: () => desk.call(), KeyB: () => readBack.open() } });
document.getElementById("open-readback").addEventListener("click", () => readBack.open());
installPaste((line, words) => actions.paste(line, words), (line) => closed.mayAdd(line));
installDrag({ documents, actions });
installPresence(notes);
installLeaving(notes, `table-${given.table}`, given.words);
htmx.process(document.body);
setInterval(() => status.tell(), 1000);
notes.start();
