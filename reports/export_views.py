"""The report in other forms than PDF, for the same people: the door, then the making."""

import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plenary.access import session_watch
from reports.choices import Choices
from reports.choosing_views import asked, chosen_page
from reports.compiling import Overtaken, PressFailed, wait_for_tables
from reports.exports.making import FORMS, TO_READ, make_form
from reports.turns import PressBusy


class NotYet(Exception):
    """Why it cannot be given out at this moment, as a sentence."""


@require_safe
def report_file(request: HttpRequest, session_id: int, ending: str) -> HttpResponse:
    """The report in one of its forms, whole or what was chosen, with all that its tables have sent by now.

    No cache on the way may keep it.
    """
    watch = session_watch(request, session_id)
    form = asked(request, watch, counts=FORMS[ending].counts)
    if not form.is_valid():
        return chosen_page(request, watch, form, status=400)
    session, choices = watch.session, form.choices()
    try:
        content = _made(choices, ending)
    except NotYet as sentence:
        return _not_yet(request, str(sentence))
    response = HttpResponse(content, content_type=FORMS[ending].content_type)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Language"] = choices.language
    if ending != TO_READ:
        name = f"{_file_word(session.event.name)} {_file_word(session.code)} {_('report')}.{ending}"
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _made(choices: Choices, ending: str) -> bytes:
    if not wait_for_tables(*choices.sessions):
        raise NotYet(_("The last words of some tables are still being put in their places."))
    try:
        return make_form(choices, ending)
    except Overtaken as error:
        raise NotYet(_("The tables took points back while the report was made.")) from error
    except PressBusy as error:
        raise NotYet(_("Another report is being made, a long one.")) from error
    except PressFailed as error:
        raise NotYet(_("This machine could not set the report; its log says more.")) from error


def _not_yet(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {"heading": _("Not yet"), "sentence": f"{sentence} {_('Please try again in a moment.')}"}
    return render(request, "refused.html", context, status=503)


def _file_word(text: str) -> str:
    """Letters, digits and spaces of every script; nothing that a file system would take for something else."""
    kept = (letter if letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"} else " " for letter in text)
    return " ".join("".join(kept).split())[:80]
