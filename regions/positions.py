"""Places in an order, as fractional keys over 0-9a-z that sort as plain text; `static/js/positions.js` does the same.

Between two keys there is always another; no key ends in 0. Laptops add a random letter, so that two of them that add at
the same place at the same time seldom make the same key; if they do, the answers' ids decide.
"""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(DIGITS)


def between(before: str, after: str) -> str:
    """A key after `before` and before `after`; an empty one is the start or the end. Equal ones: after both."""
    bounded = bool(after) and before < after
    made = ""
    place = 0
    while True:
        low = DIGITS.index(before[place]) if place < len(before) else 0
        high = DIGITS.index(after[place]) if bounded and place < len(after) else _BASE
        if high - low > 1:
            # At the end one step, in the middle half the way: keys stay short where answers are added.
            return made + DIGITS[(low + high) // 2 if bounded and place < len(after) else low + 1]
        made += DIGITS[low]
        bounded = bounded and high == low
        place += 1


def spread(count: int) -> list[str]:
    """So many keys in order, with room between them."""
    width = 2
    while _BASE**width < 4 * (count + 1):
        width += 1
    step = _BASE**width // (count + 1)
    return [_written((n + 1) * step, width) for n in range(count)]


def _written(value: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        value, rest = divmod(value, _BASE)
        digits = DIGITS[rest] + digits
    return digits.rstrip("0")
