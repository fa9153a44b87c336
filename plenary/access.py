"""The door of a session's board: for moderators by their link, for the organizers of its event."""

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pga.live import tokens
from plenary.models import ModeratorLink
from sessions.models import DiscussionSession, Organizer

COOKIE_SECONDS = 30 * 24 * 3600


class Watch(NamedTuple):
    """Somebody who may see a session's board: by a link or as an organizer."""

    session: DiscussionSession
    link: ModeratorLink | None
    organizer: Organizer | None
    may_write: bool


def link_at_door(token: str) -> ModeratorLink:
    """The moderator's link of an address, or PermissionDenied with a sentence."""
    read = tokens.read_link(token)
    links = ModeratorLink.objects.select_related("session__event")
    link = links.filter(pk=read.id).first() if read and read.kind == "m" else None
    if read is None or link is None or not tokens.link_is_good(read, link.session.event.signing_key):
        raise PermissionDenied(_("This is not the address of a board. Ask the organizer for it."))
    if link.revoked_at or read.generation != link.generation:
        raise PermissionDenied(_("This link was revoked or replaced. Ask the organizer for the new one."))
    return link


def cookie_name(session_id: int) -> str:
    """The cookie that opens a session's board."""
    return f"pga_m{session_id}"


def give_watch(response: HttpResponse, link: ModeratorLink) -> None:
    """Let the browser hold the right, so that the link leaves the address bar."""
    key = link.session.event.signing_key
    mac = tokens.sign(key, "moderator", link.pk, link.generation)
    response.set_cookie(
        cookie_name(link.session_id),
        f"{link.pk}.{link.generation}.{mac}",
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.LINK_COOKIE_SECURE,
    )


def held_link(session: DiscussionSession, cookies: Mapping[str, str]) -> ModeratorLink | None:
    """The link by which this browser came, if it still opens the session's board."""
    ident, _dot, rest = cookies.get(cookie_name(session.pk), "").partition(".")
    generation, _dot, mac = rest.partition(".")
    if not ident.isascii() or not ident.isdigit() or len(ident) > 18:
        return None
    link = ModeratorLink.objects.filter(pk=int(ident), session=session, revoked_at=None).first()
    if link is None or str(link.generation) != generation:
        return None
    return link if tokens.vouched(mac, session.event.signing_key, "moderator", link.pk, link.generation) else None


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
        raise PermissionDenied(
            _("This board is open to its moderators and organizers. Use the link that you were given, or sign in.")
        )
    return watch


def writing_watch(request: HttpRequest, session_id: int) -> Watch:
    """Who may change things at the session, or PermissionDenied with a sentence."""
    watch = session_watch(request, session_id)
    if not watch.may_write:
        raise PermissionDenied(_("Your link lets you read only. Ask the organizer for one that may write."))
    return watch


def stream_key(session_id: int, cookies: Mapping[str, str]) -> str | None:
    """By which right somebody may listen to a session's streams; None if by none. Outside Django's middleware."""
    session = _session(session_id)
    if session is None:
        return None
    watch = _watch(session, cookies, _signed_in(cookies))
    if watch is None:
        return None
    if watch.link:
        return f"link {watch.link.pk} {watch.link.generation}"
    return f"organizer {watch.organizer.pk}" if watch.organizer else None


def _signed_in(cookies: Mapping[str, str]) -> object:
    """The user of Django's session cookie, with every check that Django makes."""
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return auth.get_user(request)
