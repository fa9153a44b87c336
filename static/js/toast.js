// What was just done, said for a while at the foot of the page; what can be taken back with one click.
const SHOWN = 8000;

/** @param {HTMLElement} box @param {(done: import("./undoing.js").Done) => void} takeBack */
export function installToast(box, takeBack) {
  const [line, button] = [box.querySelector("span"), box.querySelector("button")];
  let offered = null;
  let timer = 0;
  let waiting = [];

  function show(words, done) {
    offered = done ?? null;
    line.textContent = words;
    button.hidden = !done;
    box.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(hide, SHOWN);
  }

  function hide() {
    box.hidden = true;
    offered = null;
    const next = waiting.shift();
    if (next) show(next);
  }

  button.addEventListener("click", () => offered && takeBack(offered));

  return {
    /** What this person did. @param {string} words @param {import("./undoing.js").Done} [done] */
    say: show,
    /** What others did: it must not take an offered undoing away. @param {string} words */
    news(words) {
      if (offered) waiting = [...waiting, words].slice(-2);
      else show(words);
    },
  };
}
