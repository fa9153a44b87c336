"""The page where a report is chosen. PDF and the other forms are asked for by the same fields."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plenary.access import Watch, session_watch
from plenary.reading_views import page_context
from reports.choices import Choices
from reports.forms import ChoicesForm
from reports.records import lines_of, records_of
from reports.workers import warm_up
from sessions.models import DiscussionSession


@require_safe
@never_cache
def report_page(request: HttpRequest, session_id: int) -> HttpResponse:
    """What can be chosen before a report is compiled, and the records of those that were."""
    watch = session_watch(request, session_id)
    warm_up()
    return chosen_page(request, watch, asked(request, watch))


def asked(request: HttpRequest, watch: Watch, *, counts: bool = False) -> ChoicesForm:
    """What the address asks for. `counts`: in a form with a row for each answer."""
    others = DiscussionSession.objects.filter(event=watch.session.event_id).exclude(pk=watch.session.pk)
    seen = [one for one in others if may_watch(request, (one.pk,))]
    return ChoicesForm(request.GET, session=watch.session, others=seen, counts=counts)


def may_watch(request: HttpRequest, sessions: tuple[int, ...]) -> bool:
    """Whether this browser may see the boards of all these sessions."""
    try:
        return all(session_watch(request, session) for session in sessions)
    except PermissionDenied:
        return False


def chosen_page(request: HttpRequest, watch: Watch, form: ChoicesForm, status: int = 200) -> HttpResponse:
    """The page with what was chosen, or with what is wrong about it."""
    rows = [row for row in records_of(watch.session) if may_watch(request, Choices.of_kept(row.choices).sessions)]
    ready = request.GET.get("ready", "")
    lines = lines_of(rows)
    context = page_context(watch, "report") | {
        "form": form,
        "lines": lines,
        "ready": next((line.record for line in lines if str(line.record.number) == ready and not line.held), None),
    }
    return render(request, "reports/report_page.html", context, status=status)
