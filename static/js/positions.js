// Places in an order, as fractional keys over 0-9a-z; says the same as regions/positions.py.
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A key after `before` and before `after`; "" is the start or the end. @param {string} before @param {string} after */
export function between(before, after) {
  let bounded = after !== "" && before < after;
  let made = "";
  for (let place = 0; ; place += 1) {
    const low = place < before.length ? DIGITS.indexOf(before[place]) : 0;
    const high = bounded && place < after.length ? DIGITS.indexOf(after[place]) : DIGITS.length;
    if (high - low > 1) {
      return made + DIGITS[bounded && place < after.length ? Math.floor((low + high) / 2) : low + 1];
    }
    made += DIGITS[low];
    bounded = bounded && high === low;
  }
}

/** Such a key with a random letter, so that two laptops seldom make the same. @param {string} before @param {string} after */
export function placeBetween(before, after) {
  const random = crypto.getRandomValues(new Uint8Array(1))[0] % (DIGITS.length - 1);
  return between(before, after) + DIGITS[random + 1];
}
