"""What may stand in a spreadsheet's cell: words that stay words, whatever program opens the file."""

import re
from collections.abc import Iterator

# Excel's limit is 32,767 UTF-16 units; some room for the guard's marks.
MOST_UNITS = 32_000
# Where some program sees a cell begin: at the start, and behind what it may take for a separator.
_BEGINS = "(?:^|(?<=[\n\r\t;,|]))"
# What makes a formula there (wide forms too), and the guard's own mark, so that it can be taken away again.
_TELLS = "[ \xa0]*['=+\\-@\uff1d\uff0b\uff0d\uff20]"
_UNGUARDED = re.compile(f"{_BEGINS}(?={_TELLS})|^(?=[\t\r\n])")
_GUARDED = re.compile(f"{_BEGINS}'(?={_TELLS})|^'(?=[\t\r\n])")


def guarded(text: str) -> str:
    """The text with an apostrophe where a program could begin to calculate."""
    return _UNGUARDED.sub("'", text)


def unguarded(text: str) -> str:
    """The text as it was before it was guarded."""
    return _GUARDED.sub("", text)


def pieces(text: str, most: int = MOST_UNITS) -> Iterator[str]:
    """The text in pieces that fit a cell; put together again they are the text, to the letter."""
    begin = units = 0
    for n, letter in enumerate(text):
        wide = 2 if letter > "\uffff" else 1
        if units + wide > most:
            yield text[begin:n]
            begin, units = n, 0
        units += wide
    yield text[begin:]


def words_in(text: str) -> int:
    """How many words; where a script puts no spaces between them, its characters are counted, as word processors do."""
    unspaced = len(_UNSPACED.findall(text))
    spaced = sum(any(map(str.isalnum, word)) for word in _UNSPACED.sub(" ", text).split())
    return unspaced + spaced


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
