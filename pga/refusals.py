"""Refusals that a person can meet: a sentence, the right status, and no traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pga.bodies import REFUSED


def _page(
    request: HttpRequest, status: int, heading: str, sentence: str, *, bare: bool = False, **more: object
) -> HttpResponse:
    """The page of a refusal; `bare` asks the database for nothing, not even who is signed in."""
    # Where a page asks for a part of itself, the refusal is a part too.
    part = request.headers.get("HX-Request-Type") == "partial"
    template = "refused_part.html" if part else "refused.html"
    context = {"heading": heading, "sentence": sentence, "bare": bare, **more}
    return render(request, template, context, status=status)


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


class UntakenBodyMiddleware:
    """A page for a request whose body was not taken (`pga.bodies`), before anything looks for the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or a sentence and the status that the scope names."""
        status = request.META.get("asgi.scope", {}).get(REFUSED)
        if status is None:
            return self.get_response(request)
        if status == 413:
            return _page(request, 413, _("Too large"), _("This is far larger than a paper. Nothing of it was taken."))
        return _page(request, status, _("Please try again"), _("The file did not arrive. Nothing of it was taken."))


class WrongVerbMiddleware:
    """Gives 405 a page: somebody who asks for the address of a form again by the address bar meets it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or in place of an empty 405 a sentence; what is allowed is still said."""
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = _page(request, 405, _("Nothing to see here"), _("This address only takes what a form sends. Go back."))
        page["Allow"] = response["Allow"]
        return page


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(
        request,
        500,
        _("Something went wrong"),
        _("The fault is ours. What tables have written is kept. Please try again."),
        bare=True,
    )
