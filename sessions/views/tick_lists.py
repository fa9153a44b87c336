"""Tick lists, by which answers can be counted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sessions.access import organizer_event, organizer_tick_list
from sessions.actions.tick_lists import ChoiceInUse, WordsInUse, remove_tick_list, save_tick_list
from sessions.forms.tick_lists import TickListForm
from sessions.models import Event, TickList

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@read_or_write
def tick_list_add(request: HttpRequest, event_id: int) -> HttpResponse:
    """A new tick list."""
    event = organizer_event(request, event_id)
    return _edit(request, event, None)


@read_or_write
def tick_list_edit(request: HttpRequest, tick_list_id: int) -> HttpResponse:
    """Name, kind and choices of a tick list."""
    tick_list = organizer_tick_list(request, tick_list_id)
    return _edit(request, tick_list.event, tick_list)


def _edit(request: HttpRequest, event: Event, tick_list: TickList | None) -> HttpResponse:
    form = TickListForm(request.POST if request.method == "POST" else None, tick_list=tick_list)
    context = {"event": event, "tick_list": tick_list, "form": form}
    if not form.is_valid():
        return render(request, "sessions/tick_list_edit.html", context)
    try:
        save_tick_list(event=event, tick_list=tick_list, choices=form.entries(), **form.typed())
    except (ChoiceInUse, WordsInUse) as error:
        form.add_error(None, _still_used(error))
        return render(request, "sessions/tick_list_edit.html", context)
    messages.success(request, _("The tick list is saved."))
    return _after(event)


@require_POST
def tick_list_remove(request: HttpRequest, tick_list_id: int) -> HttpResponse:
    """Take away a tick list of which nothing was ticked."""
    tick_list = organizer_tick_list(request, tick_list_id)
    try:
        remove_tick_list(tick_list)
    except (ChoiceInUse, WordsInUse) as error:
        messages.error(request, _still_used(error))
        return redirect("tick_list_edit", tick_list_id)
    messages.success(request, _("The tick list is removed."))
    return _after(tick_list.event)


def _still_used(error: ChoiceInUse | WordsInUse) -> str:
    if isinstance(error, WordsInUse):
        return _("Tables have written under %(name)s; it stays.") % {"name": str(error)}
    return _("Tables have ticked %(names)s; ticked choices stay.") % {"names": ", ".join(error.names)}


def _after(event: Event) -> HttpResponseRedirect:
    paper = event.papers.exclude(confirmed_at=None).order_by("-confirmed_at").first()
    return redirect("question_setup", paper.pk) if paper else redirect("event_detail", event.pk)
