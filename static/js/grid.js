// The grid of tables: silence that grows, order, folding, and the notes of one table beside it.
const SILENT_MIN = 6;
const LOOK = 15_000;
const FOLDED = "folded";

/** @param {HTMLElement} live @param {(address: string) => Promise<any>} fetchPart */
export function installGrid(live, fetchPart) {
  const table = document.querySelector("table.tables");
  installSilence(table);
  installFolding(table);
  installOrder(table);
  installPanel(table, fetchPart);
}

function installSilence(table) {
  const words = table.dataset.silent;
  const look = (head) => {
    const minutes = head.dataset.at ? Math.floor((Date.now() / 1000 - Number(head.dataset.at)) / 60) : 0;
    const line = head.querySelector(".silence");
    const isSilent = minutes >= SILENT_MIN && !document.querySelector(".session-state.is-closed");
    line.hidden = !isSilent;
    line.textContent = isSilent ? words.replace("{n}", String(minutes)) : "";
    head.classList.toggle("silent", isSilent);
  };
  const all = () => table.querySelectorAll("th[data-number]").forEach(look);
  table.addEventListener("piece", ({ target }) => target.matches("th[data-number]") && look(target));
  setInterval(all, LOOK);
  all();
}

function installFolding(table) {
  const key = `${FOLDED} ${location.pathname}`;
  const bodies = [...table.querySelectorAll("tbody[data-region]")];
  const remembered = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
  const all = document.getElementById("fold-all");
  const fold = (body, folded) => {
    body.classList.toggle("folded", folded);
    body.querySelector(".fold").setAttribute("aria-expanded", String(!folded));
  };
  const nameAll = () => (all.textContent = bodies.every((body) => body.matches(".folded")) ? all.dataset.unfold : all.dataset.fold);
  const remember = () => {
    nameAll();
    keep();
  };
  const keep = () => localStorage.setItem(key, JSON.stringify(bodies.filter((body) => body.matches(".folded")).map((body) => body.dataset.region)));
  for (const body of bodies) {
    fold(body, remembered.has(body.dataset.region));
    body.querySelector(".fold").addEventListener("click", () => {
      fold(body, !body.matches(".folded"));
      remember();
    });
  }
  nameAll();
  all.addEventListener("click", () => {
    const folded = bodies.some((body) => !body.matches(".folded"));
    for (const body of bodies) fold(body, folded);
    remember();
  });
}

const value = (row, name) => Number(row.querySelector("th").dataset[name] ?? 0);
const BY = {
  number: (one, other) => value(one, "number") - value(other, "number"),
  at: (one, other) => value(one, "at") - value(other, "at"),
  points: (one, other) => value(one, "points") - value(other, "points"),
};

/** Rows are put in order when somebody asks for it, never under the pointer. */
function installOrder(table) {
  const [choice, again] = [document.getElementById("order"), document.getElementById("order-again")];
  const sorted = (body) => [...body.querySelectorAll("tr:not(.reg)")].sort((one, other) => BY[choice.value](one, other) || BY.number(one, other));
  const put = () => {
    for (const body of table.tBodies) body.append(...sorted(body));
    again.hidden = true;
  };
  choice.addEventListener("change", put);
  again.addEventListener("click", put);
  let timer = 0;
  table.addEventListener("piece", () => {
    if (choice.value === "number") return;
    timer ||= setTimeout(() => {
      timer = 0;
      again.hidden = [...table.tBodies].every((body) => sorted(body).every((row, n) => body.rows[n + 1] === row));
    }, 1000);
  });
}

function installPanel(table, fetchPart) {
  const panel = document.getElementById("panel");
  let shown = "";
  let timer = 0;

  async function open(address, row) {
    shown = row;
    await fetchPart(address);
    panel.hidden = false;
    document.body.classList.add("with-panel");
    panel.querySelector("h2")?.focus({ preventScroll: true });
  }

  function close() {
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    document.querySelector(`#h${shown} a`)?.focus();
    shown = "";
  }

  table.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.target.closest("a.late, .reg, thead")) return;
    const row = event.target.closest("tbody tr");
    const link = row?.querySelector("th a");
    if (!link) return;
    event.preventDefault();
    open(link.href, row.id.slice(1));
  });
  panel.querySelector("[data-close]").addEventListener("click", close);
  document.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && close());
  // The table writes on: its notes are read again, at most every two seconds.
  table.addEventListener("piece", ({ target }) => {
    if (panel.hidden || target.closest("tr")?.id !== `t${shown}` || timer) return;
    timer = setTimeout(() => {
      timer = 0;
      if (!panel.hidden) fetchPart(document.querySelector(`#h${shown} a`).href);
    }, 2000);
  });
}
