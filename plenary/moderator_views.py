"""What stands before moderators, and before the organizers who watch with them."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pga.live import projector
from plenary import actions
from plenary.access import Watch, give_watch, link_at_door, session_watch, writing_watch
from plenary.activity_queries import last_deed
from plenary.links import note_opened
from plenary.queries import board as board_of
from plenary.queries import board_sum, region_columns
from plenary.star_queries import starred
from regions.late_queries import late_tables
from regions.models import DiscussionTable
from regions.queries import asked_questions

PROJECTION_SECONDS = 3.0


def page_context(watch: Watch, here: str) -> dict[str, object]:
    """What every page of the board shows around itself; `here` is its place in the navigation.

    What others have done, and which points are starred, is asked for by the pages that say it.
    """
    session = watch.session
    return {
        "watch": watch,
        "session": session,
        "here": here,
        "last_deed": partial(last_deed, session),
        "starred": SimpleLazyObject(partial(starred, session.pk)),
    }


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


@require_GET
@never_cache
def moderator_door(request: HttpRequest, token: str) -> HttpResponse:
    """From the link to the board; the link leaves the address bar."""
    link = link_at_door(token)
    note_opened(link)
    response = redirect("board", session_id=link.session_id)
    give_watch(response, link)
    return response


@require_GET
@never_cache
def board(request: HttpRequest, session_id: int) -> HttpResponse:
    """Every table by region: progress, last words, last write."""
    watch = session_watch(request, session_id)
    whole = board_of(watch.session)
    context = {"board": whole, "sum": whole.sum, "language": _language()}
    return render(request, "plenary/board.html", page_context(watch, "tables") | context)


@require_GET
def questions_board(request: HttpRequest, session_id: int) -> HttpResponse:
    """The first question's page, from where the others are one step away."""
    watch = session_watch(request, session_id)
    for asked in asked_questions(watch.session.paper_id)[:1]:
        return redirect("question_board", session_id=session_id, question_id=asked.question.pk)
    raise Http404(_("This session has no guiding questions yet."))


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
    context = page_context(watch, "questions") | {
        "questions": questions,
        "asked": questions[here],
        "before": questions[here - 1] if here else None,
        "after": questions[here + 1] if here + 1 < len(questions) else None,
        "columns": region_columns(watch.session, questions[here].question),
        "language": _language(),
    }
    part = request.headers.get("HX-Request-Type") == "partial"
    return render(request, "plenary/columns.html" if part else "plenary/question_board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def session_close(request: HttpRequest, session_id: int) -> HttpResponse:
    """What closing means, and the button; then a closed session."""
    watch = writing_watch(request, session_id)
    if request.method != "POST":
        return render(request, "plenary/session_close.html", page_context(watch, ""))
    actions.close(watch=watch)
    return redirect("board", session_id=session_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def session_reopen(request: HttpRequest, session_id: int) -> HttpResponse:
    """What reopening means, and the button; then an open session."""
    watch = writing_watch(request, session_id)
    if request.method != "POST":
        context = page_context(watch, "") | {"late": board_sum(session_id).late}
        return render(request, "plenary/session_reopen.html", context)
    actions.reopen(watch=watch)
    return redirect("board", session_id=session_id)


@require_GET
@never_cache
def late_points(request: HttpRequest, session_id: int) -> HttpResponse:
    """What came after the close, table by table, with and without."""
    watch = session_watch(request, session_id)
    context = page_context(watch, "") | {"tables": late_tables(watch.session)}
    return render(request, "plenary/late_points.html", context)


@require_POST
def late_take_in(request: HttpRequest, session_id: int) -> HttpResponse:
    """Let late points of a table count."""
    watch = writing_watch(request, session_id)
    table = _table(request.POST.get("table", ""), watch)
    count = actions.take_in(watch=watch, table=table, keys=request.POST.getlist("key"))
    projector.wait_for("table", table.pk, PROJECTION_SECONDS)
    messages.success(request, ngettext("%(n)s point is taken in.", "%(n)s points are taken in.", count) % {"n": count})
    return redirect("late_points", session_id=session_id)


def _table(number: str, watch: Watch) -> DiscussionTable:
    """A table of the session by the id that a form sends."""
    whole = number.isascii() and number.isdigit() and len(number) < 18
    found = DiscussionTable.objects.filter(session=watch.session, pk=int(number) if whole else 0).first()
    if found is None:
        raise Http404(_("There is no such table in this session."))
    return found
