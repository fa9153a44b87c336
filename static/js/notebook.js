// The notebook: wires its parts together. What is typed goes to this laptop's disk at once and to the server soon after.
import htmx from "htmx.org";
import { Actions } from "./actions.js";
import { fromBase64 } from "./bytes.js";
import { Clock } from "./clock.js";
import { Documents } from "./documents.js";
import { installDrag } from "./drag.js";
import { commandOf, installJournal, process } from "./journal.js";
import { installKeys } from "./keys.js";
import { openOutbox } from "./opening.js";
import { Page, clone, fit } from "./page.js";
import { installPaste } from "./paste.js";
import { Receiver } from "./receiver.js";
import { Sender, stateOf } from "./sender.js";
import { Status } from "./status.js";

const given = JSON.parse(document.getElementById("notebook-data").textContent);
const base = `/live/table/${given.table}`;
const clock = new Clock();
const status = new Status(given.words, given.sentences, given.laptop);
let number = 0;

const documents = new Documents((noted, update) => keep([{ doc: noted.id, text: update, at: clock.next(), since: Date.now() }]));
const page = new Page(documents, process);
const actions = new Actions({ documents, page, clock, laptop: given.laptop, keep, toast, words: given.words });
page.marks = (line, noted) => status.mark(line, noted);

const opened = openOutbox(`pga-${given.table}-${given.laptop}`, () => (status.noStore = true));
/** @type {Sender} */
let sender;
let here = null;

/** What was just written: on this laptop's disk first, then on its way. */
async function keep(edits) {
  status.wrote(edits);
  for (const { doc } of edits) markOf(doc);
  await (await opened).add(edits);
  sender?.poke();
}

function markOf(doc) {
  const line = page.shown.get(doc);
  if (line?.matches(".answer")) status.mark(line, documents.get(doc));
}

function takeRow(row) {
  clock.observe(row.clock);
  const noted = documents.get(row.doc);
  noted.at = row.at;
  if (row.text) noted.merge(fromBase64(row.text));
  else noted.obey(row, row.laptop, row.clock);
  return noted;
}

function takeRows(rows) {
  const changed = new Set(rows.map(takeRow));
  for (const row of rows) number = Math.max(number, row.n);
  for (const noted of changed) page.render(noted);
}

async function load() {
  const outbox = await opened;
  const answer = await fetch(`${base}/snapshot`, { credentials: "same-origin" });
  const told = await answer.json();
  if (!answer.ok) return bar(told.why);
  clock.follow(told.now);
  for (const { doc, state, registers } of told.docs) {
    const noted = documents.get(doc);
    if (state) noted.merge(fromBase64(state));
    for (const [name, entry] of Object.entries(registers)) takeRegister(noted, name, entry);
  }
  told.rows.forEach(takeRow);
  number = told.number;
  await outbox.startAfter(told.mark);
  const { sealed, typed } = await outbox.all();
  for (const edit of [...sealed, ...typed]) {
    const noted = documents.get(edit.doc);
    if (edit.text) noted.merge(edit.text);
    else noted.obey(edit.command, given.laptop, edit.at);
  }
  status.waits([...sealed, ...typed]);
  status.loaded = true;
  page.renderAll();
  document.body.dataset.loaded = "yes";
  return true;
}

function takeRegister(noted, name, entry) {
  if (name === "stays") {
    noted.obey({ set: name, value: true }, "", entry.true);
    noted.obey({ set: name, value: false, saw: entry.seen }, "", 0);
  } else {
    clock.observe(entry[0]);
    noted.obey({ set: name, value: entry[2], sv: entry[3] }, entry[1], entry[0]);
  }
}

function bar(why) {
  status.barred = why;
  if (sender) sender.barred = why;
  receiver.close();
  status.tell();
}

/** What the server did not take: a gap is filled, a point too long goes on in a new one; nothing typed is dropped. */
async function refused(told) {
  for (const refusal of told.refused ?? []) {
    const edit = (await (await opened).all()).sealed.find((one) => one.id === refusal.id);
    if (!edit || refusal.status === 429) continue;
    const noted = documents.get(edit.doc);
    if (refusal.status === 409) await keep([{ doc: edit.doc, text: noted.missing(stateOf(refusal)), at: clock.next(), since: edit.since }]);
    else if (edit.text) goOnAnew(noted, refusal.why);
    else status.refused.set(edit.doc, refusal.why);
    markOf(edit.doc);
  }
}

function goOnAnew(noted, why) {
  status.refused.set(noted.id, why);
  const line = page.shown.get(noted.id);
  if (!line || noted.split) return;
  noted.split = true;
  line.querySelector("textarea").readOnly = true;
  const fresh = page.draft(line.parentElement, line);
  actions.begin(fresh);
  const copy = documents.get(fresh.dataset.doc);
  copy.text.insert(0, noted.words.slice(0, 9000));
  page.render(copy);
}

