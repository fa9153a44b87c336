"""What pages hear of stars: which points are starred, and that the words of one have changed. Ids only, no words."""

from collections.abc import Sequence

from pga.live import notices
from pga.live.frames import frame
from pga.live.hub import hub
from plenary.links import BOARD_STREAMS
from plenary.models import Star
from plenary.page_streams import correct, listened, show
from plenary.star_queries import starred
from plenary.starring import forget_what_stays
from plenary.wall_streams import statements_changed, statements_reworded, wall_changed
from plenary.whose import session_of
from regions.vocabulary import ISSUE
from regions.withdrawals import on_withdrawal


def install() -> None:
    """Follow the stars and the words of starred points; forget what is withdrawn."""
    notices.on("stars", stars_changed)
    notices.on("projected", projected)
    on_withdrawal(forget_what_stays)


def stars_frame(session_id: int) -> bytes:
    """All points that are starred, so that a page that missed something needs nothing else."""
    places = sorted(starred(session_id).places)
    return frame("stars", {"points": [f"{table}:{key}" for table, key in places]})


def stars_changed(session_id: int) -> None:
    """Starred, released, moved, or gone: at once."""
    correct(BOARD_STREAMS, session_id, "stars", lambda: stars_frame(session_id))
    statements_changed(session_id)
    wall_changed(session_id)


def projected(kind: str, table_id: int, docs: Sequence[str]) -> None:
    """A table's points changed; if one of them is starred, pages that show its words are told."""
    session_id = _looked_at(table_id) if kind == "table" and hub.serving else None
    if session_id and _has_starred(table_id, docs):
        show(["deeds"], session_id, "worded", lambda: frame("worded", {}))
        statements_reworded(session_id)


def _looked_at(table_id: int) -> int | None:
    """The table's session, if anybody looks at its stars or its wall."""
    session_id = session_of(table_id)
    return session_id if session_id and (listened("deeds", session_id) or listened("wall", session_id)) else None


def _has_starred(table_id: int, docs: Sequence[str]) -> bool:
    stars = Star.objects.filter(table=table_id)
    # A point is shown with its issue.
    named = any(doc.startswith(ISSUE) for doc in docs)
    return stars.exists() if named else stars.filter(key__in=docs).exists()
