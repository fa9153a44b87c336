"""What the writer remembers between groups: a cache of each scope's clocks and marks, dropped at the least doubt."""

import base64
import json
import threading
from collections import Counter, OrderedDict
from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple

from django.db.models import Count, Q

from pga.live import limits, room
from pga.live.edits import Edit
from pga.live.errors import FULL, NOT_TAKEN, TOO_FAST, TOO_LONG, TOO_MANY_MARKS, TOO_OFTEN, Refused
from pga.live.merging import CannotMerge, merge, read, vector_of
from pga.live.models import Document, JournalRow, Projection
from pga.live.room import Bounds
from pga.live.settled import mark_of
from pga.live.spans import Spans
from pga.live.updates import BadUpdate, Span, Update, advance, brings_more, read_update, read_vector, write_vector

MOST_SCOPES = 1_000
MOST_TEXTS = 400
# What the server made itself, however long.
_ANY_SIZE = 16_000_000
_SMALLEST_PIECE = 6


def letters_in(text: str) -> int:
    """The length of a text as laptops count it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class KnownText:
    """Of one document: the next clock of every client, its registers' names, bounds of what it holds and costs.

    Made of the document as it is merged, the rows after it and the numbers of its rows and of those put aside.
    """

    def __init__(self, scope: str, doc: str, document: Document | None, rows: "Rows", counts: tuple[int, int]) -> None:
        self.scope, self.doc = scope, doc
        self.clocks: dict[int, int] = {}
        self.bounds = Bounds()
        self._is_exact = False
        self._vector = ""
        # Read when it is asked for, which is seldom.
        self._deleted: Spans | None = None
        self.is_new = document is None and not rows
        self.erased = document is not None and document.erased
        self.registers = set(document.registers) if document else set()
        if document and not self._know(document):
            # The state is damaged: the projector makes it anew of all rows.
            rows = _rows_of(scope, doc, 0)
        for sort, payload in rows:
            if sort == "set":
                self.registers.add(json.loads(payload)["set"])
            else:
                self._know_row(payload)
        self._count(*counts)

    def _know(self, document: Document) -> bool:
        state = bytes(document.state)
        try:
            self.clocks = read_vector(vector_of(state))
        except (CannotMerge, BadUpdate):
            return False
        self.bounds = Bounds(sum(self.clocks.values()), len(state), _pieces(state), document.steps)
        return True

    def _know_row(self, payload: bytes) -> None:
        # What cannot be read is put aside by the projector.
        with suppress(BadUpdate):
            self._note(read_update(payload, most=_ANY_SIZE), len(payload))

    def _note(self, update: Update, size: int) -> None:
        self.bounds = self.bounds.after(update, size, self.clocks)
        advance(self.clocks, update)
        self._vector = ""
        if self._deleted:
            self._deleted.add(update.deletions)

    @property
    def vector(self) -> str:
        """The state vector, as laptops read it."""
        self._vector = self._vector or base64.b64encode(write_vector(self.clocks)).decode()
        return self._vector

    def lacks(self, update: Update) -> bool:
        """Whether the update types or deletes what is not known here."""
        return brings_more(update, self.clocks) or not all(map(self._has_deleted, update.deletions))

    def _has_deleted(self, span: Span) -> bool:
        if self._deleted is None:
            self._deleted = self._read_deleted()
        return self._deleted.hold(span)

    def _read_deleted(self) -> Spans:
        deleted = Spans()
        for said in filter(None, self._said()):
            with suppress(BadUpdate):
                deleted.add(read_update(said, most=_ANY_SIZE).deletions)
        return deleted

    def _said(self) -> list[bytes]:
        """The text's state as it is merged, empty where it is not yet, and the updates after it."""
        after, documents = _documents(self.scope, [self.doc])
        state = bytes(documents[self.doc].state) if self.doc in documents else b""
        rows = _rows_of(self.scope, self.doc, after)
        return [state, *(payload for sort, payload in rows if sort == "text")]

    def _count(self, rows: int, aside: int) -> None:
        self.rows = rows
        # The next update would hold again what could not be merged.
        self.is_given_up = aside >= room.MOST_PUT_ASIDE

    def check(self, edit: Edit) -> None:
        """Raise Refused if there is no room for the edit."""
        if edit.update is None:
            self._check_register(edit.register)
        else:
            self._check_text(edit.update, len(edit.payload))

    def _check_register(self, name: str) -> None:
        if name not in self.registers and len(self.registers) >= room.MOST_REGISTERS:
            raise Refused(413, TOO_MANY_MARKS)
        if self.rows >= room.MOST_ROWS:
            raise Refused(413, TOO_OFTEN)

    def _check_text(self, update: Update, size: int) -> None:
        """The text is measured anew only where the bounds are passed."""
        if self.is_given_up:
            raise Refused(422, NOT_TAKEN)
        if self._has_room(update, size):
            return
        if not self._is_exact:
            # Measuring takes the writer's time: so often, and then later.
            if not limits.measures.take(self.scope):
                raise Refused(429, TOO_FAST)
            self._measure()
        if not self._has_room(update, size):
            is_long = self.bounds.after(update, size, self.clocks).letters > room.MOST_LETTERS
            raise Refused(413, TOO_LONG if is_long else TOO_OFTEN)

    def _has_room(self, update: Update, size: int) -> bool:
        clients = len(self.clocks.keys() | {span.client for span in update.structs})
        is_small = clients <= room.MOST_CLIENTS and self.rows < room.MOST_TEXT_ROWS
        is_small = is_small and not (self._is_exact and self.bounds.pieces > room.MOST_PIECES)
        return is_small and self.bounds.after(update, size, self.clocks).is_within

    def _measure(self) -> None:
        state, *updates = self._said()
        try:
            reading = read(merge(state, updates))
        except CannotMerge:
            return  # the projector puts the row aside; until then the bounds hold
        self.bounds = Bounds(
            letters_in(reading.text), len(reading.state), _pieces(reading.state), room.steps_of(reading.seconds)
        )
        self._is_exact = True
        self._count(*_counts(self.scope, [self.doc])[self.doc])

    def take(self, edit: Edit) -> None:
        """Note an edit that is about to be journalled."""
        self.rows += 1
        self.is_new = False
        if edit.update is None:
            self.registers.add(edit.register)
        else:
            self._note(edit.update, len(edit.payload))
            self._is_exact = False