const receiver = new Receiver(`${base}/stream`, () => number);
receiver.addEventListener("rows", (event) => takeRows(event.detail.rows));
receiver.addEventListener("far", () => load().catch(console.error));
receiver.addEventListener("refused", (event) => bar(event.detail.why));
receiver.addEventListener("open", () => {
  status.lost = 0;
  status.tell();
  sender?.poke(0);
});
receiver.addEventListener("lost", () => {
  status.lost ||= Date.now();
  // Whether it is the network or the link that is gone, the snapshot's answer tells.
  fetch(`${base}/snapshot`, { credentials: "same-origin" })
    .then(async (answer) => (answer.status === 401 || answer.status === 403) && bar((await answer.json()).why))
    .catch(() => undefined);
});
receiver.addEventListener("here", (event) => {
  status.here(event.detail.here, clone);
  for (const line of document.querySelectorAll("li.answer[data-doc]")) status.mark(line, documents.get(line.dataset.doc));
});

async function start() {
  await loadUntilThere();
  // Not before: the snapshot says after which id this laptop's go on, and an id that is used again is a word lost.
  const outbox = await opened;
  sender = new Sender(`${base}/edits`, outbox, () => ({ doc: here }), refused);
  sender.addEventListener("acknowledged", (event) => {
    clock.follow(event.detail.now);
    status.lost = 0;
  });
  sender.addEventListener("round", async () => {
    const { sealed, typed } = await outbox.all();
    const before = [...status.pending.keys()];
    status.waits([...sealed, ...typed]);
    before.forEach(markOf);
    if (sender.failures) status.lost ||= Date.now();
    if (sender.barred) bar(sender.barred);
    status.tell();
  });
  if (status.barred) return;
  receiver.open();
  sender.poke(0);
}

async function loadUntilThere() {
  for (let failures = 0; ; failures += 1) {
    try {
      await load();
      return;
    } catch {
      status.lost ||= Date.now();
      status.tell();
      await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * Math.min(10_000, 1000 * 2 ** failures)));
    }
  }
}

/** The line's document, made by the first letter in it. */
document.addEventListener("input", (event) => {
  const area = /** @type {HTMLTextAreaElement} */ (event.target);
  if (!area.matches("li.answer textarea")) return;
  fit(area);
  const line = area.closest("li");
  if (line.dataset.doc) {
    page.count();
    if (line.matches(".names")) page.render(documents.get(line.dataset.doc));
  } else if (area.value) {
    const noted = actions.begin(line);
    page.texts.get(noted.id).take();
    page.render(noted);
  }
});

document.addEventListener("focusin", (event) => {
  const doc = event.target.closest?.("li.answer")?.dataset.doc ?? null;
  if (doc !== here) {
    here = doc;
    say();
  }
});
document.addEventListener("focusout", (event) => {
  const doc = event.target.closest?.("li.answer")?.dataset.doc;
  if (doc && !event.relatedTarget) setTimeout(() => page.shown.has(doc) && page.render(documents.get(doc)), 0);
});
document.addEventListener(
  "toggle",
  (event) => {
    const line = event.target.matches?.("details.more[open]") ? event.target.closest("li") : null;
    const select = line?.querySelector("select[name=issue]");
    if (select && line.dataset.doc) page.offerIssues(select, documents.get(line.dataset.doc));
  },
  true,
);

let said = 0;
function say() {
  clearTimeout(said);
  said = setTimeout(() => {
    fetch(`${base}/here`, { method: "POST", body: JSON.stringify({ doc: here }), headers: { "Content-Type": "application/json" } }).catch(() => undefined);
  }, 400);
}

function toast(words) {
  const box = document.getElementById("toast");
  box.querySelector("span").textContent = words;
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (box.hidden = true), 8000);
}
document.querySelector("#toast button").addEventListener("click", () => {
  actions.undo();
  document.getElementById("toast").hidden = true;
});

addEventListener("beforeunload", (event) => {
  if (status.noStore && status.pending.size) event.preventDefault();
});

installJournal(`${base}/edits`, (form, field) => {
  const line = form.closest("li");
  const [name, value] = commandOf(field);
  const noted = line.dataset.doc ? documents.get(line.dataset.doc) : actions.begin(line);
  actions.set(noted, name, value, field.closest(".ticklist"));
});
installKeys({ page, actions, documents });
installPaste((line, words) => actions.paste(line, words));
installDrag({ documents, actions });
htmx.process(document.body);
setInterval(() => {
  status.tell();
  if (!document.hidden && !status.barred) say();
}, 10_000);
setInterval(() => status.tell(), 1000);
start();
