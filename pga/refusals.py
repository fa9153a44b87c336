"""Refusals that a person can meet: a sentence, the right status, and no traceback."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, heading: str, sentence: str, **more: object) -> HttpResponse:
    # Where a page asks for a part of itself, the refusal is a part too.
    part = request.headers.get("HX-Request-Type") == "partial"
    template = "refused_part.html" if part else "refused.html"
    return render(request, template, {"heading": heading, "sentence": sentence, **more}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(
        request, 400, _("This could not be read"), _("Please go back, load the page again, and try once more.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, or what status the door says, with the door's own sentence."""
    status = getattr(exception, "status", 403)
    said = str(exception) if exception and str(exception) else _("This page is not open to you.")
    if status == 410:
        # Scripts find there whose copies this laptop has to delete.
        return _page(request, status, _("Erased"), said, erased_table=getattr(exception, "table_id", None))
    return _page(request, status, _("Not open"), said)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose page was open for too long."""
    return _page(
        request,
        403,
        _("Please try again"),
        _("This page was open for a long time. Go back, load it again, and repeat."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404, _("Nothing here"), _("There is no such page, or it is not open to you."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(
        request,
        500,
        _("Something went wrong"),
        _("The fault is ours. What tables have written is kept. Please try again."),
    )
