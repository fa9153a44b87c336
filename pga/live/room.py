"""How much one text, one document, one scope may hold: bounds that are added up, and measured where they are passed.

A text is small in letters and may still be dear to merge: 1,000 letters, each of which says that it stands between the
first one and another, cost 130 ms; 8,000 cost nine seconds (the library compares each with all that may stand between
its neighbours). So what is bounded is the number of comparisons: at most, new structs times all pieces there are.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pga.live.updates import Update

MOST_LETTERS = 20_000
MOST_STATE_BYTES = 160_000
MOST_CLIENTS = 200
MOST_PIECES = 2_000
# Measured: 0.13 µs each. A merge loads a text twice at most, which keeps it below 50 ms or so.
MOST_STEPS = 200_000
STEP_SECONDS = 0.13e-6
MOST_REGISTERS = 300
MOST_TEXT_ROWS = 20_000
# A point that takes no more text can still be moved and deleted.
MOST_ROWS = 24_000
MOST_PUT_ASIDE = 3
MOST_DOCUMENTS = 3_000
MOST_OCTETS = 32_000_000
# What a row takes on disk beside its payload, with its places in four indexes.
ROW_OCTETS = 250


class Bounds(NamedTuple):
    """What a text holds at most, and what it costs at most to load it.

    Letters in UTF-16 units, bytes of its state, pieces that loading makes of it, comparisons for putting them in place.
    """

    letters: int = 0
    octets: int = 0
    pieces: int = 0
    steps: int = 0

    def after(self, update: Update, octets: int, known: Mapping[int, int]) -> "Bounds":
        """With an update of so many bytes, where these clocks are known."""
        news, letters = update.news(known)
        pieces = self.pieces + news + min(update.splits, 2 * news) + 2 * len(update.deletions)
        steps = self.steps + news * (pieces - news // 2)
        return Bounds(self.letters + letters, self.octets + octets, pieces, steps)

    @property
    def is_within(self) -> bool:
        """Whether the text stays within its limits, by what may be counted twice: pieces, as words sent once more."""
        return (
            self.letters <= MOST_LETTERS
            and self.octets <= MOST_STATE_BYTES
            and self.pieces <= 2 * MOST_PIECES
            and self.steps <= MOST_STEPS
        )


def steps_of(seconds: float) -> int:
    """How many comparisons take so long."""
    return int(seconds / STEP_SECONDS)


def octets_of(payload: bytes) -> int:
    """What a row takes of its scope's room."""
    return ROW_OCTETS + len(payload)
