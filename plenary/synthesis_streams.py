"""What laptops at a synthesis hear of the tables: how it stands with its references, at most every two seconds."""

from collections.abc import Sequence

from pga.live import notices
from pga.live.door import closed_json
from pga.live.frames import frame
from pga.live.gate import gate
from pga.live.hub import hub
from pga.live.pace import Pace
from plenary.referring import forget_wordings
from plenary.synthesis_access import synthesis_key
from plenary.synthesis_vocabulary import KIND
from plenary.whose import session_of
from regions.withdrawals import on_withdrawal

SECONDS = 2.0


def install() -> None:
    """Follow tables and stars; forget what is withdrawn, which is told at once."""
    notices.on("projected", projected)
    notices.on("stars", changed)
    notices.on("session", closed)
    on_withdrawal(forget_wordings)
    on_withdrawal(withdrawn)


def projected(kind: str, table_id: int, docs: Sequence[str]) -> None:
    """A table's points changed."""
    session_id = session_of(table_id) if kind == "table" and hub.serving else None
    if session_id:
        changed(session_id)


def changed(session_id: int) -> None:
    """Something beside the texts is not what it was: soon, once for all that changes meanwhile."""
    if hub.serving and hub.listened(f"{KIND}:{session_id}"):
        _pace.ask(session_id)


def closed(session_id: int) -> None:
    """The session was closed or opened again: pages are told, also of somebody who only reads."""
    gate.forget(KIND, session_id)
    channel = f"{KIND}:{session_id}"
    key = synthesis_key(session_id) if hub.serving and hub.listened(channel) else None
    if key:
        hub.publish(channel, frame("session", {"closed": closed_json(key)}))


def withdrawn(table_id: int, keys: Sequence[str]) -> None:
    """Pages show the points beside the texts without it, whether a text names it or not."""
    session_id = session_of(table_id)
    if session_id:
        notices.stand(KIND, [session_id])


def _tell(session_id: int) -> None:
    notices.stand(KIND, [session_id])


_pace = Pace(SECONDS, _tell)
