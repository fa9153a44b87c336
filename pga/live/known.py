"""What the writer remembers between groups: a cache of each scope's clocks and marks, dropped at the least doubt."""

import threading
from collections import OrderedDict

from django.db.models import Max, Q

from pga.live.merging import CannotMerge, merge, text_of, vector_of
from pga.live.models import Document, JournalRow
from pga.live.updates import Update, advance, read_update, read_vector

MOST_SCOPES = 1_000
MOST_LETTERS = 20_000
MOST_STATE_BYTES = 400_000


def letters_in(text: str) -> int:
    """The length of a text as laptops count it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class KnownText:
    """Of one document: the next clock of every client, and upper bounds of its length and of its state's size."""

    def __init__(self, scope: str, doc: str) -> None:
        self.scope, self.doc = scope, doc
        document = Document.objects.filter(scope=scope, doc=doc).first()
        self.erased = document is not None and document.erased
        state = bytes(document.state) if document else b""
        self.clocks = read_vector(vector_of(state)) if state else {}
        self.size = len(state)
        for payload in self._payloads(document.number if document else 0):
            advance(self.clocks, read_update(payload))
            self.size += len(payload)
        self.letters = sum(self.clocks.values())

    def _payloads(self, after: int) -> list[bytes]:
        rows = JournalRow.objects.filter(scope=self.scope, doc=self.doc, sort="text", quarantined=False)
        # What came late is in no document yet, whatever its number.
        rows = rows.filter(Q(number__gt=after) | Q(late=True))
        return [bytes(p) for p in rows.order_by("number").values_list("payload", flat=True)]

    def has_room(self, update: Update, size: int) -> bool:
        """Whether the text stays within its limits; measured anew only where the bounds are passed."""
        if self._within(update, size):
            return True
        self._measure()
        return self._within(update, size)

    def _within(self, update: Update, size: int) -> bool:
        return self.letters + update.letters <= MOST_LETTERS and self.size + size <= MOST_STATE_BYTES

    def _measure(self) -> None:
        document = Document.objects.filter(scope=self.scope, doc=self.doc).first()
        try:
            state = merge(
                bytes(document.state) if document else b"", self._payloads(document.number if document else 0)
            )
            self.letters, self.size = letters_in(text_of(state)), len(state)
        except CannotMerge:
            return  # the projector puts the row aside; until then the bounds hold

    def take(self, update: Update, size: int) -> None:
        """Note an update that is about to be journalled."""
        advance(self.clocks, update)
        self.letters += update.letters
        self.size += size


class KnownScope:
    """Of one scope: its last number, its texts, the greatest edit id of each laptop."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = name, number
        self._texts: dict[str, KnownText] = {}
        self._marks: dict[str, int] = {}

    def text(self, doc: str) -> KnownText:
        """What is known of a document."""
        if doc not in self._texts:
            self._texts[doc] = KnownText(self.name, doc)
        return self._texts[doc]

    def mark(self, laptop: str) -> int:
        """The greatest edit id that the journal holds of a laptop."""
        if laptop not in self._marks:
            found = JournalRow.objects.filter(scope=self.name, laptop=laptop).aggregate(mark=Max("edit"))
            self._marks[laptop] = found["mark"] or 0
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

    def scope(self, name: str, number: int) -> KnownScope:
        """What is known of a scope whose last number is `number`; nothing, if another process has written since."""
        with self._lock:
            if name in self._doubted:
                self._doubted.discard(name)
                self._scopes.pop(name, None)
        known = self._scopes.pop(name, None)
        if known is None or known.number != number:
            known = KnownScope(name, number)
        self._scopes[name] = known
        if len(self._scopes) > MOST_SCOPES:
            self._scopes.popitem(last=False)
        return known

    def doubt(self, name: str) -> None:
        """Remember nothing of a scope. From any thread."""
        with self._lock:
            self._doubted.add(name)
