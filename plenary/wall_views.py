"""What stands on the projector, and the door that leads to it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plenary.access import WALL, give_watch, link_at_door, wall_watch
from plenary.links import note_opened
from plenary.page_streams import active_language, languages
from plenary.wall_queries import wall_of

LOOKS = ("light", "dark")


@require_GET
@never_cache
def wall_door(request: HttpRequest, token: str) -> HttpResponse:
    """From the link to the wall; the link leaves the address bar, the wanted look and language stay in it."""
    link = link_at_door(token, WALL)
    note_opened(link)
    wanted = {name: value for name, value in request.GET.items() if name in {"look", "in"}}
    address = reverse("wall", kwargs={"session_id": link.session_id})
    response = redirect(f"{address}?{urlencode(wanted)}" if wanted else address)
    give_watch(response, link)
    return response


@require_GET
@never_cache
def wall(request: HttpRequest, session_id: int) -> HttpResponse:
    """The projector's page: nothing on it can be pressed. `?look=dark` and `?in=ar` say how it is wanted."""
    watch = wall_watch(request, session_id)
    look, wanted = request.GET.get("look", ""), request.GET.get("in", "")
    language = wanted if wanted in languages() else active_language()
    with translation.override(language):
        context = wall_of(watch.session)._asdict() | {"look": look if look in LOOKS else "", "language": language}
        return render(request, "plenary/wall.html", context)
