"""What stands before moderators, and before the organizers who watch with them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plenary.access import give_watch, link_at_door, session_watch
from plenary.queries import board as board_of
from plenary.queries import region_columns
from regions.queries import asked_questions


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


@require_GET
@never_cache
def moderator_door(request: HttpRequest, token: str) -> HttpResponse:
    """From the link to the board; the link leaves the address bar."""
    link = link_at_door(token)
    response = redirect("board", session_id=link.session_id)
    give_watch(response, link)
    return response


@require_GET
@never_cache
def board(request: HttpRequest, session_id: int) -> HttpResponse:
    """Every table by region: progress, last words, last write."""
    watch = session_watch(request, session_id)
    whole = board_of(watch.session)
    context = {"watch": watch, "session": watch.session, "board": whole, "sum": whole.sum, "language": _language()}
    return render(request, "plenary/board.html", context)


@require_GET
@never_cache
def question_board(request: HttpRequest, session_id: int, question_id: int) -> HttpResponse:
    """One question with the regions side by side; as a part where htmx asks for it again."""
    watch = session_watch(request, session_id)
    questions = asked_questions(watch.session.paper_id)
    places = [n for n, asked in enumerate(questions) if asked.question.pk == question_id]
    if not places:
        raise Http404(_("There is no such question in this session."))
    here = places[0]
    context = {
        "watch": watch,
        "session": watch.session,
        "questions": questions,
        "asked": questions[here],
        "before": questions[here - 1] if here else None,
        "after": questions[here + 1] if here + 1 < len(questions) else None,
        "columns": region_columns(watch.session, questions[here].question),
        "language": _language(),
    }
    part = request.headers.get("HX-Request-Type") == "partial"
    return render(request, "plenary/columns.html" if part else "plenary/question_board.html", context)
