"""The history of an answer or an issue, at its own table only."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from regions.access import visit
from regions.dialogs import PartRequest, show, spoken_at
from regions.history import history_of


@require_safe
@never_cache
def answer_history(request: PartRequest, table_id: int, key: str) -> HttpResponse:
    """Who changed what and when; `before` asks for the steps before a row."""
    table, laptop = visit(request, table_id)
    before = _number(request.GET.get("before", ""))
    with spoken_at(table, request):
        history = history_of(table, key, reader=laptop, before=before)
        context = {"heading": _("History"), "history": history, "address": request.path}
        if history is None:
            context["sentence"] = _("Nothing is kept of this point: it was erased, or it never was at this table.")
        part = "regions/history_steps.html" if before and request.htmx else "regions/answer_history.html"
        return show(request, part, table, context, status=200 if history else 404)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
