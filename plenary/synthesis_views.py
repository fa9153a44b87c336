"""The page on which the synthesis is written, its parts, its history, and what the speaker holds."""

from http import HTTPStatus

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from pga.live.errors import CLOSED, JOINED_ANEW, SENTENCES
from plenary import synthesis_vocabulary as words
from plenary.access import Watch, session_watch, take_watch
from plenary.models import SynthesisLaptop
from plenary.reading_views import is_part, page_context
from plenary.speaker import speakers_page
from plenary.synthesis_access import give_synthesis, put_out, synthesis_laptop, take_synthesis
from plenary.synthesis_history import text_history
from plenary.synthesis_points import points_beside
from plenary.synthesis_queries import references_of
from plenary.synthesis_words import WORDS
from regions.queries import asked_questions
from sessions.models import GuidingQuestion


@require_GET
@never_cache
@ensure_csrf_cookie
def synthesis(request: HttpRequest, session_id: int) -> HttpResponse:
    """The editor. A table's words are asked for by its parts: they stand in no copy of the page."""
    try:
        watch = session_watch(request, session_id)
    except PermissionDenied as refused:
        # What this laptop could not send before the door was shut is offered there.
        context = {"heading": _("Not open"), "sentence": str(refused), "session_id": session_id}
        return render(request, "plenary/synthesis_refused.html", context, status=403)
    laptop = synthesis_laptop(watch, request.COOKIES)
    asked = asked_questions(watch.session.paper_id)
    context = {
        "asked": [(one, words.text_key(one.question.pk)) for one in asked],
        "whole": words.WHOLE,
        "two_minutes": words.TWO_MINUTES,
        "data": _data(watch, laptop),
        "is_signed_in": request.user.is_authenticated,
    }
    response = render(request, "plenary/synthesis.html", page_context(watch, "synthesis") | context)
    give_synthesis(response, laptop)
    return response


def _data(watch: Watch, laptop: SynthesisLaptop) -> dict[str, object]:
    return {
        "scope": f"{words.KIND}/{watch.session.pk}",
        "laptop": laptop.grant,
        "reads": not watch.may_write,
        "words": {name: str(said) for name, said in WORDS.items()},
        "closed": CLOSED,
        "anew": JOINED_ANEW,
        "over": "",
        "goesOn": True,
        "sentences": {sentence: _(sentence) for sentence in SENTENCES},
        "twoMinutes": words.TWO_MINUTES,
    }


@require_POST
@never_cache
def synthesis_leave(request: HttpRequest, session_id: int) -> HttpResponse:
    """Nothing by which this browser came in opens anything any more: its grant, the link's cookie, a signing-in."""
    watch = session_watch(request, session_id)
    put_out(session_id, request.COOKIES)
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    take_synthesis(response, session_id)
    if watch.link:
        take_watch(response, watch.link)
    logout(request)
    return response


@require_GET
@never_cache
def synthesis_points(request: HttpRequest, session_id: int, text_key: str) -> HttpResponse:
    """The points beside one text, and its draft."""
    watch = session_watch(request, session_id)
    question = _question(watch, text_key)
    beside = points_beside(watch.session, text_key, question)
    context = {
        "beside": beside,
        "question": question,
        "text_key": text_key,
        "starred_only": text_key == words.TWO_MINUTES,
    }
    return render(request, "plenary/synthesis_points.html", page_context(watch, "synthesis") | context)


@require_GET
@never_cache
def synthesis_references(request: HttpRequest, session_id: int) -> HttpResponse:
    """All points on which the texts rest, as they are now."""
    watch = session_watch(request, session_id)
    context = {"references": references_of(watch.session)}
    return render(request, "plenary/synthesis_references.html", page_context(watch, "synthesis") | context)


@require_GET
@never_cache
def synthesis_history(request: HttpRequest, session_id: int, text_key: str) -> HttpResponse:
    """Who changed what in a text and when; `before` asks for the steps before a row."""
    watch = session_watch(request, session_id)
    _question(watch, text_key)
    laptop = synthesis_laptop(watch, request.COOKIES)
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
    context = page_context(watch, "synthesis") | {
        "heading": _("History"),
        "history": text_history(watch.session, text_key, reader=laptop, before=before),
        "address": request.path,
        "part": "plenary/synthesis_history.html",
    }
    part = "regions/history_steps.html" if before else "plenary/synthesis_history.html"
    response = render(request, part if is_part(request) else "plenary/synthesis_history_page.html", context)
    give_synthesis(response, laptop)
    return response


def _question(watch: Watch, text_key: str) -> GuidingQuestion | None:
    """The question that a text is about, None for one about the session; 404 if the session has no such text."""
    if text_key in (words.WHOLE, words.TWO_MINUTES):
        return None
    number = words.question_of(text_key) if words.is_text(text_key) else None
    asked = asked_questions(watch.session.paper_id) if number else []
    found = next((one.question for one in asked if one.question.pk == number), None)
    if found is None:
        raise Http404(_("There is no such text in this synthesis."))
    return found


@require_GET
@never_cache
def speaker(request: HttpRequest, session_id: int) -> HttpResponse:
    """Two minutes for the speaker: one page, large type, to be read at a lectern or printed."""
    watch = session_watch(request, session_id)
    context = page_context(watch, "synthesis") | {"page": speakers_page(watch.session)}
    return render(request, "plenary/speaker_part.html" if is_part(request) else "plenary/speaker.html", context)
