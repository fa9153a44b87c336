"""The doors of organizers: each returns what was asked for, or refuses. The first line of every view of theirs."""

import hmac
from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import Signer
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.models import BackgroundPaper, DiscussionSession, Event, GuidingQuestion, Organizer, TickList


class SignInNeeded(Exception):
    """Nobody is signed in, and this page is an organizer's."""


class SignInMiddleware:
    """Sends people who are not signed in from an organizer's page to the sign-in page, and back afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; only the exception matters."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A redirect for `SignInNeeded`; everything else takes its usual way."""
        if not isinstance(exception, SignInNeeded):
            return None
        # After a POST the page that was left is the better place to return to than an address that takes no GET.
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("event_list")
        return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'next': back})}")


def signed_in(request: HttpRequest) -> Organizer:
    """The organizer who is signed in."""
    if not isinstance(request.user, Organizer):
        raise SignInNeeded
    return request.user


def organizer_event(request: HttpRequest, event_id: int) -> Event:
    """The event, for its organizers only."""
    event = Event.objects.of_organizer(signed_in(request).pk).filter(pk=event_id).first()
    return event or _not_yours()


def organizer_session(request: HttpRequest, session_id: int) -> DiscussionSession:
    """The session, for the organizers of its event only."""
    sessions = DiscussionSession.objects.of_organizer(signed_in(request).pk)
    return sessions.select_related("event", "paper").filter(pk=session_id).first() or _not_yours()


def organizer_paper(request: HttpRequest, paper_id: int) -> BackgroundPaper:
    """The background paper, for the organizers of its event only."""
    papers = BackgroundPaper.objects.filter(event__organizers=signed_in(request).pk)
    return papers.select_related("event", "replaces").filter(pk=paper_id).first() or _not_yours()


def organizer_question(request: HttpRequest, question_id: int) -> GuidingQuestion:
    """The guiding question, for the organizers of its event only."""
    questions = GuidingQuestion.objects.filter(paper__event__organizers=signed_in(request).pk)
    return questions.select_related("paper__event", "parent").filter(pk=question_id).first() or _not_yours()


def organizer_tick_list(request: HttpRequest, tick_list_id: int) -> TickList:
    """The tick list, for the organizers of its event only."""
    lists = TickList.objects.filter(event__organizers=signed_in(request).pk).select_related("event")
    return lists.filter(pk=tick_list_id).first() or _not_yours()


def _not_yours() -> NoReturn:
    raise Http404(_("There is no such page among your events."))


def _first_signature(organizer: Organizer) -> str:
    # The (unusable) password is signed along, so that choosing one uses the link up.
    return Signer(salt="first sign-in").signature(f"{organizer.pk}:{organizer.password}")


def first_sign_in_url(organizer: Organizer) -> str:
    """The absolute one-time address at which an organizer without a password chooses one."""
    token = f"{organizer.pk}-{_first_signature(organizer)}"
    return settings.PUBLIC_URL + reverse("first_sign_in", kwargs={"token": token})


def organizer_of_first_link(token: str) -> Organizer | None:
    """Whose first sign-in this is, as long as the link is unused; else None."""
    number, _dash, signature = token.partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    organizer = Organizer.objects.filter(pk=int(number), is_active=True).first()
    if organizer is None or organizer.has_usable_password():
        return None
    return organizer if hmac.compare_digest(signature.encode(), _first_signature(organizer).encode()) else None
