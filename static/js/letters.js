// Which letter a key of a command stands for, whatever the keyboard.

/**
 * The Latin letter that the key writes here (a German keyboard has Z where others have Y); where it writes another script's
 * letter, the one that stands there on most keyboards. @param {KeyboardEvent} event @returns {string} small, or empty
 */
export function letterOf(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase() ?? "";
}
