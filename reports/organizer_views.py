"""The organizer erases an event; reports go first, so the page stands here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reports.erasing import erase_event
from sessions.access import organizer_event, signed_in
from sessions.forms.erasing import TypedAgainForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_erase(request: HttpRequest, event_id: int) -> HttpResponse:
    """What goes and what remains; then, once its name is typed, nothing of it."""
    event = organizer_event(request, event_id)
    typed = request.POST if request.method == "POST" else None
    label = _("Type the event’s name to erase it: %(name)s") % {"name": f"\u2068{event.name}\u2069"}
    form = TypedAgainForm(typed, label=label, wanted=event.name)
    if not form.is_valid():
        return render(request, "reports/event_erase.html", {"event": event, "form": form})
    erase_event(event=event, organizer=signed_in(request))
    messages.success(request, _("The event is erased. Nothing is left of it."))
    return redirect("event_list")
