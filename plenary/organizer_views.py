"""The organizer hands out moderators' links and walls' links."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plenary.forms import ModeratorLinkForm
from plenary.link_queries import links_of
from plenary.links import make_moderator_link, renew_moderator_link, revoke_moderator_link
from plenary.models import ModeratorLink
from plenary.page_streams import active_language
from sessions.access import organizer_session, signed_in


@require_http_methods(["GET", "POST"])
def moderator_links(request: HttpRequest, session_id: int) -> HttpResponse:
    """All links to a session's board and wall, and one more."""
    session = organizer_session(request, session_id)
    form = ModeratorLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make_moderator_link(session=session, by=signed_in(request), **form.cleaned_data)
        return redirect("moderator_links", session_id=session.pk)
    context = {
        "event": session.event,
        "session": session,
        "links": links_of(session),
        "form": form,
        "language": active_language(),
    }
    return render(request, "plenary/moderator_links.html", context, status=400 if form.errors else 200)


def _organizer_link(request: HttpRequest, link_id: int) -> ModeratorLink:
    """The link, for the organizers of its event only."""
    organizer = signed_in(request)
    links = ModeratorLink.objects.filter(session__event__organizers=organizer).select_related("session__event")
    link = links.filter(pk=link_id).first()
    if link is None:
        raise Http404(_("There is no such page among your events."))
    return link


@require_POST
def moderator_link_renew(request: HttpRequest, link_id: int) -> HttpResponse:
    """A new address; the old one is out."""
    link = _organizer_link(request, link_id)
    renew_moderator_link(link, by=signed_in(request))
    return redirect("moderator_links", session_id=link.session_id)


@require_POST
def moderator_link_revoke(request: HttpRequest, link_id: int) -> HttpResponse:
    """Nobody comes in by it any more."""
    link = _organizer_link(request, link_id)
    revoke_moderator_link(link, by=signed_in(request))
    return redirect("moderator_links", session_id=link.session_id)
