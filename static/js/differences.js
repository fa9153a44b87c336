// The smallest change between two wordings, and where a caret is after a change.
const isLow = (text, at) => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000;
};

/**
 * The one change between two texts: [start, letters gone, letters new]. Its ends never fall between the halves of an
 * emoji: a change there diverges for ever.
 * @param {string} before @param {string} after @param {number} caret where the caret stands after the change
 */
export function difference(before, after, caret) {
  const most = Math.min(before.length, after.length);
  let end = 0;
  const tail = Math.min(most, Math.max(0, after.length - caret));
  while (end < tail && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  let start = 0;
  while (start < most - end && before[start] === after[start]) start += 1;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  while (start > 0 && (isLow(before, start) || isLow(after, start))) start -= 1;
  while (end > 0 && (isLow(before, before.length - end) || isLow(after, after.length - end))) end -= 1;
  return [start, before.length - end - start, after.slice(start, after.length - end)];
}

/** Where a place is after a change. @param {number} at @param {Array<any>} delta what Yjs says of the change */
export function moved(at, delta) {
  let place = 0;
  for (const { retain, insert, delete: gone } of delta) {
    if (retain !== undefined) place += retain;
    // Others' words at the caret itself come after it.
    else if (insert !== undefined) {
      if (place < at) at += insert.length;
      place += insert.length;
    } else if (place < at) at = Math.max(place, at - gone);
  }
  return at;
}

/** Where a change ends. @param {Array<any>} delta */
export function endOf(delta) {
  let place = 0;
  for (const { retain, insert } of delta) place += retain ?? insert?.length ?? 0;
  return place;
}
