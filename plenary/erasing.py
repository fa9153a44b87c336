"""What `plenary` erases, before what lies below."""

from collections.abc import Sequence

from pga.live.notices import keys_changed
from plenary.links import stream_kinds
from plenary.models import Activity, ModeratorLink, TakingIn
from regions import erasing
from sessions.models import Event, Organizer


def forget_takings_in(table_id: int, keys: Sequence[str]) -> None:
    """Forget who took these points in; of the whole table where none is named."""
    takings = TakingIn.objects.filter(table=table_id)
    (takings.filter(key__in=keys) if keys else takings).delete()


def erase_event(*, event: Event, organizer: Organizer | None = None) -> None:
    """Erase moderators' links and what they did, shut the boards, then erase what lies below."""
    sessions = list(event.sessions.values_list("pk", flat=True))
    TakingIn.objects.filter(table__session__in=sessions).delete()
    Activity.objects.filter(session__in=sessions).delete()
    ModeratorLink.objects.filter(session__in=sessions).delete()
    for kind in stream_kinds():
        for session in sessions:
            keys_changed(kind, session)
    erasing.erase_event(event=event, organizer=organizer)
