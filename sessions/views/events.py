"""An organizer's events, their settings and their sessions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sessions.access import organizer_event, organizer_session, signed_in
from sessions.actions.events import SessionInUse, add_event, add_session, change_settings, remove_session
from sessions.actions.papers import event_from_paper
from sessions.forms.events import EventForm, NewEventForm, SessionForm
from sessions.papers.reading import PaperUnreadable
from sessions.queries import events_of, overview

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """The organizer's events."""
    organizer = signed_in(request)
    return render(request, "sessions/event_list.html", {"events": events_of(organizer)})


@read_or_write
def event_add(request: HttpRequest) -> HttpResponse:
    """A new event, by name or by its paper."""
    organizer = signed_in(request)
    form = NewEventForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "sessions/event_add.html", {"form": form})
    name, file = form.cleaned_data["name"], form.cleaned_data["paper"]
    if not file:
        return redirect("event_detail", add_event(organizer=organizer, name=name).pk)
    try:
        paper = event_from_paper(organizer=organizer, file_name=file.name, content=file.read(), name=name)
    except PaperUnreadable as error:
        form.add_error("paper", error.sentence)
        return render(request, "sessions/event_add.html", {"form": form})
    return redirect("paper_preview", paper.pk)


@require_safe
def event_detail(request: HttpRequest, event_id: int) -> HttpResponse:
    """One event at a glance, and what is to be done next."""
    event = organizer_event(request, event_id)
    return render(request, "sessions/event_detail.html", {"event": event, **overview(event)})


@read_or_write
def event_settings(request: HttpRequest, event_id: int) -> HttpResponse:
    """Name, place, day and attribution of an event."""
    event = organizer_event(request, event_id)
    form = EventForm(request.POST or None, instance=event)
    if request.method != "POST" or not form.is_valid():
        shown = organizer_event(request, event_id)
        return render(request, "sessions/event_settings.html", {"form": form, "event": shown})
    change_settings(event, changes={name: form.cleaned_data[name] for name in form.changed_data})
    messages.success(request, _("The settings are saved."))
    return redirect("event_detail", event.pk)


@read_or_write
def session_add(request: HttpRequest, event_id: int) -> HttpResponse:
    """A session that no paper announced."""
    event = organizer_event(request, event_id)
    form = SessionForm(request.POST or None, event=event)
    if request.method != "POST" or not form.is_valid():
        return render(request, "sessions/session_settings.html", {"form": form, "event": event})
    session = add_session(event=event, **form.cleaned_data)
    messages.success(request, _("Session %(code)s is added.") % {"code": session.code})
    return redirect("event_detail", event.pk)


@read_or_write
def session_settings(request: HttpRequest, session_id: int) -> HttpResponse:
    """Code, title, times and grace of a session."""
    session = organizer_session(request, session_id)
    form = SessionForm(request.POST or None, instance=session, event=session.event)
    if request.method != "POST" or not form.is_valid():
        shown = organizer_session(request, session_id)
        context = {"form": form, "event": session.event, "session": shown}
        return render(request, "sessions/session_settings.html", context)
    change_settings(session, changes=form.changes())
    messages.success(request, _("The settings are saved."))
    return redirect("event_detail", session.event_id)


@require_POST
def session_remove(request: HttpRequest, session_id: int) -> HttpResponse:
    """Take away a session that has no table yet."""
    session = organizer_session(request, session_id)
    try:
        remove_session(session)
    except SessionInUse:
        messages.error(request, _("Session %(code)s has tables; remove them first.") % {"code": session.code})
    else:
        messages.success(request, _("Session %(code)s is removed.") % {"code": session.code})
    return redirect("event_detail", session.event_id)
