"""What opens in a dialog of the notebook: a template part for htmx, the same as a page of its own without it.

Both speak the notebook's language.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from regions.models import DiscussionTable


class PartRequest(HttpRequest):
    """A request as the middleware of htmx leaves it."""

    htmx: HtmxDetails


def spoken_at(table: DiscussionTable, request: HttpRequest) -> AbstractContextManager[object]:
    """The table's language where the interface speaks it and nobody chose another."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if chosen or table.language not in dict(settings.LANGUAGES):
        return nullcontext()
    return translation.override(table.language)


def show(
    request: PartRequest, part: str, table: DiscussionTable, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The part, or the page around it; `context` has a `heading` for either."""
    given = {**context, "table": table, "part": part}
    return render(request, part if request.htmx else "regions/dialog_page.html", given, status=status)
