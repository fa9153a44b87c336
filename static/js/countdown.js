// Clocks that run down in time with everybody's: they end at full seconds of the server, and tick at them.

/** What is left, the same in every language: 7:42, 1:07:42. @param {number} ms */
export const leftOf = (ms) => asClock(Math.ceil(ms / 1000));

/** What has passed. @param {number} ms */
export const goneOf = (ms) => asClock(Math.floor(ms / 1000));

function asClock(full) {
  const seconds = Math.max(0, full);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (n) => String(n).padStart(2, "0");
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

/** Do something now, at each full second of the server, and when the page is looked at again. @param {{now: number}} time @param {() => void} work */
export function everySecond(time, work) {
  let timer = 0;
  const next = () => {
    clearTimeout(timer);
    work();
    // A little after the second, so that it is over by any rounding.
    timer = setTimeout(next, 1000 - (Math.round(time.now) % 1000) + 4);
  };
  document.addEventListener("visibilitychange", () => document.hidden || next());
  next();
  return next;
}
