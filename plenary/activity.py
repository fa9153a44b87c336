"""Noting what moderators and organizers do, so that each sees it and it can be read afterwards."""

from pga.live import notices
from plenary.access import Watch
from plenary.models import Activity
from regions.models import DiscussionTable
from sessions.models import GuidingQuestion

MOST_WORDS = 300


def note(
    watch: Watch,
    deed: Activity.Deed,
    *,
    table: DiscussionTable | None = None,
    question: GuidingQuestion | None = None,
    words: str = "",
) -> Activity:
    """Who did what, now; inside the transaction of the deed itself, after whose commit every board says so."""
    noted = Activity.objects.create(
        session=watch.session,
        link=watch.link,
        organizer=watch.organizer,
        deed=deed,
        table=table,
        question=question,
        words=words[:MOST_WORDS],
    )
    notices.tell("deed", watch.session.pk, noted.pk)
    return noted
