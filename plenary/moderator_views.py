"""What stands before moderators, and before the organizers who watch with them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pga.live import projector
from plenary import actions
from plenary.access import Watch, give_watch, link_at_door, session_watch, writing_watch
from plenary.links import note_opened
from plenary.queries import board as board_of
from plenary.reading_views import page_context
from regions.late_queries import late_tables
from regions.models import DiscussionTable

PROJECTION_SECONDS = 3.0


@require_GET
@never_cache
def moderator_door(request: HttpRequest, token: str) -> HttpResponse:
    """From the link to the board; the link leaves the address bar."""
    link = link_at_door(token)
    note_opened(link)
    response = redirect("board", session_id=link.session_id)
    give_watch(response, link)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def session_close(request: HttpRequest, session_id: int) -> HttpResponse:
    """What closing means, and the button; then a closed session."""
    watch = writing_watch(request, session_id)
    if request.method != "POST":
        return render(request, "plenary/session_close.html", page_context(watch, ""))
    actions.close(watch=watch)
    return redirect("board", session_id=session_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def session_reopen(request: HttpRequest, session_id: int) -> HttpResponse:
    """What reopening means, and the button; then an open session."""
    watch = writing_watch(request, session_id)
    if request.method != "POST":
        context = page_context(watch, "") | {"late": board_of(watch.session).sum.late}
        return render(request, "plenary/session_reopen.html", context)
    actions.reopen(watch=watch)
    return redirect("board", session_id=session_id)


@require_GET
@never_cache
def late_points(request: HttpRequest, session_id: int) -> HttpResponse:
    """What came after the close, table by table, with and without."""
    watch = session_watch(request, session_id)
    context = page_context(watch, "") | {"tables": late_tables(watch.session)}
    return render(request, "plenary/late_points.html", context)


@require_POST
def late_take_in(request: HttpRequest, session_id: int) -> HttpResponse:
    """Let late points of a table count."""
    watch = writing_watch(request, session_id)
    table = _table(request.POST.get("table", ""), watch)
    count = actions.take_in(watch=watch, table=table, keys=request.POST.getlist("key"))
    projector.wait_for("table", table.pk, PROJECTION_SECONDS)
    messages.success(request, ngettext("%(n)s point is taken in.", "%(n)s points are taken in.", count) % {"n": count})
    return redirect("late_points", session_id=session_id)


def _table(number: str, watch: Watch) -> DiscussionTable:
    """A table of the session by the id that a form sends."""
    whole = number.isascii() and number.isdigit() and len(number) < 18
    found = DiscussionTable.objects.filter(session=watch.session, pk=int(number) if whole else 0).first()
    if found is None:
        raise Http404(_("There is no such table in this session."))
    return found
