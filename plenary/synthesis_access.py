"""The key to a session's synthesis: a grant for each browser, as long as that by which it came in is good."""

from collections.abc import Mapping

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from pga.live import notices, tokens
from pga.live.erasing import erased_below
from pga.live.errors import Refused
from pga.live.gate import admit, cookie_name
from pga.live.registry import ScopeKey
from plenary.access import COOKIE_SECONDS, Watch
from plenary.models import SynthesisLaptop
from plenary.synthesis_vocabulary import KIND
from regions.access import closed_of
from sessions.models import DiscussionSession, Organizer

# Grants are put out one by one, never all at once, but by an erasure.
GENERATION = 1


def synthesis_key(session_id: int) -> ScopeKey | None:
    """What the edit door needs to know of a session's synthesis."""
    session = DiscussionSession.objects.select_related("event").filter(pk=session_id).first()
    if session is None:
        below = erased_below(KIND, session_id)
        return ScopeKey(signing_key="", generation=0, erased_below=below) if below else None
    laptops = list(SynthesisLaptop.objects.filter(session=session).select_related("link", "organizer"))
    organizers = set(session.event.organizers.values_list("pk", flat=True))
    return ScopeKey(
        signing_key=session.event.signing_key,
        generation=GENERATION,
        put_out=frozenset(laptop.grant for laptop in laptops if not _may_come(laptop, organizers)),
        names={laptop.grant: laptop.who for laptop in laptops},
        closed=closed_of(session),
        readers=frozenset(laptop.grant for laptop in laptops if laptop.link and not laptop.link.may_write),
    )


def _may_come(laptop: SynthesisLaptop, organizers: set[int]) -> bool:
    if laptop.link:
        return laptop.link.revoked_at is None and laptop.link.generation == laptop.generation
    return laptop.generation == 0 and laptop.organizer_id in organizers


def synthesis_laptop(watch: Watch, cookies: Mapping[str, str]) -> SynthesisLaptop:
    """What this browser already is at the synthesis, by the same right; else a new one."""
    return _held(watch, cookies) or _join(watch)


def _held(watch: Watch, cookies: Mapping[str, str]) -> SynthesisLaptop | None:
    session = watch.session
    try:
        entered = admit(KIND, session.pk, synthesis_key(session.pk), cookies)
    except Refused:
        return None
    found = SynthesisLaptop.objects.filter(session=session, grant=entered.laptop)
    return found.filter(link=watch.link, organizer=watch.organizer).select_related("link", "organizer").first()


def _join(watch: Watch) -> SynthesisLaptop:
    laptop = SynthesisLaptop.objects.create(
        session=watch.session,
        link=watch.link,
        organizer=watch.organizer,
        generation=watch.link.generation if watch.link else 0,
    )
    notices.keys_changed(KIND, watch.session.pk)
    return laptop


def put_out(session_id: int, cookies: Mapping[str, str]) -> None:
    """The browser gives its grant back, which then opens nothing any more, wherever a copy of it may be."""
    try:
        entered = admit(KIND, session_id, synthesis_key(session_id), cookies)
    except Refused:
        return
    laptop = SynthesisLaptop.objects.get(session=session_id, grant=entered.laptop)
    # No link is of generation 0, and an organizer's grant is of no other.
    laptop.generation = 0 if laptop.link_id else laptop.generation + 1
    laptop.save(update_fields=["generation"])
    notices.keys_changed(KIND, session_id)


def take_synthesis(response: HttpResponse, session_id: int) -> None:
    """Let the browser hold the grant no longer."""
    response.delete_cookie(cookie_name(KIND, session_id), samesite="Lax")


def signed_out(*, request: HttpRequest | None, user: object, **_more: object) -> None:
    """An organizer leaves this browser: what it was given at syntheses goes with them, wherever a copy of it may be."""
    if request is None or not isinstance(user, Organizer):
        return
    grants = [value.partition(".")[0] for name, value in request.COOKIES.items() if name.startswith("pga_s")]
    laptops = SynthesisLaptop.objects.filter(organizer=user, grant__in=grants)
    for session_id in set(laptops.order_by().values_list("session", flat=True)):
        notices.keys_changed(KIND, session_id)
    laptops.update(generation=F("generation") + 1)


def give_synthesis(response: HttpResponse, laptop: SynthesisLaptop) -> None:
    """Let the browser hold the grant; an organizer's no longer than it holds what they signed in with."""
    session = laptop.session
    scope = f"{KIND}:{session.pk}"
    response.set_cookie(
        cookie_name(KIND, session.pk),
        tokens.laptop_cookie(laptop.grant, scope, GENERATION, session.event.signing_key),
        max_age=COOKIE_SECONDS if laptop.link else None,
        httponly=True,
        samesite="Lax",
        secure=settings.LINK_COOKIE_SECURE,
    )
