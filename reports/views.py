"""The two files that are handed out. Each view is its door, then the making."""

import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plenary.access import session_watch
from reports.cards import CardsFailed, NoCards, make_cards
from reports.compiling import Overtaken, PressBusy, PressFailed, compile_report, wait_for_tables
from sessions.access import organizer_session
from sessions.models import DiscussionSession


@require_safe
def report_pdf(request: HttpRequest, session_id: int) -> HttpResponse:
    """The report of a session, with all that its tables have sent by now."""
    session = session_watch(request, session_id).session
    if not wait_for_tables(session.pk):
        return _not_yet(request, _("The last words of some tables are still being put in their places."))
    try:
        pdf = compile_report(session.pk, get_language() or "en")
    except Overtaken:
        return _not_yet(request, _("The tables took points back while the report was made."))
    except PressBusy:
        return _not_yet(request, _("Another report is being made, a long one."))
    except PressFailed:
        return _not_yet(request, _("This machine could not set the report; its log says more."))
    return _pdf(pdf, session, _("report"))


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
