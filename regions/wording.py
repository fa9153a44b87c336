"""What changed between two wordings, by words; by letters in scripts that set no spaces.

Pure. The cost is bounded however long the wordings are: past it, what differs is shown as replaced in one piece.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, ADDED, REMOVED, GAP = "same", "added", "removed", "gap"
# Beyond these the middle of two wordings is not compared: tokens on one side, and pairs of equal tokens.
MOST_TOKENS = 1_500
MOST_PAIRS = 3_000
_KEPT = 20

# Whole blocks: Thai and Lao, Myanmar, Khmer, kana and Han with their extensions. Hangul has spaces.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3003-\u3007\u3021-\u30ff"
_SPACELESS += "\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
_SPACELESS += "\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f"
# What stands on or under the letter before it, in these scripts and after signs.
_MARKS = "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
_MARKS += "\u17b4-\u17d3\u17dd\u200c\u200d\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\uff9e\uff9f"
_SIGNS = (
    r"!-/:-@\[-`{-~\u00a1-\u00bf\u060c\u061b\u061f\u06d4\u0964\u0965\u2010-\u205e\u3001\u3002\u3008-\u3020\uff01-\uff0f"
)
_SIGNS += r"\uff1a-\uff20"
_TOKEN = re.compile(
    rf"\s+|[{_SPACELESS}][{_MARKS}]*|[{_SIGNS}][{_MARKS}]*|[^\s{_SIGNS}{_SPACELESS}]+",
)


class Piece(NamedTuple):
    """A stretch of wording; `kind` is same, added, removed, or gap (a long stretch left out)."""

    kind: str
    text: str


class _Run(NamedTuple):
    kind: str
    tokens: list[str]


def tokens_of(text: str) -> list[str]:
    """Words, spaces, signs, and the letters of scripts without spaces; joined they are the text again."""
    return _TOKEN.findall(text)


def changes(before: str, after: str) -> list[Piece]:
    """How one wording became the other, long stretches that stayed the same left out; empty if nothing changed."""
    if before == after:
        return []
    runs = _joined(_runs(tokens_of(before), tokens_of(after)))
    last = len(runs) - 1
    return [piece for n, run in enumerate(runs) for piece in _pieces(run, is_first=n == 0, is_last=n == last)]


def _runs(before: list[str], after: list[str]) -> Iterator[_Run]:
    start = _common(before, after, lambda n: n)
    end = _common(before[start:], after[start:], lambda n: -n - 1)
    yield _Run(SAME, before[:start])
    yield from _compared(before[start : len(before) - end], after[start : len(after) - end])
    yield _Run(SAME, before[len(before) - end :])


def _common(before: Sequence[str], after: Sequence[str], place: Callable[[int], int]) -> int:
    """How many tokens are the same, counted from where `place` begins."""
    most = min(len(before), len(after))
    return next((n for n in range(most) if before[place(n)] != after[place(n)]), most)


def _compared(before: list[str], after: list[str]) -> Iterator[_Run]:
    if not _affordable(before, after):
        yield _Run(REMOVED, before)
        yield _Run(ADDED, after)
        return
    # Spaces are everywhere: they follow the words and lead nothing.
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    for name, low, high, other_low, other_high in matcher.get_opcodes():
        if name == "equal":
            yield _Run(SAME, before[low:high])
        else:
            yield _Run(REMOVED, before[low:high])
            yield _Run(ADDED, after[other_low:other_high])


def _affordable(before: list[str], after: list[str]) -> bool:
    if max(len(before), len(after)) > MOST_TOKENS:
        return False
    counts = Counter(after)
    return sum(counts[token] for token in before if not token.isspace()) <= MOST_PAIRS


def _joined(runs: Iterator[_Run]) -> list[_Run]:
    """Changes that only a space keeps apart become one, so that a new sentence is not shown word by word."""
    joined: list[_Run] = []
    removed: list[str] = []
    added: list[str] = []
    spaces: list[str] = []
    for kind, tokens in runs:
        if not tokens:
            continue
        if kind == SAME and (not (removed or added) or any(not token.isspace() for token in tokens)):
            joined += _changed(removed, added)
            joined.append(_Run(SAME, spaces + tokens))
            removed, added, spaces = [], [], []
        elif kind == SAME:
            spaces = tokens
        else:
            removed, added = removed + spaces, added + spaces
            spaces = []
            (removed if kind == REMOVED else added).extend(tokens)
    joined += _changed(removed, added)
    return [*joined, _Run(SAME, spaces)] if spaces else joined


def _changed(removed: list[str], added: list[str]) -> list[_Run]:
    return [run for run in (_Run(REMOVED, removed), _Run(ADDED, added)) if run.tokens]


def _pieces(run: _Run, *, is_first: bool, is_last: bool) -> list[Piece]:
    """The run as it is shown: of what stayed the same, only the words beside a change."""
    tokens = run.tokens
    before, after = 0 if is_first else _KEPT, 0 if is_last else _KEPT
    if run.kind != SAME or len(tokens) <= before + after + _KEPT:
        return [Piece(run.kind, "".join(tokens))]
    head, tail = "".join(tokens[:before]), "".join(tokens[len(tokens) - after :])
    return [piece for piece in (Piece(SAME, head), Piece(GAP, "…"), Piece(SAME, tail)) if piece.text]
