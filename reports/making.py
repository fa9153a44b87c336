"""One compilation for everybody who asks for the same at once, in a thread of its own, with its progress.

The app answers its pages with few threads; a report of a full hall takes most of a minute. So a request waits for a
second at most, and a page asks again.
"""

import logging
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import close_old_connections, connection
from django.utils import timezone

from reports.choices import Choices
from reports.compiling import Overtaken, PressFailed, Progress, compile_chosen, wait_for_tables
from reports.records import record
from reports.turns import PressBusy

log = logging.getLogger("pga.reports")
MOST_REMEMBERED = 50


class NotYetProjected(Exception):
    """The last words of some tables are still being put in their places."""


@dataclass
class Making:
    """A report that is being made, or was a moment ago; `number` is its record's."""

    choices: Choices
    by: str
    ident: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    begun: datetime = field(default_factory=timezone.now)
    progress: Progress = field(default_factory=Progress)
    number: int | None = None
    missing: str = ""
    refusal: Exception | None = None
    ended: threading.Event = field(default_factory=threading.Event)


_lock = threading.Lock()
_running: dict[Choices, Making] = {}
_remembered: OrderedDict[str, Making] = OrderedDict()


def ask(choices: Choices, by: str) -> Making:
    """The making of this report: the one that runs, or else a new one."""
    with _lock:
        if found := _running.get(choices):
            return found
        making = _running[choices] = _remembered_as(Making(choices, by))
    if connection.in_atomic_block:
        # Another thread would not see what this transaction holds.
        _make(making)
    else:
        threading.Thread(target=_make_apart, args=(making,), name="report", daemon=True).start()
    return making


def making_of(ident: str, session_id: int) -> Making | None:
    """A making of this session by its id, for as long as this process remembers it."""
    making = _remembered.get(ident)
    return making if making and making.choices.sessions[0] == session_id else None


def _remembered_as(making: Making) -> Making:
    _remembered[making.ident] = making
    while len(_remembered) > MOST_REMEMBERED:
        _remembered.popitem(last=False)
    return making


def _make_apart(making: Making) -> None:
    close_old_connections()
    try:
        _make(making)
    finally:
        connection.close()


def _make(making: Making) -> None:
    try:
        if not wait_for_tables(*making.choices.sessions):
            raise NotYetProjected
        made = compile_chosen(making.choices, making.progress)
        making.missing = made.missing
        making.number = record(made, by=making.by).number
    except (Overtaken, PressBusy, PressFailed, NotYetProjected) as refusal:
        making.refusal = refusal
    except Exception as fault:
        log.exception("A report could not be made")
        making.refusal = fault
    finally:
        with _lock:
            _running.pop(making.choices, None)
        making.ended.set()
