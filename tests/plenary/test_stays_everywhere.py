"""What stays at a table is looked for in every answer of every address and stream that anybody else may open."""

import pytest

from pga.live.projector import project_now
from pga.live.registry import stream_kind
from plenary.indexing import catch_up
from plenary.links import stream_kinds
from plenary.models import Star
from plenary.star_queries import wording_name
from regions.models import Answer
from tests.notebooks import until
from tests.plenary.front import said
from tests.regions.seats import Point, Seat
from tests.regions.test_history import question
from tests.reports.reading import text_of
from tests.test_doors import WATCHING, Place, patterns, place  # noqa: F401 the cast of the walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ALWAYS, LATER = "crossed the river by night", "was hidden in a cellar"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def everything(place: Place) -> dict[str, str]:  # noqa: F811
    """By address and stream what whoever is not at the table may read."""
    found = {}
    # Until it is made, a page says how far it is.
    pdf = place.address(patterns()["report_pdf"])
    until(lambda: place.organizer.get(pdf).getvalue().startswith(b"%PDF"), 60)
    addresses = {name: place.address(patterns()[name]) for name in WATCHING}
    addresses |= {f"search {word}": f"{addresses['feed']}?q={word}" for word in ("crossed", "hidden", "riv")}
    for name, address in addresses.items():
        for hand, client in (("organizer", place.organizer), ("moderator", place.moderator), ("wall", place.wall)):
            for headers in ({}, PART):
                answer = client.get(address, headers=headers)
                found[f"{name} {hand} {len(headers)}"] = words_of(answer)
    for kind in stream_kinds():
        frames = stream_kind(kind).hello(place.session.pk, 0)
        found[f"stream {kind}"] = b"".join(frames).decode()
    return found


def words_of(answer) -> str:
    body = answer.getvalue()
    return text_of(body) if body.startswith(b"%PDF") else body.decode()


def test_what_stays_is_in_no_answer_of_any_address(place):  # noqa: F811
    seat = Seat(place.table)
    always, ask = Point(), question(place.table, "3").pk
    seat.sets(always, "stays", True)
    seat.sets(always, "question", ask)
    seat.types(always, f"Somebody {ALWAYS}")
    later = said(seat, f"Somebody {LATER}", label="3")
    place.ids |= {"question_id": ask}
    place.moderator.post(f"/tables/{place.table.pk}/star/{later.key}/", {"on": "1"})
    released = {"do": "release", "seen": wording_name(Answer.objects.get(key=later.key).text)}
    star = Star.objects.get(key=later.key)
    place.moderator.post(f"/sessions/{place.session.pk}/stars/{star.pk}/", released)
    catch_up([place.table.pk])

    shown = everything(place)
    places = {name.split()[0] for name, words in shown.items() if LATER in words}
    assert places >= {
        "board",
        "question_board",
        "table_notes",
        "feed",
        "search",
        "stars",
        "wall",
        "report_pdf",
        "stream",
    }
    assert not [name for name, words in shown.items() if ALWAYS in words]

    seat.sets(later, "stays", True)
    project_now("table", place.table.pk)
    catch_up([place.table.pk])
    left = [name for name, words in everything(place).items() if LATER in words or ALWAYS in words]
    assert left == []
