"""What stands before a table's people when they speak with the moderators.

The notebook's scripts post here without a page of their own; dialogs and plain forms get theirs back.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pga.live.limits import Limit
from regions.access import is_over, visit
from regions.calling import call_for_help, read_announcement, reply, say_done, say_headcount, take_call_back
from regions.dialogs import PartRequest, show, spoken_at
from regions.models import Announcement, DiscussionTable, HelpCall
from regions.speaking_forms import HeadcountForm, ReasonForm, ReplyForm

# Nobody speaks faster; a laptop that does must not keep the front of the hall busy.
spoken = Limit(most=30, a_second=0.5)


@require_safe
@never_cache
def announcement_list(request: PartRequest, table_id: int) -> HttpResponse:
    """All that was announced to the table, with its answers."""
    here = visit(request, table_id)
    with spoken_at(here.table, request):
        return _announcements(request, here.table)


@require_POST
@never_cache
def announcement_read(request: PartRequest, table_id: int, announcement_id: int) -> HttpResponse:
    """The table has read an announcement, and perhaps writes back."""
    here = visit(request, table_id)
    with spoken_at(here.table, request):
        announcement, form = _announcement(here.table, announcement_id), ReplyForm(request.POST)
        if not form.is_valid():
            return _announcements(request, here.table, form, announcement)
        if not spoken.take(here.laptop.grant):
            return _too_much()
        _read(here.table, announcement, form.cleaned_data["words"])
        if request.htmx:
            return _announcements(request, here.table, said=_("Delivered."))
        return _delivered(request, "announcement_list", here.table)


def _read(table: DiscussionTable, announcement: Announcement, words: str) -> None:
    if words:
        reply(table=table, announcement=announcement, text=words)
    else:
        read_announcement(table=table, announcement=announcement)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def help_call(request: PartRequest, table_id: int) -> HttpResponse:
    """Calling a moderator to the table, saying why, and taking it back."""
    here = visit(request, table_id)
    with spoken_at(here.table, request):
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return _call(request, here.table, form)
        if not spoken.take(here.laptop.grant):
            return _too_much()
        if request.POST.get("do") == "back":
            take_call_back(table=here.table)
        else:
            call_for_help(table=here.table, reason=form.cleaned_data["reason"])
        if request.htmx:
            return _call(request, here.table, ReasonForm(), said=_("Delivered."))
        return _delivered(request, "help_call", here.table)


@require_POST
@never_cache
def table_done(request: PartRequest, table_id: int) -> HttpResponse:
    """The table is done, or no longer."""
    here = visit(request, table_id)
    with spoken_at(here.table, request):
        if not spoken.take(here.laptop.grant):
            return _too_much()
        say_done(table=here.table, done=request.POST.get("done") == "true")
        return _delivered(request, "notebook", here.table)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def headcount(request: PartRequest, table_id: int) -> HttpResponse:
    """How many people sit at the table, told by themselves."""
    here = visit(request, table_id)
    with spoken_at(here.table, request):
        form = HeadcountForm(request.POST if "people" in request.POST else None, initial=_told(here.table))
        if is_over(here.table.session):
            return _headcount(request, here.table, form, said=_("The session is over: nothing more is taken."))
        if not form.is_valid():
            return _headcount(request, here.table, form)
        if not spoken.take(here.laptop.grant):
            return _too_much()
        say_headcount(table=here.table, headcount=form.cleaned_data["people"])
        if request.htmx:
            said = _("Delivered.") if form.cleaned_data["people"] else _("It is not told any more.")
            return _headcount(request, here.table, form, said=said)
        return _delivered(request, "headcount", here.table)


def _told(table: DiscussionTable) -> dict[str, int | None]:
    return {"people": table.headcount}


def _headcount(request: PartRequest, table: DiscussionTable, form: HeadcountForm, said: str = "") -> HttpResponse:
    context = {"heading": _("People at this table"), "form": form, "said": said}
    return show(request, "regions/headcount.html", table, context)


def _too_much() -> HttpResponse:
    return HttpResponse(_("This was a lot at once. Please wait a minute."), status=429, content_type="text/plain")


def _delivered(request: PartRequest, page: str, table: DiscussionTable) -> HttpResponse:
    """Scripts are told no more than that: what stands now comes down the stream."""
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    return redirect(page, table_id=table.pk)


def _announcement(table: DiscussionTable, announcement_id: int) -> Announcement:
    found = Announcement.objects.to_table(table).filter(pk=announcement_id).first()
    if found is None:
        raise Http404(_("There is no such announcement to this table."))
    return found


def _announcements(
    request: PartRequest,
    table: DiscussionTable,
    form: ReplyForm | None = None,
    wrong: Announcement | None = None,
    said: str = "",
) -> HttpResponse:
    made = list(Announcement.objects.to_table(table))
    read = set(table.readings.values_list("announcement", flat=True))
    replies = list(table.replies.all())
    rows = [
        {
            "announcement": one,
            "is_read": one.pk in read,
            "replies": [mine for mine in replies if mine.announcement_id == one.pk],
            "form": form if form and one == wrong else ReplyForm(auto_id=f"reply_{one.pk}_%s"),
        }
        for one in made
    ]
    context = {"heading": _("From the moderator"), "rows": rows, "said": said}
    return show(request, "regions/announcements.html", table, context)


def _call(request: PartRequest, table: DiscussionTable, form: ReasonForm, said: str = "") -> HttpResponse:
    call = HelpCall.objects.filter(table=table, ended_at=None).first()
    context = {"heading": _("Call the moderator"), "call": call, "form": form, "said": said}
    return show(request, "regions/help_call.html", table, context)
