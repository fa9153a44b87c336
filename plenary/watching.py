"""By which links somebody is looking right now: pages that are open, in every process. In memory only."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Mapping

from pga.live import notices
from pga.live.hub import hub
from pga.live.notices import PROCESS
from pga.live.pace import Pace
from plenary.links import stream_kinds

_AFTER = 0.5
_REFRESHED, _BELIEVED = 20.0, 50.0
_LINK = re.compile(r"link (\d+) \d+")
_KINDS = frozenset(stream_kinds())

# By session and process: until when that is believed, and how many pages are open by each link.
_elsewhere: dict[int, dict[str, tuple[float, dict[int, int]]]] = defaultdict(dict)


def install() -> None:
    """Mind pages that are opened and closed; hear of those at other processes."""
    hub.mind(_opened_or_closed)
    notices.on("watching", _heard)


def watching(session_id: int) -> Mapping[int, int]:
    """How many pages of the session are open by each link, by the link's id."""
    counts = Counter(_here(session_id))
    now = time.monotonic()
    for process, (until, there) in list(_elsewhere.get(session_id, {}).items()):
        if process != PROCESS and until > now:
            counts.update(there)
    return counts


def _here(session_id: int) -> dict[int, int]:
    channels = [f"{kind}:{session_id}" for kind in _KINDS]
    keys = [listener.key for channel in channels for listener in list(hub.listeners.get(channel, ()))]
    return Counter(int(found[1]) for key in keys if (found := _LINK.fullmatch(key)))


def _opened_or_closed(channel: str) -> None:
    kind, _colon, ident = channel.partition(":")
    if kind in _KINDS:
        _pace.ask(int(ident))


def _tell(session_id: int) -> None:
    here = _here(session_id)
    notices.tell("watching", PROCESS, session_id, {str(link): count for link, count in here.items()})
    if here:
        # A process that dies says nothing: what it said is believed for a while only.
        _refresh.ask(session_id)


def _heard(process: str, session_id: int, there: Mapping[str, int]) -> None:
    _elsewhere[session_id][process] = (time.monotonic() + _BELIEVED, {int(link): n for link, n in there.items()})


_pace = Pace(_AFTER, _tell)
_refresh = Pace(_REFRESHED, _tell)
