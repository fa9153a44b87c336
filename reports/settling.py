"""Print parts are set before anybody asks: those whose points nobody has touched for a while, one at a time.

A thread of the serving process looks at sessions in which something was written lately. It takes the parts of the
report as it was asked for last (else the whole, in the app's own language), and sets those that are quiet and not kept
yet. It rests many times as long as it looked, so that the edit door never notices it, and stands aside while somebody
waits for a report.
"""

import logging
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import close_old_connections, connection
from django.db.models import Max
from django.utils import timezone, translation

from pga.live.registry import register_beside
from reports import compiling
from reports.chapters import body_parts
from reports.choices import Choices, chosen_content, chosen_rows
from reports.keeping import drop_gone, is_kept, keep, sweep
from reports.models import ReportRecord
from reports.parts import PrintPart
from reports.queries import SessionRows, leaving_docs
from reports.workers import print_parts
from sessions.models import DiscussionSession

log = logging.getLogger("pga.reports")
QUIET = timedelta(seconds=20)
# Sessions in which nobody has written for longer than this are left alone.
LATELY = timedelta(minutes=15)
EVERY = 10.0
# So many times as long as it looked and composed it rests; the presses work apart.
REST = 20


def settle(now: datetime | None = None) -> int:
    """Set the quiet parts of every session in which something was written lately; how many were set."""
    now = now or timezone.now()
    lately = DiscussionSession.objects.annotate(last=Max("tables__answers__changed_at")).filter(last__gt=now - LATELY)
    return sum(_settle_session(session.pk, now) for session in lately.order_by("pk"))


def _settle_session(session_id: int, now: datetime) -> int:
    """Those kept before the points were touched again are swept away, as after every compilation."""
    choices = _usual(session_id)
    rows = chosen_rows(choices)
    with translation.override(choices.language):
        parts = [compiling.on_sheet(part, choices) for part in body_parts(chosen_content(choices, rows))]
        sweep(session_id, [part.key for part in parts])
        return sum(_set(choices, part) for part in _quiet(parts, _changed(rows), now))


def _usual(session_id: int) -> Choices:
    """The whole report, as it was asked for last."""
    for row in ReportRecord.objects.filter(session=session_id, finished=True).order_by("-number")[:5]:
        choices = Choices.of_kept(row.choices)
        if choices.whole:
            return choices
    return Choices((session_id,))


def _changed(rows: SessionRows) -> dict[str, datetime]:
    """When each point and issue was touched last."""
    touched = [*((one.table_id, one.key, one.changed_at) for one in rows.answers)]
    touched += [(one.table_id, one.key, one.changed_at) for one in rows.issues]
    return {f"{table}:{key}": at for table, key, at in touched}


def _quiet(parts: list[PrintPart], changed: dict[str, datetime], now: datetime) -> Iterator[PrintPart]:
    for part in parts:
        if part.docs and all(changed.get(doc, now) <= now - QUIET for doc in part.docs) and not is_kept(part.key):
            yield part


def _set(choices: Choices, part: PrintPart) -> bool:
    """Set one part, unless somebody waits for a report; it goes at once if a point in it was withdrawn meanwhile."""
    if compiling.somebody_waits():
        return False
    printed = print_parts([part])[0]
    if printed is None:
        return False
    keep(choices.sessions[0], part, printed)
    return not drop_gone([part], leaving_docs(*choices.sessions))


class Settling:
    """The thread."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="settling", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; a part that is being set is not waited for."""
        self._ended.set()
        self._thread = None

    def _run(self) -> None:
        rest = EVERY
        while not self._ended.wait(rest):
            close_old_connections()
            begun = time.thread_time()
            try:
                settle()
            except Exception:
                log.exception("Print parts could not be set in advance")
            rest = max(EVERY, REST * (time.thread_time() - begun))
        connection.close()


settling = Settling()


def install() -> None:
    """Let it run while the process serves."""
    register_beside(settling)
