// The synthesis: its texts with the notebook's own guarantees, and beside them what the tables said.
import htmx from "htmx.org";
import { AnswerText } from "./answer-text.js";
import { installLeaving } from "./leaving.js";
import { letterOf } from "./letters.js";
import { TableNotes } from "./notes.js";
import { askToPersist, forgetPage, keepPage } from "./offline.js";
import { clone, fit } from "./page.js";
import { installPresence } from "./present.js";
import { installSide } from "./side.js";
import { Status, filled } from "./status.js";
import { References, forget, pointOf } from "./synthesis-references.js";
import { countOf, namedIn } from "./synthesis-words.js";
import { installToast } from "./toast.js";
import { digest } from "./vocabulary.js";

const A_MINUTE = 130;
// Without it a token after Arabic words is drawn in pieces.
const LEFT_TO_RIGHT_MARK = "\u200e";
const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;
const given = JSON.parse(document.getElementById("synthesis-data").textContent);
const notes = new TableNotes(given);
const { documents } = notes;
const status = new Status(given.words, given.sentences, notes, given.laptop);
const toast = installToast(document.getElementById("toast"), () => undefined);
const served = document.getElementById("references");
let version = 0;

/** One text on the page. */
class Part {
  /** @param {HTMLElement} section */
  constructor(section) {
    Object.assign(this, { section, noted: documents.get(section.id), references: new References(section), isFresh: false });
    this.area = section.querySelector("textarea");
    this.written = section.querySelector(".written");
    this.points = section.querySelector(".points");
    this.link = document.querySelector(`.texts a[href="#${section.id}"]`);
    this.text = new AnswerText(this.area, this.noted);
    this.area.addEventListener("shown", () => fit(this.area));
  }

  get isDraft() {
    const { words } = this.noted;
    return Boolean(words.trim()) && this.noted.valueOf("drafted") === digest(words);
  }

  show() {
    this.text.show();
    fit(this.area);
    const { words } = this.noted;
    const isWritten = Boolean(words.trim());
    this.written.classList.toggle("is-empty", !isWritten);
    this.link.classList.toggle("is-written", isWritten && !this.isDraft);
    const mark = this.section.querySelector(".draft-mark");
    mark.hidden = !this.isDraft;
    mark.textContent = this.isDraft ? given.words.draft : "";
    this.references.show(words, version);
    if (this.section.id === given.twoMinutes) this.#count(words);
    this.mark();
  }

  /** Nothing of it is shown any more. */
  shut() {
    this.area.placeholder = "";
    this.link.classList.remove("is-written");
    this.written.querySelector(".mark").textContent = "";
  }

  mark() {
    if (this.noted.words || notes.pending.has(this.noted.id)) status.mark(this.written, this.noted);
  }

  #count(words) {
    const said = [...this.references.list.querySelectorAll(".words, .changed")].map((one) => one.textContent);
    const n = countOf([words, ...said].join(" "));
    this.section.querySelector(".length").textContent = n ? filled(given.words.length, { n, minutes: Math.max(1, Math.ceil((2 * n) / A_MINUTE)) / 2 }) : "";
  }

  /** The points beside it, as the server has them now. */
  fetch() {
    this.isFresh = true;
    htmx.trigger(this.points, "again");
  }

  /** Somebody else's words do not wait on a page that nobody looks at. */
  drop() {
    this.isFresh = false;
    this.points.replaceChildren();
  }

  /** The server takes no more of it: what stands here can be read and copied. @param {string} why */
  stop(why) {
    const said = this.section.querySelector(".stopped");
    said.textContent = filled(given.words.stopped_here, { why });
    said.hidden = false;
    this.area.readOnly = true;
  }

  /** Put the name of a point where the caret is. @param {HTMLElement} point */
  refer(point) {
    rest(point);
    point.classList.add("is-referred");
    const { area } = this;
    // On a phone the points stand far below the text: whoever refers to several must not look for them again each time.
    area.focus({ preventScroll: matchMedia("(max-width: 60rem)").matches });
    const [from, to] = [area.selectionStart, area.selectionEnd];
    const spaceIf = (letter) => (letter && !/\s/.test(letter) ? " " : "");
    const mark = RIGHT_TO_LEFT.test(area.value) ? LEFT_TO_RIGHT_MARK : "";
    area.setRangeText(spaceIf(area.value[from - 1]) + mark + point.dataset.token + spaceIf(area.value[to]), to, to, "end");
    this.text.take();
    this.show();
  }

  /** @param {string} draft */
  start(draft) {
    if (this.noted.words.trim()) return;
    for (const { token } of namedIn(draft)) {
      const point = pointOf(this.section, token);
      if (point) rest(point);
    }
    this.text.begin(draft);
    set(this.noted, "drafted", digest(draft));
    this.show();
    this.area.focus();
  }
}

/** @param {import("./documents.js").Noted} noted @param {string} name @param {string} value */
function set(noted, name, value) {
  if (noted.valueOf(name) === value) return;
  const command = { set: name, value };
  const at = notes.clock.next();
  noted.obey(command, given.laptop, at);
  notes.write([{ doc: noted.id, command, at }]);
}

