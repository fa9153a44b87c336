"""What stands before those who lead a session and speak to its tables.

One page of parts: each is asked for again when the stream says that it has changed.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from pga.live.clock import now_ms
from plenary import speaking
from plenary.access import Watch, session_watch, writing_watch
from plenary.reading_views import page_context
from plenary.speaking_forms import AnnounceForm, AnswerForm, CountdownForm, MoreTimeForm, QuestionForm
from plenary.speaking_queries import after_close, question_rows, table_rows, table_sum
from regions.models import Countdown, HelpCall
from regions.queries import AskedQuestion, asked_questions
from regions.question_states import Closings
from regions.table_state_queries import announcements, open_calls, running_countdowns

MOST_ANNOUNCEMENTS = 50
# Of more tables the page asks less often how far they are.
MOST_AT_PACE = 100


def _asked(watch: Watch) -> list[AskedQuestion]:
    return asked_questions(watch.session.paper_id)


def _calls(watch: Watch) -> dict[str, Any]:
    calls = open_calls(watch.session.pk)
    return {"calls": calls, "waiting": sum(1 for call in calls if not call.answered_at and not call.ended_at)}


def _announcements(watch: Watch) -> dict[str, Any]:
    return {"announcements": announcements(watch.session, MOST_ANNOUNCEMENTS)}


def _countdowns(watch: Watch) -> dict[str, Any]:
    return {"countdowns": running_countdowns(watch.session.pk)}


def _questions(watch: Watch) -> dict[str, Any]:
    return {"rows": question_rows(watch.session, _asked(watch))}


def _tables(watch: Watch) -> dict[str, Any]:
    rows = table_rows(watch.session)
    return {"tables": rows, "table_sum": table_sum(rows), "pace": "2s" if len(rows) <= MOST_AT_PACE else "6s"}


PARTS: dict[str, Callable[[Watch], dict[str, Any]]] = {
    "calls": _calls,
    "announcements": _announcements,
    "countdowns": _countdowns,
    "questions": _questions,
    "tables": _tables,
}


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request-Type") == "partial"


@require_GET
@never_cache
def speak(request: HttpRequest, session_id: int) -> HttpResponse:
    """Calls for help, announcements, countdowns, questions, tables; or one part of it."""
    watch = session_watch(request, session_id)
    part = request.GET.get("part", "")
    if part in PARTS:
        return _part(request, watch, part)
    context = page_context(watch, "speak") | {"parts": list(PARTS), "now": now_ms()}
    for read in PARTS.values():
        context |= read(watch)
    if watch.may_write:
        asked = _asked(watch)
        context |= {
            "announce_form": AnnounceForm(watch=watch),
            "countdown_form": CountdownForm(asked=asked),
            "question_form": QuestionForm(watch=watch, asked=asked),
        }
    return render(request, "plenary/speak.html", context)


def _part(request: HttpRequest, watch: Watch, part: str, status: int = 200) -> HttpResponse:
    context = {"watch": watch, "session": watch.session, **PARTS[part](watch)}
    return render(request, f"plenary/speak_{part}.html", context, status=status)


def _done(request: HttpRequest, watch: Watch, part: str) -> HttpResponse:
    """The part that has changed, or the page for who came without a script."""
    return _part(request, watch, part) if _is_part(request) else redirect("speak", session_id=watch.session.pk)


def _form(request: HttpRequest, watch: Watch, name: str, form: Any, said: str = "") -> HttpResponse:
    """A form anew, empty or with what is wrong in it; a page of its own for who came without a script."""
    context = page_context(watch, "speak") | {f"{name}_form": form, "said": said, "part": f"plenary/speak_{name}.html"}
    template = context["part"] if _is_part(request) else "plenary/speak_form.html"
    return render(request, str(template), context, status=400 if form.errors and not _is_part(request) else 200)


@require_POST
def announcement_make(request: HttpRequest, session_id: int) -> HttpResponse:
    """Tell the tables something."""
    watch = writing_watch(request, session_id)
    form = AnnounceForm(request.POST, watch=watch)
    if not form.is_valid():
        return _form(request, watch, "announce", form)
    speaking.announce(watch=watch, **form.typed())
    if _is_part(request):
        return _form(request, watch, "announce", AnnounceForm(watch=watch), said=_("Said to the tables."))
    return redirect("speak", session_id=session_id)


@require_POST
def countdown_set(request: HttpRequest, session_id: int) -> HttpResponse:
    """Let a clock run down."""
    watch = writing_watch(request, session_id)
    form = CountdownForm(request.POST, asked=_asked(watch))
    if not form.is_valid():
        return _form(request, watch, "countdown", form)
    speaking.set_countdown(watch=watch, **form.typed())
    if _is_part(request):
        return _form(request, watch, "countdown", CountdownForm(asked=_asked(watch)), said=_("It runs."))
    return redirect("speak", session_id=session_id)


@require_POST
def countdown_extend(request: HttpRequest, session_id: int, countdown_id: int) -> HttpResponse:
    """Give more time."""
    watch = writing_watch(request, session_id)
    countdown, form = _countdown(watch, countdown_id), MoreTimeForm(request.POST)
    if countdown and form.is_valid():
        length = timedelta(minutes=form.cleaned_data["minutes"])
        speaking.extend_countdown(watch=watch, countdown=countdown, length=length)
    return _done(request, watch, "countdowns")


@require_POST
def countdown_stop(request: HttpRequest, session_id: int, countdown_id: int) -> HttpResponse:
    """Take a clock away."""
    watch = writing_watch(request, session_id)
    countdown = _countdown(watch, countdown_id)
    if countdown:
        speaking.stop_countdown(watch=watch, countdown=countdown)
    return _done(request, watch, "countdowns")


def _countdown(watch: Watch, countdown_id: int) -> Countdown | None:
    """A clock of the session; None if another moderator was faster."""
    return Countdown.objects.select_related("question").filter(session=watch.session, pk=countdown_id).first()


@require_POST
def question_set(request: HttpRequest, session_id: int) -> HttpResponse:
    """Close a question, or open it again, or all of them; everywhere, or at one table."""
    watch = writing_watch(request, session_id)
    form = QuestionForm(request.POST, watch=watch, asked=_asked(watch))
    if not form.is_valid():
        return _form(request, watch, "question", form)
    questions, table = form.questions(), form.cleaned_data["number"]
    if request.POST.get("do") == "open":
        speaking.open_questions(watch=watch, questions=questions, table=table)
    else:
        speaking.close_questions(watch=watch, questions=questions, grace=form.time_to_mend(), table=table)
    # The buttons in the list send no grace.
    if _is_part(request) and "grace" in request.POST:
        return _form(request, watch, "question", QuestionForm(watch=watch, asked=_asked(watch)), said=_("It is so."))
    return _done(request, watch, "questions")


@require_POST
def call_answer(request: HttpRequest, session_id: int, call_id: int) -> HttpResponse:
    """Somebody is on the way to a table that calls."""
    watch = writing_watch(request, session_id)
    form = AnswerForm(request.POST)
    speaking.answer_call(
        watch=watch, call=_call(watch, call_id), answer=form.cleaned_data["words"] if form.is_valid() else ""
    )
    return _done(request, watch, "calls")


@require_POST
def call_end(request: HttpRequest, session_id: int, call_id: int) -> HttpResponse:
    """A table was helped."""
    watch = writing_watch(request, session_id)
    speaking.end_call(watch=watch, call=_call(watch, call_id))
    return _done(request, watch, "calls")


def _call(watch: Watch, call_id: int) -> HelpCall:
    call = HelpCall.objects.select_related("table").filter(table__session=watch.session, pk=call_id).first()
    if call is None:
        raise Http404(_("There is no such call in this session."))
    return call


@require_GET
@never_cache
def points_after_close(request: HttpRequest, session_id: int) -> HttpResponse:
    """What came to closed questions when their grace was over: it counts, and is marked here."""
    watch = session_watch(request, session_id)
    asked = _asked(watch)
    came = after_close(watch.session, asked, Closings(watch.session.pk))
    questions = [(one.question, came[one.question.pk]) for one in asked if one.question.pk in came]
    return render(request, "plenary/points_after_close.html", page_context(watch, "speak") | {"questions": questions})
