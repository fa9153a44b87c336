"""Moderators' links: made, renewed, revoked by an organizer."""

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from pga.live import tokens
from pga.live.notices import keys_changed
from plenary.models import ModeratorLink
from sessions.models import DiscussionSession

STREAMS = ("board", "changes", "feed")
# In no language.
SPEAKING = "speak"


def stream_kinds() -> list[str]:
    """The kinds of streams that a session's board has, one for each language that it is rendered in."""
    rendered = [f"{name}{code.partition('-')[0]}" for name in STREAMS for code, _name in settings.LANGUAGES]
    return [*rendered, SPEAKING]


def make_moderator_link(*, session: DiscussionSession, name: str, may_write: bool = True) -> ModeratorLink:
    """A new link to the session's board."""
    return ModeratorLink.objects.create(session=session, name=name, may_write=may_write)


def moderator_url(link: ModeratorLink) -> str:
    """The absolute address that opens the board."""
    token = tokens.link_token("m", link.pk, link.generation, link.session.event.signing_key)
    return f"{settings.PUBLIC_URL}/m/{token}/"


def renew_moderator_link(link: ModeratorLink) -> None:
    """A new address for the same person; the old one, and whoever came by it, is out."""
    ModeratorLink.objects.filter(pk=link.pk).update(generation=F("generation") + 1, revoked_at=None)
    _tell(link)


def revoke_moderator_link(link: ModeratorLink) -> None:
    """Nobody comes in by this link, and whoever came by it is out."""
    ModeratorLink.objects.filter(pk=link.pk).update(generation=F("generation") + 1, revoked_at=timezone.now())
    _tell(link)


def _tell(link: ModeratorLink) -> None:
    for kind in stream_kinds():
        keys_changed(kind, link.session_id)
