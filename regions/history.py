"""The history of an answer or an issue, for its own table only: the journal's rows of one document as readable steps.

Consecutive rows of one laptop without a long pause are one step. The wording at its end is merged from the bytes, never
from updates applied one after the other.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from pga.live import journal
from pga.live.compaction import PAUSE_MS
from pga.live.merging import CannotMerge, merge, read, vector_of
from pga.live.models import JournalRow
from pga.live.updates import read_vector
from regions import vocabulary
from regions.deeds import Names, State, deeds_between
from regions.models import DiscussionTable, Laptop
from regions.wording import Piece, changes

STEPS_A_PAGE = 20
# The library holds the interpreter while it merges, and the edit door waits: little at a time.
_MERGED_AT_ONCE = 200


class Step(NamedTuple):
    """What one laptop did without a pause; `text` is the wording at its end, `is_open` whether it may come back.

    A `late` one came after the close and is not in the session's results.
    """

    who: str
    is_own: bool
    at: datetime
    pieces: list[Piece]
    deeds: list[str]
    text: str
    is_open: bool
    late: bool


class History(NamedTuple):
    """Steps, newest first; `earlier` is the number before which more of them stand, None where they begin."""

    key: str
    steps: list[Step]
    earlier: int | None


class Telling(NamedTuple):
    """How steps are told: what was done beside the wording, whose a grant is, and the grant of who reads."""

    deeds: Callable[[State, State, bool], list[str]]
    who: Callable[[str], str]
    reader: str


class _Replay:
    """A document as it was after so many rows."""

    def __init__(self) -> None:
        self._bytes, self._text = b"", ""
        self._registers: vocabulary.Registers = {}

    def take(self, rows: Iterable[JournalRow]) -> None:
        """Go on to the end of these rows."""
        left = iter(rows)
        while some := list(islice(left, _MERGED_AT_ONCE)):
            self._merge([bytes(row.payload) for row in some if row.sort == "text"])
            for row in some:
                if row.sort == "set":
                    command = json.loads(bytes(row.payload))
                    self._registers = vocabulary.reduce(self._registers, command, row.laptop, row.clock)

    def _merge(self, updates: Sequence[bytes]) -> None:
        try:
            reading = read(merge(self._bytes, updates))
            self._bytes, self._text = reading.state, reading.text
        except CannotMerge:
            # The projector puts the row aside; here it is only left out.
            for update in updates if len(updates) > 1 else ():
                self._merge([update])

    def state(self) -> State:
        """What a person would see now."""
        vector = read_vector(vector_of(self._bytes)) if self._bytes and "deleted" in self._registers else {}
        deleted, brought_back = vocabulary.deletion(self._registers, vector)
        # NUL stands in no page; the answers have none either.
        text = self._text.replace("\x00", "")
        return State(text, self._registers, deleted, brought_back)


def history_of(table: DiscussionTable, key: str, *, reader: Laptop, before: int | None = None) -> History | None:
    """A page of steps that end before the row `before`, as `reader` sees them; None if nothing is kept of the document.

    Six queries. Every row of the document is read; wordings are compared for one page only.
    """
    rows = list(journal.rows_of(f"table:{table.pk}", key)) if vocabulary.is_key(key) else []
    if not rows:
        return None
    laptops = {laptop.grant: laptop for laptop in Laptop.objects.filter(table=table)}
    telling = Telling(
        deeds=partial(_deeds, Names.of(table)), who=lambda grant: _who(laptops.get(grant)), reader=reader.grant
    )
    return steps_of(key, rows, telling, before)


def steps_of(key: str, rows: Sequence[JournalRow], telling: Telling, before: int | None) -> History:
    """A page of the steps of any document, from all of its rows."""
    runs = _runs([row for row in rows if before is None or row.number < before])
    replay = _Replay()
    replay.take(row for run in runs[:-STEPS_A_PAGE] for row in run)
    shown = runs[-STEPS_A_PAGE:]
    steps = _steps(shown, replay, is_beginning=len(shown) == len(runs), telling=telling)
    replay.take(row for row in rows if before is not None and row.number >= before)
    now = replay.state().text
    # Of several rows that became one the number is the last one's: so a page ends behind a row, never before one.
    earlier = runs[-len(shown) - 1][-1].number + 1 if len(shown) < len(runs) else None
    return History(key, [_opened(step, now) for step in reversed(steps)], earlier)


def state_now(table: DiscussionTable, key: str) -> State | None:
    """A document as its own table sees it now, with what came late; None if nothing is kept of it."""
    rows = list(journal.rows_of(f"table:{table.pk}", key)) if vocabulary.is_key(key) else []
    replay = _Replay()
    replay.take(rows)
    return replay.state() if rows else None


def _runs(rows: Iterable[JournalRow]) -> list[list[JournalRow]]:
    """Rows of one laptop after each other, without a pause; late ones apart."""
    runs: list[list[JournalRow]] = []
    for row in rows:
        last = runs[-1][-1] if runs else None
        if last and (last.laptop, last.late) == (row.laptop, row.late) and (row.began or row.at) - last.at <= PAUSE_MS:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _steps(runs: Sequence[list[JournalRow]], replay: _Replay, *, is_beginning: bool, telling: Telling) -> list[Step]:
    """A step for each run that changed what a person sees."""
    steps: list[Step] = []
    before = replay.state()
    for n, run in enumerate(runs):
        replay.take(run)
        after = replay.state()
        pieces = changes(before.text, after.text)
        deeds = telling.deeds(before, after, is_beginning and n == 0)
        if pieces or deeds:
            last = run[-1]
            at = datetime.fromtimestamp(last.at / 1000, UTC)
            who = telling.who(last.laptop)
            own, words = last.laptop == telling.reader, bool(pieces)
            steps.append(Step(who, own, at, pieces, deeds, after.text, is_open=words, late=last.late))
        before = after
    return steps


def _deeds(names: Names, before: State, after: State, is_first: bool) -> list[str]:
    return deeds_between(before, after, names, is_first=is_first)


def _who(laptop: Laptop | None) -> str:
    if laptop is None:
        return _("A laptop that is not known here")
    return laptop.name or _("Laptop %(number)s") % {"number": laptop.number}


def _opened(step: Step, now: str) -> Step:
    """A wording may come back if this step made it, there is one, and it is not the present one."""
    return step._replace(is_open=step.is_open and bool(step.text.strip()) and step.text != now)
