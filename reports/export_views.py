"""The report in other forms than PDF, for the same people. Each view is its door, then the making."""

import unicodedata
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plenary.access import session_watch
from reports.compiling import Overtaken, PressBusy, wait_for_tables
from reports.exports.making import FORMS, Maker, make_form
from reports.exports.page import page
from sessions.models import DiscussionSession


class NotYet(Exception):
    """Why it cannot be given out at this moment, as a sentence."""


@require_safe
def report_file(request: HttpRequest, session_id: int, ending: str) -> HttpResponse:
    """The report as a file to keep, with all that its tables have sent by now."""
    session = session_watch(request, session_id).session
    chosen = FORMS[ending]
    try:
        response = _given(_made(session, chosen.make), chosen.content_type)
    except NotYet as sentence:
        return _not_yet(request, str(sentence))
    name = f"{_file_word(session.event.name)} {_file_word(session.code)} {_('report')}.{chosen.ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_safe
def report_html(request: HttpRequest, session_id: int) -> HttpResponse:
    """The report as a page to read, with all that its tables have sent by now."""
    watch = session_watch(request, session_id)
    try:
        return _given(_made(watch.session, partial(page, request=request, watch=watch)), "text/html; charset=utf-8")
    except NotYet as sentence:
        return _not_yet(request, str(sentence))


def _made(session: DiscussionSession, make: Maker) -> bytes:
    if not wait_for_tables(session.pk):
        raise NotYet(_("The last words of some tables are still being put in their places."))
    try:
        return make_form(session.pk, make, get_language() or "en")
    except Overtaken as error:
        raise NotYet(_("The tables took points back while the report was made.")) from error
    except PressBusy as error:
        raise NotYet(_("Another report is being made, a long one.")) from error


def _given(content: bytes, content_type: str) -> HttpResponse:
    """No cache on the way may keep what it holds."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _not_yet(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {"heading": _("Not yet"), "sentence": f"{sentence} {_('Please try again in a moment.')}"}
    return render(request, "refused.html", context, status=503)


def _file_word(text: str) -> str:
    """Letters, digits and spaces of every script; nothing that a file system would take for something else."""
    kept = (letter if letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"} else " " for letter in text)
    return " ".join("".join(kept).split())[:80]