Rows = list[tuple[str, bytes]]


def load_texts(scope: str, docs: Collection[str]) -> dict[str, KnownText]:
    """What is known of documents: two queries for a new one, at most four however many they are."""
    after, documents = _documents(scope, docs)
    rows, aside = _rows(scope, docs, after)
    # Of a new document all rows are there; of others most may be merged, and put aside.
    counts = {doc: (len(rows[doc]) + aside[doc], aside[doc]) for doc in docs} | _counts(scope, documents)
    return {doc: KnownText(scope, doc, documents.get(doc), rows[doc], counts[doc]) for doc in docs}


def _documents(scope: str, docs: Collection[str]) -> tuple[int, dict[str, Document]]:
    """Documents, and a number up to which all of them are merged, at least."""
    # Read before them: it may go on meanwhile.
    projected = _projected(scope) if len(docs) > 1 else 0
    documents = {one.doc: one for one in Document.objects.filter(scope=scope, doc__in=docs)}
    if len(docs) == 1:
        projected = max((one.number for one in documents.values()), default=0)
    return projected, documents


def _projected(scope: str) -> int:
    return Projection.objects.filter(scope=scope).values_list("number", flat=True).first() or 0


def _rows(scope: str, docs: Collection[str], after: int) -> tuple[dict[str, Rows], Counter[str]]:
    """Rows after a number that can be merged, and how many there are that were put aside."""
    found: dict[str, Rows] = {doc: [] for doc in docs}
    aside = Counter[str]()
    rows = JournalRow.objects.filter(scope=scope, doc__in=docs)
    # What came late is in no document yet, whatever its number.
    rows = rows.filter(Q(number__gt=after) | Q(late=True))
    for doc, sort, payload, is_aside in rows.order_by("number").values_list("doc", "sort", "payload", "quarantined"):
        if is_aside:
            aside[doc] += 1
        else:
            found[doc].append((sort, bytes(payload)))
    return found, aside


def _rows_of(scope: str, doc: str, after: int) -> Rows:
    return _rows(scope, [doc], after)[0][doc]


def _counts(scope: str, docs: Collection[str]) -> dict[str, tuple[int, int]]:
    """How many rows documents have, and how many of them are put aside."""
    if not docs:
        return {}
    rows = JournalRow.objects.filter(scope=scope, doc__in=docs).values("doc").order_by("doc")
    counted = rows.annotate(rows=Count("pk"), aside=Count("pk", filter=Q(quarantined=True)))
    return dict.fromkeys(docs, (0, 0)) | {one["doc"]: (one["rows"], one["aside"]) for one in counted}


