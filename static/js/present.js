// Where this laptop is: which point its caret is in, whether the page is seen, whether the network is there.
const HIDDEN = 30_000;
const SIGN = 10_000;
const JITTER = 2000;

/** @param {import("./notes.js").TableNotes} notes @param {string} [what] what is written in, as a selector */
export function installPresence(notes, what = "li.answer") {
  let here = null;
  let timer = 0;
  let hidden = 0;

  function say() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (notes.sender) notes.sender.here = here;
      sign().catch(() => undefined);
    }, 400);
  }

  async function sign() {
    const asked = Date.now();
    const answer = await fetch(`${notes.base}/here`, { method: "POST", body: JSON.stringify({ doc: here, unsent: notes.pending.size }), headers: { "Content-Type": "application/json" } });
    notes.time.measure((await answer.json()).now, asked);
    notes.receiver?.hurry();
  }

  // The first letter makes an empty line a point: the caret was there before the point was.
  for (const name of ["focusin", "input"]) {
    document.addEventListener(name, (event) => {
      const doc = event.target.closest?.(what)?.dataset.doc ?? null;
      if (doc === here) return;
      here = doc;
      say();
    });
  }
  setInterval(() => {
    if (!document.hidden && !notes.barred) say();
  }, SIGN);

  // A hidden page gives its connection back: a browser has six for a host.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(() => notes.receiver?.close(), HIDDEN);
    else if (notes.loaded && !notes.receiver.stream) notes.receiver.open();
  });
  // The whole hall hears this in the same second.
  addEventListener("online", () => setTimeout(() => notes.reach(), Math.random() * JITTER));
}
