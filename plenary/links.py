"""Links to a session's board and to its wall: made, renewed, revoked by an organizer."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pga.live import notices, tokens
from pga.live.notices import keys_changed
from plenary.access import Watch, sort_of
from plenary.activity import note
from plenary.models import Activity, ModeratorLink
from plenary.page_streams import languages
from plenary.synthesis_vocabulary import KIND as SYNTHESIS
from sessions.models import DiscussionSession, Organizer

# What moderators' pages listen to, and what other pages do.
BOARD_STREAMS = ("board", "changes", "deeds")
STREAMS = (*BOARD_STREAMS, "feed", "wall", "links")
# In no language.
SPEAKING = "speak"
MODERATOR = ModeratorLink.Role.MODERATOR


def stream_kinds() -> list[str]:
    """The kinds of streams that a session has, one for each language that its pages are rendered in."""
    return [*(f"{name}{language}" for name in STREAMS for language in languages()), SPEAKING]


@transaction.atomic
def make_moderator_link(
    *,
    session: DiscussionSession,
    name: str,
    may_write: bool = True,
    role: ModeratorLink.Role = MODERATOR,
    by: Organizer | None = None,
) -> ModeratorLink:
    """A new link to the session's board, or to its wall, which never writes."""
    may_write = may_write and role != ModeratorLink.Role.WALL
    link = ModeratorLink.objects.create(session=session, name=name, may_write=may_write, role=role)
    _note(link, Activity.Deed.LINK_MADE, by)
    return link


def moderator_url(link: ModeratorLink) -> str:
    """The absolute address that opens the board, or the wall."""
    sort = sort_of(link)
    token = tokens.link_token(sort, link.pk, link.generation, link.session.event.signing_key)
    return f"{settings.PUBLIC_URL}/{sort}/{token}/"


@transaction.atomic
def renew_moderator_link(link: ModeratorLink, *, by: Organizer | None = None) -> None:
    """A new address for the same person; the old one, and whoever came by it, is out."""
    ModeratorLink.objects.filter(pk=link.pk).update(generation=F("generation") + 1, revoked_at=None, opened_at=None)
    _note(link, Activity.Deed.LINK_RENEWED, by)
    _tell(link)


@transaction.atomic
def revoke_moderator_link(link: ModeratorLink, *, by: Organizer | None = None) -> None:
    """Nobody comes in by this link, and whoever came by it is out."""
    ModeratorLink.objects.filter(pk=link.pk).update(generation=F("generation") + 1, revoked_at=timezone.now())
    _note(link, Activity.Deed.LINK_REVOKED, by)
    _tell(link)


@transaction.atomic
def note_opened(link: ModeratorLink) -> None:
    """Somebody has come by the link's present address for the first time."""
    if ModeratorLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now()):
        notices.tell("links", link.session_id)


def _note(link: ModeratorLink, deed: Activity.Deed, by: Organizer | None) -> None:
    notices.tell("links", link.session_id)
    if by:
        note(Watch(link.session, None, by, may_write=True), deed, words=link.name)


def _tell(link: ModeratorLink) -> None:
    for kind in (*stream_kinds(), SYNTHESIS):
        keys_changed(kind, link.session_id)
