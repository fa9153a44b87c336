"""What stands before a table's rapporteur: the card's door, the typed code, the notebook."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods

from pga.live.errors import CLOSED, JOINED_ANEW, SENTENCES
from pga.live.limits import Limit
from regions.access import TableVisit, give_grant, held_grant, join, table_at_door, table_of_code, visit
from regions.models import DiscussionTable
from regions.notebook_words import OVER, WORDS
from regions.queries import notebook_page

# Only wrong codes count, so that nobody can lock the hall out.
wrong_codes = Limit(most=60, a_second=1)


@require_GET
@never_cache
def table_door(request: HttpRequest, token: str) -> HttpResponse:
    """From the card to the notebook; the link leaves the address bar."""
    return _come_in(request, table_at_door(token))


def _come_in(request: HttpRequest, table: DiscussionTable) -> HttpResponse:
    response = redirect("notebook", table_id=table.pk)
    if held_grant(request.COOKIES, table) is None:
        give_grant(response, join(table))
    return response


@require_http_methods(["GET", "POST"])
@never_cache
def code_door(request: HttpRequest) -> HttpResponse:
    """The same by the short code that stands on the card."""
    typed = request.POST.get("code", "")[:40]
    if request.method == "GET":
        return render(request, "regions/code_door.html", {"typed": ""})
    table = table_of_code(typed)
    if table is not None:
        return _come_in(request, table)
    many = not wrong_codes.take("hall")
    sentence = _("Too many wrong codes just now. Please wait a minute.") if many else _("No table has this code.")
    return render(
        request, "regions/code_door.html", {"typed": typed, "sentence": sentence}, status=429 if many else 404
    )


@require_GET
@never_cache
@ensure_csrf_cookie
def notebook(request: HttpRequest, table_id: int) -> HttpResponse:
    """The table's notebook, in the table's language where the interface speaks it and nobody chose another."""
    try:
        table_visit = visit(request, table_id)
    except PermissionDenied as refused:
        # What this laptop could not send before the door was shut is offered there.
        context = {"heading": _("Not open"), "sentence": str(refused), "table_id": table_id}
        return render(request, "regions/notebook_refused.html", context, status=403)
    language = table_visit.table.language
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if chosen or language not in dict(settings.LANGUAGES):
        return _notebook(request, table_visit)
    with translation.override(language):
        return _notebook(request, table_visit)


def _notebook(request: HttpRequest, table_visit: TableVisit) -> HttpResponse:
    table, laptop = table_visit
    page = notebook_page(table)
    data = {
        "table": table.pk,
        "laptop": laptop.grant,
        "name": laptop.name or str(laptop.number),
        "words": {name: str(words) for name, words in WORDS.items()},
        "closed": CLOSED,
        "anew": JOINED_ANEW,
        "over": _(OVER),
        "sentences": {sentence: _(sentence) for sentence in SENTENCES},
    }
    return render(
        request,
        "regions/notebook.html",
        {
            "page": page,
            "table": table,
            "laptop": laptop,
            "data": data,
            "edits": f"/live/table/{table.pk}/edits",
            "attribution": table.session.event.attribution_allowed,
        },
    )


@require_GET
@never_cache
def table_paper(request: HttpRequest, table_id: int) -> HttpResponse:
    """The background paper, to read at the table."""
    table, _laptop = visit(request, table_id)
    return render(request, "regions/table_paper.html", {"table": table, "paper": table.session.paper})
