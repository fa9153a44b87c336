"""Setting up guiding questions: words, order, roles, tick lists."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sessions.access import organizer_event, organizer_paper, organizer_question
from sessions.actions import questions
from sessions.forms.questions import QuestionForm
from sessions.queries import questions_of

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def question_setup(request: HttpRequest, paper_id: int) -> HttpResponse:
    """All questions of a paper with what they do, and the event's tick lists."""
    paper = organizer_paper(request, paper_id)
    context = {
        "event": paper.event,
        "paper": paper,
        "questions": questions_of(paper),
        "sessions": paper.sessions.all(),
        "tick_lists": paper.event.tick_lists.prefetch_related("choices"),
    }
    return render(request, "sessions/question_setup.html", context)


@require_POST
def questions_by_hand(request: HttpRequest, event_id: int) -> HttpResponse:
    """Questions without a background paper."""
    event = organizer_event(request, event_id)
    paper = questions.paper_by_hand(event)
    return redirect("question_setup", paper.pk)


@read_or_write
def question_add(request: HttpRequest, paper_id: int) -> HttpResponse:
    """One more question, or a part of one."""
    paper = organizer_paper(request, paper_id)
    form = QuestionForm(request.POST if request.method == "POST" else None, paper=paper)
    if not form.is_valid():
        return render(request, "sessions/question_edit.html", {"event": paper.event, "paper": paper, "form": form})
    question = questions.add_question(paper=paper, parent=form.cleaned_data["parent"], **form.typed())
    questions.hang_tick_lists(question, form.cleaned_data["tick_lists"])
    messages.success(request, _("The question is added."))
    return redirect("question_setup", paper.pk)


@read_or_write
def question_edit(request: HttpRequest, question_id: int) -> HttpResponse:
    """Words, roles and tick lists of one question."""
    question = organizer_question(request, question_id)
    paper = question.paper
    form = QuestionForm(request.POST if request.method == "POST" else None, paper=paper, question=question)
    if not form.is_valid():
        context = {"event": paper.event, "paper": paper, "question": question, "form": form}
        return render(request, "sessions/question_edit.html", context)
    questions.change_question(question, changes=form.changes(), tick_lists=form.cleaned_data["tick_lists"])
    messages.success(request, _("The question is saved."))
    return redirect("question_setup", paper.pk)


@require_POST
def question_move(request: HttpRequest, question_id: int) -> HttpResponse:
    """One place up or down."""
    question = organizer_question(request, question_id)
    questions.move_question(question, by=-1 if request.POST.get("to") == "up" else 1)
    return redirect("question_setup", question.paper_id)


@require_POST
def question_remove(request: HttpRequest, question_id: int) -> HttpResponse:
    """Take away a question that no table has answered."""
    question = organizer_question(request, question_id)
    paper_id, label = question.paper_id, {"label": question.full_label}
    try:
        questions.remove_question(question)
    except questions.QuestionInUse:
        messages.error(request, _("Tables have answered question %(label)s; it stays.") % label)
    else:
        messages.success(request, _("Question %(label)s is removed.") % label)
    return redirect("question_setup", paper_id)
