"""Erasing a deleted point at its own table: asked first, since nothing can bring it back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pga.live.limits import Limit
from regions.access import visit
from regions.dialogs import PartRequest, show, spoken_at
from regions.erasing import NotDeleted, NotThere, erase_deleted_point
from regions.history import state_now
from regions.models import DiscussionTable
from regions.vocabulary import ISSUE

# The database is written anew after each: nobody needs it often.
erasures = Limit(most=10, a_second=0.1)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer_erase(request: PartRequest, table_id: int, key: str) -> HttpResponse:
    """What erasing means, and the button; then, that nothing is left."""
    table, laptop = visit(request, table_id)
    with spoken_at(table, request):
        if request.method == "POST" and not erasures.take(laptop.grant):
            return _say(request, table, _("Many points were erased just now. Please wait a minute."), 429)
        return _erase(request, table, key) if request.method == "POST" else _ask(request, table, key)


def _ask(request: PartRequest, table: DiscussionTable, key: str) -> HttpResponse:
    state = state_now(table, key)
    if state is None:
        return _say(request, table, _not_there(), 404)
    if not state.deleted:
        return _say(request, table, _not_deleted(), 200)
    context = {"heading": _("Erase for good?"), "key": key, "text": state.text, "is_issue": key.startswith(ISSUE)}
    return show(request, "regions/answer_erase.html", table, context)


def _erase(request: PartRequest, table: DiscussionTable, key: str) -> HttpResponse:
    try:
        erase_deleted_point(table=table, key=key)
    except NotThere:
        return _say(request, table, _not_there(), 404)
    except NotDeleted:
        return _say(request, table, _not_deleted(), 409)
    if not request.htmx:
        return redirect("notebook", table_id=table.pk)
    context = {"heading": _("Erased"), "said": _("Nothing is left of it.")}
    return show(request, "regions/answer_erase.html", table, context)


def _not_there() -> str:
    return _("Nothing is kept of this point: it was erased, or it never was at this table.")


def _not_deleted() -> str:
    return _("This point is not deleted. Only what was deleted can be erased.")


def _say(request: PartRequest, table: DiscussionTable, sentence: str, status: int) -> HttpResponse:
    context = {"heading": _("Not erased"), "sentence": sentence}
    return show(request, "regions/answer_erase.html", table, context, status=status)
