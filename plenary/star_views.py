"""Stars: given and taken wherever a point is shown, put in order and released on a page of their own."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from plenary import starring
from plenary.access import Watch, point_watch, session_watch, writing_watch
from plenary.models import Star
from plenary.page_streams import active_language
from plenary.reading_views import page_context
from plenary.star_queries import starred_points
from plenary.starring import NotThere, OtherWords

Doing = Callable[[Watch, Star, Mapping[str, str]], None]


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request-Type") == "partial"


@require_POST
def star(request: HttpRequest, table_id: int, key: str) -> HttpResponse:
    """Give a point a star, or take it away: what the page says, not the opposite of what is."""
    watch, table = point_watch(request, table_id)
    on, status = request.POST.get("on") == "1", HTTPStatus.OK
    try:
        (starring.star_point if on else starring.unstar_point)(watch=watch, table=table, key=key)
    except NotThere:
        on, status = False, HTTPStatus.NOT_FOUND
    if not _is_part(request):
        return redirect("stars", session_id=watch.session.pk)
    context = {"watch": watch, "table": table.pk, "key": key, "on": on, "gone": status == HTTPStatus.NOT_FOUND}
    return render(request, "plenary/star_button.html", context, status=status)


@require_GET
@never_cache
def stars(request: HttpRequest, session_id: int) -> HttpResponse:
    """What is starred, in its order; as a part where htmx asks for it again."""
    watch = session_watch(request, session_id)
    return _list(request, watch, "plenary/stars_list.html" if _is_part(request) else "plenary/stars.html")


@require_POST
def star_change(request: HttpRequest, session_id: int, star_id: int) -> HttpResponse:
    """One star: released, taken off the wall, read anew, moved, or taken away."""
    watch = writing_watch(request, session_id)
    doing = _DOINGS.get(request.POST.get("do", ""))
    if doing is None:
        raise Http404(_("There is no such button."))
    said = _do(doing, watch, star_id, request.POST.dict())
    if not _is_part(request):
        return redirect("stars", session_id=session_id)
    return _list(request, watch, "plenary/stars_list.html", said)


def _list(request: HttpRequest, watch: Watch, template: str, said: str = "") -> HttpResponse:
    points = starred_points(watch.session)
    shown = {"points": points, "on_wall": sum(1 for point in points if point.released_at), "said": said}
    context = page_context(watch, "stars") | shown | {"language": active_language()}
    return render(request, template, context, status=HTTPStatus.CONFLICT if said else HTTPStatus.OK)


def _do(doing: Doing, watch: Watch, star_id: int, sent: Mapping[str, str]) -> str:
    """Do it, or a sentence that says why it was not done."""
    one = Star.objects.filter(pk=star_id, table__session=watch.session).select_related("table").first()
    try:
        if one is None:
            raise NotThere(star_id)
        doing(watch, one, sent)
    except NotThere:
        return _("This point is not starred any more, or its table has taken it back.")
    except OtherWords:
        return _("The table has just changed the words. Read them again.")
    return ""


def _release(watch: Watch, one: Star, sent: Mapping[str, str]) -> None:
    starring.release_star(watch=watch, star=one, seen=sent.get("seen", ""))


def _withhold(watch: Watch, one: Star, sent: Mapping[str, str]) -> None:
    starring.withhold_star(watch=watch, star=one)


def _reread(watch: Watch, one: Star, sent: Mapping[str, str]) -> None:
    starring.reread_star(watch=watch, star=one, seen=sent.get("seen", ""))


def _unstar(watch: Watch, one: Star, sent: Mapping[str, str]) -> None:
    starring.unstar_point(watch=watch, table=one.table, key=one.key)


def _up(watch: Watch, one: Star, sent: Mapping[str, str]) -> None:
    starring.step_star(watch=watch, star=one, way=-1)


def _down(watch: Watch, one: Star, sent: Mapping[str, str]) -> None:
    starring.step_star(watch=watch, star=one, way=1)


def _place(watch: Watch, one: Star, sent: Mapping[str, str]) -> None:
    """After the star that is named; first where none is."""
    after = sent.get("after", "")
    whole = after.isascii() and after.isdigit() and len(after) < 18
    above = Star.objects.filter(table__session=watch.session, pk=int(after) if whole else 0).first()
    if after and above is None:
        raise NotThere(after)
    starring.place_star(watch=watch, star=one, after=above)


_DOINGS: dict[str, Doing] = {
    "release": _release,
    "withhold": _withhold,
    "reread": _reread,
    "unstar": _unstar,
    "up": _up,
    "down": _down,
    "place": _place,
}
