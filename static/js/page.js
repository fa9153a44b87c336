// What the notebook shows: each document in its place, cloned from the page's own templates. No HTML is made here.
import { AnswerText } from "./answer-text.js";
import { inOrder } from "./documents.js";

const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** A copy of a template's only element. @param {string} id @returns {HTMLElement} */
export const clone = (id) => /** @type {HTMLTemplateElement} */ (byId(id)).content.firstElementChild.cloneNode(true);

const FITS = CSS.supports("field-sizing", "content");

/** Let a textarea be as high as its words, where the style sheet alone cannot. @param {HTMLTextAreaElement} area */
export function fit(area) {
  if (FITS) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight}px`;
}

export class Page {
  /** @param {import("./documents.js").Documents} documents @param {(element: HTMLElement) => void} ready called with what was cloned */
  constructor(documents, ready) {
    this.documents = documents;
    this.ready = ready;
    /** @type {Map<string, HTMLElement>} */
    this.shown = new Map();
    /** @type {Map<string, AnswerText>} */
    this.texts = new Map();
    this.sections = [...document.querySelectorAll("section.question")];
    /** @type {WeakSet<Element>} */
    this.woken = new WeakSet();
    /** What a line was dressed in. @type {WeakMap<Element, any>} */
    this.dressed = new WeakMap();
    this.marks = () => {};
    this.typed = () => {};
    /** What may be done on a line now. @type {(line: HTMLElement) => void} */
    this.bar = () => {};
    this.counted = () => {};
    this.counting = 0;
    for (const section of this.sections) this.draft(section.querySelector(":scope > ol.answers"));
  }

  /** The section of a question, or of what is not placed yet. */
  section(question) {
    return this.sections.find((section) => section.dataset.question === String(question ?? "")) ?? byId("later");
  }

  get naming() {
    return this.sections.find((section) => "namesIssues" in section.dataset);
  }

  /** An empty line at the end of a list, or after another. @param {Element} list @param {Element} [after] */
  draft(list, after) {
    const line = this.line(list);
    line.classList.add("draft");
    if (after) after.after(line);
    else list.append(line);
    this.#wake(line);
    this.bar(line);
    return line;
  }

  line(list) {
    const section = list.closest("section");
    const line = clone("namesIssues" in section.dataset ? "issue-part" : "answer-part");
    this.#fillTicks(line, section);
    this.#label(line, section);
    return line;
  }

  /** "Point 3a": whoever goes from field to field hears where it stands. */
  #label(line, section) {
    const area = line.querySelector("textarea");
    const heading = section.querySelector(":scope > h2");
    const no = (heading.querySelector(".no") ?? heading).textContent;
    area.setAttribute("aria-label", `${area.dataset.label} ${no}`);
  }

  /** htmx takes only what stands on the page. */
  #wake(line) {
    if (this.woken.has(line) || !line.isConnected) return;
    this.woken.add(line);
    this.ready(line);
  }

  #fillTicks(line, section) {
    const ticks = line.querySelector(".ticks");
    if (ticks.dataset.of === section.id) return;
    ticks.dataset.of = section.id;
    ticks.replaceChildren(section.querySelector(":scope > template.ticks-here").content.cloneNode(true));
  }

  /** Everything, once, after the snapshot. */
  renderAll() {
    this.#blocks();
    for (const sort of ["i", "a"]) for (const noted of this.documents.sorted(sort)) this.render(noted, true);
    this.count();
  }

  /** Put one document where it belongs. @param {import("./documents.js").Noted} noted @param {boolean} [many] */
  render(noted, many = false) {
    if (!many && this.#onlyWords(noted)) return;
    if (noted.isIssue && !many) this.#issueChanged(noted);
    const list = this.#listOf(noted);
    let line = this.shown.get(noted.id);
    const stood = line?.parentElement;
    if (line && (!list || Boolean(line.closest(".gone")) !== list.matches(".gone"))) {
      this.#remove(noted.id, line);
      line = undefined;
    }
    if (list) {
      line ??= this.#add(noted, list);
      this.#place(line, noted, list);
      this.#dress(line, noted);
    }
    if (!many && this.shown.get(noted.id)?.parentElement !== stood) this.count();
  }

  /** Whether nothing but its words can have changed since it was dressed; they are shown. */
  #onlyWords(noted) {
    const line = this.shown.get(noted.id);
    const stands = line && !noted.isIssue && this.dressed.get(line) === noted.registers && !noted.deleted && !line.closest(".gone");
    if (!stands || !noted.words.trim()) return false;
    this.texts.get(noted.id).show();
    this.marks(line, noted);
    return true;
  }

  #listOf(noted) {
    const line = this.shown.get(noted.id);
    if (noted.deleted) return noted.words.trim() ? byId("deleted").querySelector("ol") : null;
    // Empty ones are shown only where somebody is about to write in them.
    if (!noted.words.trim() && !(line && !line.closest(".gone"))) return null;
    if (noted.isIssue) return this.naming?.querySelector(":scope > ol.answers") ?? byId("later").querySelector("ol.answers");
    const section = this.section(noted.question);
    if ("namesIssues" in section.dataset) return byId("later").querySelector("ol.answers");
    const block = noted.issue && "perIssue" in section.dataset ? section.querySelector(`[data-issue="${noted.issue}"]`) : null;
    return (block ?? section).querySelector(block ? "ol.answers" : ":scope > ol.answers");
  }

  #add(noted, list) {
    if (list.matches(".gone")) {
      const line = clone("gone-part");
      this.#hold(line, noted);
      return line;
    }
    return this.adopt(this.line(list), noted);
  }

  /** Let a line on the page be this document's. @param {HTMLElement} line @param {import("./documents.js").Noted} noted */
  adopt(line, noted) {
    line.classList.remove("draft");
    this.#hold(line, noted);
    const area = line.querySelector("textarea");
    const text = new AnswerText(area, noted, (typed) => this.typed(typed));
    this.texts.set(noted.id, text);
    area.addEventListener("shown", () => fit(area));
    this.count();
    return line;
  }

  #hold(line, noted) {
    line.dataset.doc = noted.id;
    this.shown.set(noted.id, line);
    const mark = line.querySelector(".mark");
    if (!mark) return;
    // Where its words are is read with the point, not beside it.
    mark.id = `mark-${noted.id}`;
    line.querySelector("textarea").setAttribute("aria-describedby", mark.id);
  }

  #remove(id, line) {
    line.remove();
    this.texts.get(id)?.close();
    this.shown.delete(id);
    this.texts.delete(id);
  }

  /** A document that is no more. @param {string} id */
  drop(id) {
    const line = this.shown.get(id);
    if (line) this.#remove(id, line);
    if (id[0] === "i") this.#blocks();
    this.count();
  }

  #place(line, noted, list) {
    const others = [...list.children].filter((other) => other !== line && other.dataset.doc);
    const after = others.find((other) => inOrder(noted, this.documents.get(other.dataset.doc)) < 0);
    const before = after ?? [...list.children].find((other) => other !== line && other.matches(".draft:last-child")) ?? null;
    const settled = line.parentElement === list && this.#stands(line, before);
    if (!settled) keepingFocus(line, () => list.insertBefore(line, before));
    this.#wake(line);
    if (list.matches(".gone")) return;
    this.#fillTicks(line, list.closest("section"));
    if (!settled) this.#label(line, list.closest("section"));
  }

  /** Whether nothing but drafts stands between a line and the one that it should come before. */
  #stands(line, before) {
    let next = line.nextElementSibling;
    while (next && next !== before && next.matches(".draft")) next = next.nextElementSibling;
    return next === before;
  }

  #dress(line, noted) {
    if (line.parentElement?.matches(".gone")) {
      line.querySelector(".words").textContent = noted.words;
      return;
    }
    this.texts.get(noted.id)?.show();
    fit(line.querySelector("textarea"));
    line.classList.toggle("stays", noted.stays);
    const kind = noted.valueOf("kind", "point");
    if (line.dataset.kind !== kind) line.dataset.kind = kind;
    for (const button of line.querySelectorAll("button.tick")) {
      const pressed = String(Boolean(noted.valueOf(button.name)));
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
    const fields = [...line.querySelectorAll("input, select")];
    for (const field of fields) this.#fill(field, noted);
    this.bar(line);
    this.marks(line, noted);
    // A field that somebody is in is filled when it is left.
    if (fields.includes(document.activeElement)) this.dressed.delete(line);
    else this.dressed.set(line, noted.registers);
  }

  #fill(field, noted) {
    if (field === document.activeElement) return;
    if (field.type === "checkbox") field.checked = Boolean(noted.valueOf(field.name));
    else if (field.name === "kind") field.value = noted.valueOf("kind", "point");
    else field.value = noted.valueOf(field.name) ?? "";
  }

  /** Open what is seldom needed; it is made when it is needed, since three hundred of them are slow. @param {HTMLElement} line */
  openMore(line) {
    const details = line.querySelector("details.more");
    const panel = details.querySelector(".panel");
    if (!panel.childElementCount) {
      panel.append(...clone(line.matches(".names") ? "issue-panel" : "answer-panel").childNodes);
      const noted = this.documents.get(line.dataset.doc);
      const select = panel.querySelector("select[name=issue]");
      if (select) this.#offerIssues(select, noted);
      this.#dress(line, noted);
    }
    details.open = true;
  }

  /** @param {HTMLElement} line */
  closeMore(line) {
    const details = line.querySelector("details.more");
    details.open = false;
    details.querySelector(".panel").replaceChildren();
  }

  /** Issues as they may be chosen. @param {HTMLSelectElement} select */
  #offerIssues(select, noted) {
    for (const issue of this.documents.issues) {
      const option = clone("issue-option");
      Object.assign(option, { value: issue.id, textContent: issue.words });
      select.append(option);
    }
    select.value = noted.issue ?? "";
  }

  /** A block for each issue under each question that is asked per issue. */
  #blocks() {
    const issues = this.documents.issues;
    for (const section of this.sections.filter((one) => "perIssue" in one.dataset)) {
      const blocks = section.querySelector(".blocks");
      issues.forEach((issue, n) => {
        let block = blocks.querySelector(`[data-issue="${issue.id}"]`);
        if (!block) {
          block = clone("issue-block");
          block.dataset.issue = issue.id;
          blocks.append(block);
          this.draft(block.querySelector("ol"));
        }
        block.querySelector("b").textContent = String(n + 1);
        block.querySelector(".name").textContent = issue.words;
        if (blocks.children[n] !== block) blocks.insertBefore(block, blocks.children[n]);
      });
      const kept = new Set(issues.map((issue) => issue.id));
      for (const block of [...blocks.children]) if (!kept.has(block.dataset.issue)) this.#dissolve(block, section);
    }
  }

  /** An issue is gone: its points stand without one, and a line that somebody writes in stays. */
  #dissolve(block, section) {
    const list = section.querySelector(":scope > ol.answers");
    for (const line of [...block.querySelectorAll("li[data-doc]")]) {
      keepingFocus(line, () => list.insertBefore(line, list.lastElementChild));
    }
    block.remove();
  }

  #issueChanged(issue) {
    const before = this.issuesShown;
    this.issuesShown = this.documents.issues.map((one) => `${one.id} ${one.words}`).join("\n");
    if (before === this.issuesShown) return;
    this.#blocks();
    for (const noted of this.documents.all.values()) if (noted.issue === issue.id) this.render(noted, true);
  }

  /** Counts in the outline, and what depends on them; at most once a frame. */
  count() {
    if (this.counting) return;
    this.counting = requestAnimationFrame(() => {
      this.counting = 0;
      for (const link of document.querySelectorAll("[data-counts]")) this.#countOf(link);
      for (const section of this.sections) this.#tidy(section);
      this.counted();
    });
  }

  #countOf(link) {
    const place = byId(link.dataset.counts === "later" || link.dataset.counts === "deleted" ? link.dataset.counts : `q${link.dataset.counts}`);
    const count = place.querySelectorAll("li[data-doc]").length;
    const shown = link.querySelector("em");
    if (shown.textContent === String(count)) return;
    shown.textContent = String(count);
    link.closest("li")?.classList.toggle("done", count > 0);
  }

  #tidy(section) {
    const own = section.querySelector(":scope > ol.answers");
    const filled = own.querySelector("li[data-doc]");
    if ("perIssue" in section.dataset) {
      const blocks = section.querySelector(".blocks").childElementCount;
      const heading = section.querySelector(".no-issue");
      heading.hidden = !blocks || !filled;
      own.hidden = Boolean(blocks) && !filled && !own.contains(document.activeElement);
    }
    const over = section.querySelector(".over-limit");
    if (over) over.hidden = !section.dataset.limit || own.querySelectorAll("li[data-doc]").length <= Number(section.dataset.limit);
  }
}

/** Moving an element on the page takes its focus and caret away; give them back. */
function keepingFocus(line, move) {
  const area = line.contains(document.activeElement) ? document.activeElement : null;
  const [from, to] = [area?.selectionStart, area?.selectionEnd];
  move();
  if (!area) return;
  area.focus({ preventScroll: true });
  if (from !== undefined && from !== null && area.matches("textarea")) area.setSelectionRange(from, to);
}
