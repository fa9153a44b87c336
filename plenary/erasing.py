"""What `plenary` erases, before what lies below."""

from collections.abc import Sequence

from pga.live import notices
from pga.live.erasing import erase_scope
from pga.live.notices import keys_changed
from plenary.links import stream_kinds
from plenary.models import (
    Activity,
    ModeratorLink,
    Star,
    SynthesisLaptop,
    SynthesisReference,
    SynthesisText,
    TakingIn,
)
from plenary.starring import tell_stars
from plenary.synthesis_access import GENERATION
from plenary.synthesis_vocabulary import KIND
from regions import erasing
from regions.models import DiscussionTable
from sessions.models import Event, Organizer


def forget_takings_in(table_id: int, keys: Sequence[str]) -> None:
    """Forget who took these points in; of the whole table where none is named."""
    takings = TakingIn.objects.filter(table=table_id)
    (takings.filter(key__in=keys) if keys else takings).delete()


def forget_stars(table_id: int, keys: Sequence[str]) -> None:
    """Forget the stars of these points, with the wording kept of them; of the whole table where none is named."""
    stars = Star.objects.filter(table=table_id)
    (stars.filter(key__in=keys) if keys else stars).delete()
    for session in DiscussionTable.objects.filter(pk=table_id).values_list("session", flat=True):
        tell_stars(session)
        # Nobody's deed: the bare fact stands on the activity page.
        notices.tell("deed", session, 0)


def erase_event(*, event: Event, organizer: Organizer | None = None) -> None:
    """Erase stars, the synthesis, moderators' links and what they did, shut the boards, then erase what lies below."""
    sessions = list(event.sessions.values_list("pk", flat=True))
    TakingIn.objects.filter(table__session__in=sessions).delete()
    Star.objects.filter(table__session__in=sessions).delete()
    for session in sorted(sessions):
        erase_scope(KIND, session, below=GENERATION + 1)
    for model in (SynthesisText, SynthesisReference, SynthesisLaptop):
        model._default_manager.filter(session__in=sessions).delete()  # noqa: SLF001 Django's documented name for it
    Activity.objects.filter(session__in=sessions).delete()
    ModeratorLink.objects.filter(session__in=sessions).delete()
    for kind in stream_kinds():
        for session in sessions:
            keys_changed(kind, session)
    erasing.erase_event(event=event, organizer=organizer)