/** A text rests on this point, in the wording that is shown. @param {HTMLElement} item */
function rest(item) {
  const noted = documents.get(item.dataset.point ?? item.dataset.reference);
  set(noted, "of", item.dataset.of);
  set(noted, "seen", item.dataset.seen);
}

const parts = new Map([...document.querySelectorAll("section.part")].map((section) => [section.id, new Part(section)]));
const partOf = (element) => parts.get(element.closest("section.part")?.id);
const showAll = () => parts.forEach((part) => part.show());
const marks = (docs) => docs?.forEach((doc) => parts.get(doc)?.mark());

/** Addresses of this page's styles and scripts. */
const builtOf = () => [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);

/** The text that the address names, or the first. */
function turn() {
  const here = parts.has(location.hash.slice(1)) ? location.hash.slice(1) : parts.keys().next().value;
  for (const [id, part] of parts) {
    part.section.hidden = id !== here;
    if (id === here) part.link.setAttribute("aria-current", "true");
    else part.link.removeAttribute("aria-current");
  }
  if (!parts.get(here).isFresh) parts.get(here).fetch();
  parts.get(here).show();
}

const on = (name, work) => notes.addEventListener(name, (event) => work(event.detail));

on("told", (docs) => {
  marks(docs);
  status.tell();
});
on("changed", (changed) => changed.forEach((noted) => parts.get(noted.id)?.show()));
on("copied", () => {
  showAll();
  document.body.dataset.copied = "yes";
});
on("loaded", () => {
  showAll();
  status.tell();
  for (const part of parts.values()) part.area.readOnly = given.reads;
  if (!document.body.dataset.loaded) keepPage(() => undefined, builtOf()).then(askToPersist);
  document.body.dataset.loaded = "yes";
});
on("standing", (told) => {
  forget(told.references ?? {});
  for (const part of parts.values()) {
    if (part.section.hidden || document.hidden) part.drop();
    else part.fetch();
  }
  htmx.trigger(served, "again");
});
document.addEventListener("visibilitychange", () => document.hidden || turn());
on("forgot", () => toast.news(given.words.forgot));
on("erased", (gone) => {
  for (const doc of gone) {
    const part = parts.get(doc);
    if (part) Object.assign(part.area, { value: "", readOnly: true });
  }
});
on("refused", ({ noted, why }) => {
  status.refused.set(noted.id, why);
  parts.get(noted.id)?.stop(status.sentence(why));
  marks([noted.id]);
});
on("waits", ({ noted, why }) => {
  status.waits.set(noted.id, why);
  marks([noted.id]);
});
on("named", ({ name, detail }) => {
  if (name === "here") {
    const before = status.writers();
    const come = status.here(detail.here, clone);
    if (come.length) toast.news(filled(given.words.joined, { who: come.join(", ") }));
    marks(new Set([...before, ...status.writers()]));
  } else if (name === "quarantined") {
    status.unread.add(detail.doc);
    marks([detail.doc]);
  }
});
on("barred", async ({ why }) => {
  await forgetPage();
  if (why === "stranger" && !sessionStorage.getItem("stranger")) {
    sessionStorage.setItem("stranger", "yes");
    location.reload();
  }
  for (const part of parts.values()) {
    part.area.readOnly = true;
    part.drop();
    part.references.show("", -1);
    part.shut();
  }
  served.replaceChildren();
  document.body.dataset.barred = "yes";
  status.tell();
});

// Without a network nothing beside the text can be fetched; it comes by itself when the server is there again.
document.addEventListener("htmx:error", ({ target }) => {
  if (!target.matches?.(".points") || target.querySelector(".beside, [role=alert]")) return;
  target.replaceChildren(document.querySelector("#side .away").content.cloneNode(true));
});
let before = "";
served.addEventListener("htmx:after:swap", () => {
  if (served.innerHTML === before) return;
  before = served.innerHTML;
  version += 1;
  showAll();
});
document.addEventListener("input", ({ target }) => target.matches("section.part textarea") && partOf(target).show());
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button");
  if (button?.matches("[data-refer]")) partOf(button).refer(button.closest("[data-point]"));
  else if (button?.matches("[data-draft]")) partOf(button).start(button.dataset.draft);
  else if (button?.matches("[data-reread]")) rest(button.closest("[data-reference]"));
});
document.addEventListener("keydown", (event) => {
  const part = event.target.matches?.("section.part textarea") && !event.isComposing && partOf(event.target);
  const letter = event.ctrlKey || event.metaKey ? letterOf(event) : "";
  if (!part || (letter !== "z" && letter !== "y")) return;
  event.preventDefault();
  part.text.back(letter === "y" || event.shiftKey);
  part.show();
});
for (const name of ["text-undo", "text-redo"]) document.addEventListener(name, ({ target }) => partOf(target)?.text.back(name === "text-redo"));
addEventListener("hashchange", turn);

installSide({ documents, actions: { reword: (noted, words) => parts.get(noted.id).text.replace(words) } });
installPresence(notes, "section.part");
installLeaving(notes, given.scope.replace("/", "-"), given.words);
turn();
setInterval(() => status.tell(), 1000);
notes.start();
