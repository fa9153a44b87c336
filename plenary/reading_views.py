"""What moderators read: the board, questions, issues, choices, the matrix, one table's notes."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from pga.live.clock import now_ms
from plenary.access import Watch, session_watch
from plenary.activity_queries import last_deed
from plenary.drawing import drawing
from plenary.page_streams import active_language
from plenary.pieces import row_pieces
from plenary.queries import board as board_of
from plenary.queries import choice_columns, countable_lists, issue_columns, region_columns
from plenary.queries import matrix as matrix_of
from plenary.queries import table_notes as notes_of
from plenary.star_queries import starred
from regions.models import DiscussionTable
from regions.queries import asked_questions
from regions.table_state_queries import running_countdowns
from sessions.models import TickChoice, TickList


def page_context(watch: Watch, here: str) -> dict[str, object]:
    """What every page of the board shows around itself; `here` is its place in the navigation.

    What others have done, and which points are starred, is asked for by the pages that say it.
    """
    session = watch.session
    return {
        "watch": watch,
        "session": session,
        "here": here,
        "language": active_language(),
        "last_deed": partial(last_deed, session),
        "starred": SimpleLazyObject(partial(starred, session.pk)),
    }


def is_part(request: HttpRequest) -> bool:
    """Whether a page asks for a part of itself."""
    return request.headers.get("HX-Request-Type") == "partial"


@require_GET
@never_cache
def board(request: HttpRequest, session_id: int) -> HttpResponse:
    """Every table by region: progress, last words, laptops."""
    watch = session_watch(request, session_id)
    since, whole = now_ms(), board_of(watch.session)
    regions = [(region, [(row, row_pieces(row)) for row in region.rows]) for region in whole.regions]
    clocks = running_countdowns(session_id)
    context = {"board": whole, "regions": regions, "since": since, "clocks": clocks}
    return render(request, "plenary/board.html", page_context(watch, "tables") | context)


@require_GET
@never_cache
def table_notes(request: HttpRequest, session_id: int, table_id: int) -> HttpResponse:
    """One table's notes, as far as they may leave it; beside the board, or as a page."""
    watch = session_watch(request, session_id)
    tables = DiscussionTable.objects.filter(session=session_id).select_related("region").prefetch_related("people")
    table = tables.filter(pk=table_id).first()
    if table is None:
        raise Http404(_("There is no such table in this session."))
    context = {"table": table, "people": table.people.all(), "parts": notes_of(watch.session, table)}
    template = "plenary/table_notes.html" if is_part(request) else "plenary/table_notes_page.html"
    return render(request, template, page_context(watch, "tables") | context)


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
    }
    return render(request, "plenary/columns.html" if is_part(request) else "plenary/question_board.html", context)


@require_GET
@never_cache
def issue_board(request: HttpRequest, session_id: int) -> HttpResponse:
    """The issues that the tables named, regions side by side, with the points about each."""
    watch = session_watch(request, session_id)
    context = page_context(watch, "questions") | {
        "questions": asked_questions(watch.session.paper_id),
        "columns": issue_columns(watch.session),
    }
    return render(request, "plenary/issue_columns.html" if is_part(request) else "plenary/issue_board.html", context)


@require_GET
@never_cache
def choice_board(request: HttpRequest, session_id: int, choice_id: int) -> HttpResponse:
    """What carries one choice, regions side by side; of one region or table where the address says so."""
    watch = session_watch(request, session_id)
    choice = TickChoice.objects.filter(pk=choice_id, tick_list__event=watch.session.event_id).first()
    if choice is None:
        raise Http404(_("There is no such choice in this event."))
    columns = choice_columns(watch.session, choice)
    region, table = _number(request.GET.get("region", "")), _number(request.GET.get("table", ""))
    if region:
        columns = [column for column in columns if column.region.pk == region]
    if table:
        columns = [c._replace(tables=[said for said in c.tables if said.table.pk == table]) for c in columns]
        columns = [column for column in columns if column.tables]
    context = page_context(watch, "matrix") | {"choice": choice, "columns": columns}
    return render(request, "plenary/choice_columns.html" if is_part(request) else "plenary/choice_board.html", context)


@require_GET
@never_cache
def matrix(request: HttpRequest, session_id: int) -> HttpResponse:
    """Regions or tables against the choices of a tick list, as a table and as a picture."""
    watch = session_watch(request, session_id)
    lists = countable_lists(watch.session)
    wanted = _number(request.GET.get("list", ""))
    chosen = next((one for one in lists if one.pk == wanted), lists[0] if lists else None)
    by_table = request.GET.get("by") == "table"
    context = page_context(watch, "matrix") | {"lists": lists, "by_table": by_table, "matrix": None}
    if chosen:
        counted = matrix_of(watch.session, chosen, by_table=by_table)
        context |= {"matrix": counted, "drawing": None if by_table else drawing(counted)}
    return render(request, "plenary/matrix_part.html" if is_part(request) else "plenary/matrix.html", context)


@require_GET
@never_cache
def matrix_picture(request: HttpRequest, session_id: int, tick_list_id: int) -> HttpResponse:
    """The matrix of regions as an SVG file of its own."""
    watch = session_watch(request, session_id)
    tick_list = TickList.objects.filter(pk=tick_list_id, event=watch.session.event_id).first()
    if tick_list is None:
        raise Http404(_("There is no such list in this event."))
    drawn = drawing(matrix_of(watch.session, tick_list, by_table=False))
    return render(request, "plenary/matrix.svg", {"drawing": drawn}, content_type="image/svg+xml")


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
