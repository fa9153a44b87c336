"""The files that are handed out. Each view is its door, then the making."""

import unicodedata

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from plenary.access import Watch, session_watch
from plenary.reading_views import is_part, page_context
from reports.cards import CardsFailed, NoCards, make_cards
from reports.choices import Choices
from reports.choosing_views import asked, chosen_page, may_watch
from reports.compiling import Overtaken, PressFailed, wait_for_tables
from reports.forms import own_language
from reports.making import Making, NotYetProjected, ask, making_of
from reports.models import ReportRecord
from reports.records import content_of, withheld
from reports.speaker_sheet import TooLong, make_speaker_sheet
from reports.turns import PressBusy
from sessions.access import organizer_session
from sessions.models import DiscussionSession

# Longer than this nobody waits for a page: then one with the progress comes first.
WAIT_SECONDS = 1.0


@require_safe
def report_pdf(request: HttpRequest, session_id: int) -> HttpResponse:
    """The report of a session, with all that its tables have sent by now; the whole of it, or what was chosen."""
    watch = session_watch(request, session_id)
    form = asked(request, watch)
    if not form.is_valid():
        return chosen_page(request, watch, form, status=400)
    making = ask(form.choices(), _name_of(watch))
    if not making.ended.wait(WAIT_SECONDS):
        return redirect("report_making", session_id, making.ident)
    return _outcome(request, watch, making)


@require_safe
@never_cache
def report_making(request: HttpRequest, session_id: int, making: str) -> HttpResponse:
    """How far a report has come; leads on to it when it is there."""
    watch = session_watch(request, session_id)
    found = making_of(making, session_id)
    if found is None or (found.ended.is_set() and found.number):
        ready = f"?ready={found.number}" if found and found.number else ""
        return _lead(request, reverse("report_page", args=[session_id]) + ready)
    if found.ended.is_set():
        return _outcome(request, watch, found)
    context = page_context(watch, "report") | {"making": found}
    name = "reports/report_making_part.html" if is_part(request) else "reports/report_making.html"
    return render(request, name, context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report_record(request: HttpRequest, session_id: int, number: int) -> HttpResponse:
    """A report as it was compiled then. One that is withheld is the organizer's alone, who is asked first."""
    watch = session_watch(request, session_id)
    rows = ReportRecord.objects.select_related("session__event").filter(session=session_id, number=number)
    row = rows.filter(finished=True).first()
    if row is None or not may_watch(request, Choices.of_kept(row.choices).sessions):
        raise Http404(_("There is no such report."))
    if row.gone_at:
        sentence = _("Something in it was erased, and with it this file. Its number, date and hash remain.")
        return _instead(request, _("The file is gone"), sentence, 410)
    if withheld(row) and (watch.organizer is None or request.method != "POST"):
        if watch.organizer is None:
            raise PermissionDenied(
                _("A point in this report was taken back by its table. Ask for the report to be compiled anew.")
            )
        return render(request, "reports/report_withheld.html", page_context(watch, "report") | {"record": row})
    return _pdf(content_of(row), row.session, _("report %(number)s") % {"number": row.number})


@require_safe
def speaker_pdf(request: HttpRequest, session_id: int) -> HttpResponse:
    """The speaker's two minutes on one page, with what the tables and the synthesis have by now."""
    session = session_watch(request, session_id).session
    try:
        if not wait_for_tables(session.pk):
            raise NotYetProjected
        return _pdf(make_speaker_sheet(session, own_language()), session, _("two minutes"))
    except TooLong:
        sentence = _("This is more than one page holds. Shorten it, or read it on the screen.")
        return _instead(request, _("Too long"), sentence, 409)
    except (NotYetProjected, Overtaken, PressBusy, PressFailed) as refusal:
        return _not_yet(request, _why_not(refusal))


@require_safe
def table_cards(request: HttpRequest, session_id: int) -> HttpResponse:
    """The cards of a session's tables; with `?table=`, of these only."""
    session = organizer_session(request, session_id)
    only = {int(table) for table in request.GET.getlist("table") if table.isascii() and table.isdigit()}
    try:
        return _pdf(make_cards(session, only), session, _("table cards"))
    except NoCards:
        sentence = _("No table here has a link that opens. Lay tables out, or renew their links, then print.")
        return _instead(request, _("No cards"), sentence, 404)
    except CardsFailed:
        return _not_yet(request, _("The cards could not be set."))


def _name_of(watch: Watch) -> str:
    if watch.organizer:
        return watch.organizer.username
    return watch.link.name if watch.link else ""


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    """On to another page; a part of a page lets the whole page go there."""
    if not is_part(request):
        return redirect(address)
    return HttpResponse(headers={"HX-Redirect": address})


def _outcome(request: HttpRequest, watch: Watch, making: Making) -> HttpResponse:
    """The file; or first a page, where it has letters that no font can draw; or why there is none."""
    if making.number is None:
        return _not_yet(request, _why_not(making.refusal))
    if making.missing:
        return redirect(f"{reverse('report_page', args=[watch.session.pk])}?ready={making.number}")
    row = ReportRecord.objects.select_related("session__event").get(session=watch.session, number=making.number)
    return _pdf(content_of(row), watch.session, _("report"))


def _why_not(refusal: Exception | None) -> str:
    match refusal:
        case NotYetProjected():
            return _("The last words of some tables are still being put in their places.")
        case Overtaken():
            return _("The tables took points back while the report was made.")
        case PressBusy():
            return _("Another report is being made, a long one.")
        case PressFailed():
            return _("This machine could not set the report; its log says more.")
    return _("The report could not be made; the log says more.")


def _pdf(content: bytes, session: DiscussionSession, what: str) -> HttpResponse:
    """A file to keep, named after event and session; no cache on the way may keep it too."""
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{_file_word(session.event.name)} {_file_word(session.code)} {what}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _file_word(text: str) -> str:
    """Letters, digits and spaces of every script; nothing that a file system would take for something else."""
    kept = (letter if letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"} else " " for letter in text)
    return " ".join("".join(kept).split())[:80]


def _not_yet(request: HttpRequest, sentence: str) -> HttpResponse:
    return _instead(request, _("Not yet"), f"{sentence} {_('Please try again in a moment.')}", 503)


def _instead(request: HttpRequest, heading: str, sentence: str, status: int) -> HttpResponse:
    return render(request, "refused.html", {"heading": heading, "sentence": sentence}, status=status)
