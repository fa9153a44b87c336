"""The organizer hands out moderators' links."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from plenary.links import make_moderator_link, moderator_url, renew_moderator_link, revoke_moderator_link
from plenary.models import ModeratorLink
from sessions.access import organizer_session, signed_in


class ModeratorLinkForm(forms.Form):
    """Whose link it is."""

    name = forms.CharField(label=gettext_lazy("Whose link"), max_length=120)
    may_write = forms.BooleanField(label=gettext_lazy("may write, not only read"), required=False, initial=True)


@require_http_methods(["GET", "POST"])
def moderator_links(request: HttpRequest, session_id: int) -> HttpResponse:
    """All links of a session's board, and one more."""
    session = organizer_session(request, session_id)
    form = ModeratorLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make_moderator_link(session=session, name=form.cleaned_data["name"], may_write=form.cleaned_data["may_write"])
        return redirect("moderator_links", session_id=session.pk)
    links = session.moderator_links.select_related("session__event")
    rows = [(link, "" if link.revoked_at else moderator_url(link)) for link in links]
    context = {"event": session.event, "session": session, "rows": rows, "form": form}
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
    renew_moderator_link(link)
    return redirect("moderator_links", session_id=link.session_id)


@require_POST
def moderator_link_revoke(request: HttpRequest, link_id: int) -> HttpResponse:
    """Nobody comes in by it any more."""
    link = _organizer_link(request, link_id)
    revoke_moderator_link(link)
    return redirect("moderator_links", session_id=link.session_id)