def _pieces(state: bytes) -> int:
    """Of how many pieces a state is, at most; counted only where there may be many."""
    most = len(state) // _SMALLEST_PIECE
    if most > room.MOST_PIECES // 4:
        with suppress(BadUpdate):
            update = read_update(state, most=_ANY_SIZE)
            return min(most, len(update.parts) + update.splits)
    return most


class Counters(NamedTuple):
    """A scope's row, locked: its counters, whether it is closed, which grants were erased."""

    number: int
    documents: int
    octets: int
    late: bool = False
    below: int = 0


class Came(NamedTuple):
    """An edit that came before: what its row says of it, no payload where compaction has taken the row."""

    doc: str
    sort: str
    payload: bytes | None
    clock: int
    late: bool = False


class KnownScope:
    """Of one scope: its last number, what it holds, its texts, the greatest edit id of each laptop."""

    def __init__(self, name: str, counters: Counters) -> None:
        self.name = name
        self.number, self.documents, self.octets = counters[:3]
        self._texts: dict[str, KnownText] = {}
        self._marks: dict[str, int] = {}
        # Of the group under way, by laptop: its edits by their ids, and what its rows take.
        self.fresh: dict[str, dict[int, Came]] = {}
        self.taken: dict[str, int] = {}

    def begin(self, counters: Counters) -> None:
        """Another group is about to be appended; what was asked for first is forgotten, if it is much."""
        # Compaction and erasure make room without a number.
        self.octets = counters.octets
        self.fresh.clear()
        self.taken.clear()
        for doc in list(self._texts)[: -MOST_TEXTS or None]:
            del self._texts[doc]

    def prepare(self, docs: set[str]) -> None:
        """Know these documents."""
        if unknown := docs - self._texts.keys():
            self._texts |= load_texts(self.name, unknown)

    def text(self, doc: str) -> KnownText:
        """What is known of a document that was prepared."""
        return self._texts[doc]

    def check_room(self, text: KnownText, laptop: str, octets: int) -> None:
        """Raise Refused if the scope, or this laptop for now, has no room for a row."""
        is_full = text.is_new and self.documents >= room.MOST_DOCUMENTS
        if is_full or self.octets + octets > room.MOST_OCTETS:
            raise Refused(429, FULL)
        if limits.growth.left(laptop) < self.taken.get(laptop, 0) + octets:
            raise Refused(429, TOO_FAST)

    def take(self, text: KnownText, laptop: str, octets: int) -> None:
        """Note a row that is about to be journalled; before the text itself does."""
        self.documents += text.is_new
        self.octets += octets
        self.taken[laptop] = self.taken.get(laptop, 0) + octets

    def keep(self) -> None:
        """The group is on disk: what its laptops took counts."""
        for laptop, octets in self.taken.items():
            limits.growth.take(laptop, octets)

    def mark(self, laptop: str) -> int:
        """The greatest edit id that the journal holds of a laptop, or has held."""
        if laptop not in self._marks:
            self._marks[laptop] = mark_of(self.name, laptop)
        return self._marks[laptop]

    def note_mark(self, laptop: str, mark: int) -> None:
        """Note a laptop's new mark."""
        self._marks[laptop] = mark


class Known:
    """Scopes by name; belongs to one thread, but `doubt` may be called from any."""

    def __init__(self) -> None:
        self._scopes: OrderedDict[str, KnownScope] = OrderedDict()
        self._doubted: set[str] = set()
        self._lock = threading.Lock()

    def scope(self, name: str, counters: Counters) -> KnownScope:
        """What is known of a scope with these counters; nothing, if another process has written since."""
        with self._lock:
            if name in self._doubted:
                self._doubted.discard(name)
                self._scopes.pop(name, None)
        known = self._scopes.pop(name, None)
        if known is None or known.number != counters.number:
            known = KnownScope(name, counters)
        known.begin(counters)
        self._scopes[name] = known
        if len(self._scopes) > MOST_SCOPES:
            self._scopes.popitem(last=False)
        return known

    def doubt(self, name: str) -> None:
        """Remember nothing of a scope. From any thread."""
        with self._lock:
            self._doubted.add(name)
