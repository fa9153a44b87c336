"""The doors of a session's board and of its wall: by a link, or for the organizers of its event."""

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pga.live import tokens
from plenary.models import ModeratorLink
from regions.models import DiscussionTable
from sessions.models import DiscussionSession, Organizer

COOKIE_SECONDS = 30 * 24 * 3600
# Sorts of links, in their addresses and cookies.
MODERATOR, WALL = "m", "w"
_SIGNED_AS = {MODERATOR: "moderator", WALL: "wall"}
_NO_ADDRESS = {
    MODERATOR: gettext_lazy("This is not the address of a board. Ask the organizer for it."),
    WALL: gettext_lazy("This is not the address of a wall. Ask the organizer for it."),
}


class Watch(NamedTuple):
    """Somebody who may see a session's board: by a link or as an organizer."""

    session: DiscussionSession
    link: ModeratorLink | None
    organizer: Organizer | None
    may_write: bool


class PointWatch(NamedTuple):
    """Somebody who may change things, and the table that a point is of."""

    watch: Watch
    table: DiscussionTable


def sort_of(link: ModeratorLink) -> str:
    """Of which sort a link is."""
    return WALL if link.role == ModeratorLink.Role.WALL else MODERATOR


def link_at_door(token: str, sort: str = MODERATOR) -> ModeratorLink:
    """The link of an address of this sort, or PermissionDenied with a sentence."""
    read = tokens.read_link(token)
    links = ModeratorLink.objects.select_related("session__event")
    link = links.filter(pk=read.id).first() if read and read.kind == sort else None
    if read is None or link is None or sort_of(link) != sort:
        raise PermissionDenied(_NO_ADDRESS[sort])
    if not tokens.link_is_good(read, link.session.event.signing_key):
        raise PermissionDenied(_NO_ADDRESS[sort])
    if link.revoked_at or read.generation != link.generation:
        raise PermissionDenied(_("This link was revoked or replaced. Ask the organizer for the new one."))
    return link


def cookie_name(session_id: int, sort: str = MODERATOR) -> str:
    """The cookie that opens a session's board, or its wall."""
    return f"pga_{sort}{session_id}"


def give_watch(response: HttpResponse, link: ModeratorLink) -> None:
    """Let the browser hold the right, so that the link leaves the address bar."""
    sort = sort_of(link)
    mac = tokens.sign(link.session.event.signing_key, _SIGNED_AS[sort], link.pk, link.generation)
    response.set_cookie(
        cookie_name(link.session_id, sort),
        f"{link.pk}.{link.generation}.{mac}",
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.LINK_COOKIE_SECURE,
    )


def take_watch(response: HttpResponse, link: ModeratorLink) -> None:
    """Let the browser hold the right no longer."""
    response.delete_cookie(cookie_name(link.session_id, sort_of(link)), samesite="Lax")


def held_link(session: DiscussionSession, cookies: Mapping[str, str], sort: str = MODERATOR) -> ModeratorLink | None:
    """The link of this sort by which this browser came, if it is still good."""
    ident, _dot, rest = cookies.get(cookie_name(session.pk, sort), "").partition(".")
    generation, _dot, mac = rest.partition(".")
    if not ident.isascii() or not ident.isdigit() or len(ident) > 18:
        return None
    link = ModeratorLink.objects.filter(pk=int(ident), session=session, revoked_at=None).first()
    if link is None or sort_of(link) != sort or str(link.generation) != generation:
        return None
    good = tokens.vouched(mac, session.event.signing_key, _SIGNED_AS[sort], link.pk, link.generation)
    return link if good else None


def _watch(session: DiscussionSession, cookies: Mapping[str, str], user: object) -> Watch | None:
    link = held_link(session, cookies)
    if link is not None:
        return Watch(session, link, None, link.may_write)
    if isinstance(user, Organizer) and session.event.organizers.filter(pk=user.pk).exists():
        return Watch(session, None, user, may_write=True)
    return None


def _session(session_id: int) -> DiscussionSession | None:
    return DiscussionSession.objects.select_related("event", "paper").filter(pk=session_id).first()


def session_watch(request: HttpRequest, session_id: int) -> Watch:
    """Who watches the session, or PermissionDenied with a sentence."""
    session = _session(session_id)
    watch = _watch(session, request.COOKIES, request.user) if session else None
    if watch is None:
        raise _shut()
    return watch


def _shut() -> PermissionDenied:
    return PermissionDenied(
        _("This board is open to its moderators and organizers. Use the link that you were given, or sign in.")
    )


def writing_watch(request: HttpRequest, session_id: int) -> Watch:
    """Who may change things at the session, or PermissionDenied with a sentence."""
    watch = session_watch(request, session_id)
    if not watch.may_write:
        raise PermissionDenied(_("Your link lets you read only. Ask the organizer for one that may write."))
    return watch


def point_watch(request: HttpRequest, table_id: int) -> PointWatch:
    """Who may change things about the points of a table, or PermissionDenied with a sentence."""
    table = DiscussionTable.objects.filter(pk=table_id).first()
    if table is None:
        raise _shut()
    return PointWatch(writing_watch(request, table.session_id), table)


def wall_watch(request: HttpRequest, session_id: int) -> Watch:
    """Who may see the session's wall: whoever came by a wall's link, and whoever may see its board."""
    session = _session(session_id)
    link = held_link(session, request.COOKIES, WALL) if session else None
    if session and link:
        return Watch(session, link, None, may_write=False)
    watch = _watch(session, request.COOKIES, request.user) if session else None
    if watch is None:
        raise PermissionDenied(_("This wall is open by its own link. Ask the organizer for it."))
    return watch


def wall_key(session_id: int, cookies: Mapping[str, str]) -> str | None:
    """By which right somebody may listen to a session's wall; None if by none."""
    session = _session(session_id)
    link = held_link(session, cookies, WALL) if session else None
    return _link_key(link) if link else stream_key(session_id, cookies)


def organizer_key(session_id: int, cookies: Mapping[str, str]) -> str | None:
    """The same for what is the organizers' alone."""
    session, user = _session(session_id), _signed_in(cookies)
    if session is None or not isinstance(user, Organizer):
        return None
    return f"organizer {user.pk}" if session.event.organizers.filter(pk=user.pk).exists() else None


def _link_key(link: ModeratorLink) -> str:
    return f"link {link.pk} {link.generation}"


def stream_key(session_id: int, cookies: Mapping[str, str]) -> str | None:
    """By which right somebody may listen to a session's streams; None if by none. Outside Django's middleware."""
    session = _session(session_id)
    if session is None:
        return None
    watch = _watch(session, cookies, _signed_in(cookies))
    if watch is None:
        return None
    if watch.link:
        return _link_key(watch.link)
    return f"organizer {watch.organizer.pk}" if watch.organizer else None


def _signed_in(cookies: Mapping[str, str]) -> object:
    """The user of Django's session cookie, with every check that Django makes."""
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return auth.get_user(request)
