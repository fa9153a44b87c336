"""Background papers: taken in, looked at beside what was found, mended, confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sessions.access import organizer_event, organizer_paper
from sessions.actions import papers
from sessions.actions.confirming import AlreadyConfirmed, confirm_paper
from sessions.drafts import UnknownItem, load
from sessions.forms.papers import AddForm, MendForm, PaperForm
from sessions.models import BackgroundPaper
from sessions.papers.reading import PaperUnreadable
from sessions.preview import preview_of
from sessions.queries import questions_of

NOTHING_TO_DO = {
    "split": gettext_lazy("There is no line break to split at: press Enter where the second should begin, then split."),
    "merge": gettext_lazy("There is nothing above it to join it to."),
    "up": gettext_lazy("It is the first already."),
    "down": gettext_lazy("It is the last already."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def paper_upload(request: HttpRequest, event_id: int) -> HttpResponse:
    """Choose a background paper; it is read, nothing is made of it yet."""
    event = organizer_event(request, event_id)
    posted = request.method == "POST"
    form = PaperForm(request.POST if posted else None, request.FILES if posted else None, event=event)
    if not form.is_valid():
        return render(request, "sessions/paper_upload.html", {"event": event, "form": form})
    file = form.cleaned_data["paper"]
    try:
        paper = papers.take_paper(
            event=event, file_name=file.name, content=file.read(), replaces=form.cleaned_data.get("replaces")
        )
    except PaperUnreadable as error:
        form.add_error("paper", error.sentence)
        return render(request, "sessions/paper_upload.html", {"event": event, "form": form})
    return redirect("paper_preview", paper.pk)


@require_safe
def paper_preview(request: HttpRequest, paper_id: int) -> HttpResponse:
    """What was found, and where in the paper."""
    paper = organizer_paper(request, paper_id)
    if paper.confirmed_at:
        return redirect("question_setup", paper.pk)
    opened = request.GET.get("open", "")
    return _preview(request, paper, open_key=int(opened) if opened.isdecimal() and len(opened) < 9 else None)


def _preview(
    request: HttpRequest, paper: BackgroundPaper, open_key: int | None = None, bound: MendForm | None = None
) -> HttpResponse:
    context = {"event": paper.event, "paper": paper, "add_form": AddForm(initial={"sort": "question"})}
    context |= preview_of(paper, open_key=open_key, bound=bound)
    return render(request, "sessions/paper_preview.html", context)


@require_POST
def paper_mend(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Mend one item: its words, its place, what it is."""
    paper = organizer_paper(request, paper_id)
    key = request.POST.get("key", "")
    item = next((item for item in load(paper.proposal.get("items", [])) if str(item.key) == key), None)
    if item is None:
        return _back(request, paper, _("This item is no longer there; the page shows what there is now."))
    form = MendForm(request.POST, item=item, earlier=questions_of(paper.replaces) if paper.replaces else [])
    if not form.is_valid():
        return _preview(request, paper, open_key=item.key, bound=form)
    do, sort = request.POST.get("do", "save"), form.cleaned_data["sort"]
    try:
        done = papers.mend_paper(paper, key=item.key, do=do, fields=form.typed(), sort=sort)
    except (AlreadyConfirmed, UnknownItem):
        return _back(
            request, paper, _("This paper has been changed in another window; the page shows it as it is now.")
        )
    return _back(request, paper, "" if done else str(NOTHING_TO_DO.get(do, "")), item.key, opened=do != "save")


@require_POST
def paper_renumber(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Label the questions anew, in their order."""
    paper = organizer_paper(request, paper_id)
    try:
        papers.renumber_paper(paper)
    except AlreadyConfirmed:
        return _back(request, paper, _("This paper is confirmed already."))
    return redirect(f"{reverse('paper_preview', args=[paper.pk])}#question")


@require_POST
def paper_item_add(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Add something that the paper does not say."""
    paper = organizer_paper(request, paper_id)
    form = AddForm(request.POST)
    if not form.is_valid():
        return _back(request, paper, _("Type the words first."))
    try:
        papers.add_to_paper(paper, sort=form.cleaned_data["sort"], text=form.cleaned_data["text"])
    except AlreadyConfirmed:
        return _back(request, paper, _("This paper is confirmed already."))
    return _back(request, paper, "", load(paper.proposal["items"])[-1].key)


@require_POST
def paper_list_choose(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Take another list of the paper for its questions."""
    paper = organizer_paper(request, paper_id)
    number = request.POST.get("list", "")
    if not number.isdecimal() or len(number) > 8 or int(number) >= len(paper.proposal.get("lists", [])):
        return _back(request, paper, _("Choose a list first."))
    try:
        papers.choose_questions(paper, number=int(number))
    except AlreadyConfirmed:
        return _back(request, paper, _("This paper is confirmed already."))
    return redirect(f"{reverse('paper_preview', args=[paper.pk])}#question")


@require_POST
def paper_confirm(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Make questions, people, tick lists and sessions of what was found."""
    paper = organizer_paper(request, paper_id)
    try:
        confirm_paper(paper)
    except AlreadyConfirmed:
        messages.error(request, _("This paper is confirmed already."))
    else:
        messages.success(request, _("The paper is confirmed. Now say what each question does."))
    return redirect("question_setup", paper.pk)


@require_POST
def paper_remove(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Take away a paper that was never confirmed."""
    paper = organizer_paper(request, paper_id)
    if papers.remove_paper(paper):
        messages.success(request, _("The paper is removed."))
    else:
        messages.error(request, _("This paper is confirmed already."))
    return redirect("event_detail", paper.event_id)


def _back(
    request: HttpRequest, paper: BackgroundPaper, problem: str, key: int | None = None, *, opened: bool = True
) -> HttpResponseRedirect:
    if problem:
        messages.error(request, problem)
    address = reverse("paper_preview", args=[paper.pk])
    if key is None:
        return redirect(address)
    return redirect(f"{address}?open={key}#item-{key}" if opened else f"{address}#item-{key}")
