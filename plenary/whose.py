"""Which session a table belongs to: asked with every keystroke, and never another one."""

from pga.live.hub import hub
from regions.models import DiscussionTable

_known: dict[int, int] = {}


def session_of(table_id: int) -> int | None:
    """The session's id; None if there is no such table. A serving process asks the database once."""
    if hub.serving and table_id in _known:
        return _known[table_id]
    session_id = DiscussionTable.objects.filter(pk=table_id).values_list("session", flat=True).first()
    if session_id is not None and hub.serving:
        _known[table_id] = session_id
    return session_id
