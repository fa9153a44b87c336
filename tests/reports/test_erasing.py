"""Erasing an event (event_erase) and what was printed of its tables; `manage.py erase`."""

from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from pga.live import notices
from plenary.links import make_moderator_link
from plenary.models import ModeratorLink, TakingIn
from regions.erasing import erase_point, erase_table
from regions.models import DiscussionTable, Laptop, Region
from reports import compiling, keeping
from reports.compiling import Overtaken, compile_report
from reports.erasing import erase_event
from reports.keeping import drop_strays
from reports.models import CachedPart
from sessions.models import BackgroundPaper, DiscussionSession, Erasure, Event, GuidingQuestion, Organizer, TickList
from sessions.sample import sample_setup
from tests.regions.seats import Point, Seat
from tests.reports.test_withdrawals import words_on_disk
from tests.searching import files_with, tables_with
from tests.sessions.doors import refuses_others

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Two people here were deported after they complained."
GONE = (DiscussionSession, BackgroundPaper, GuidingQuestion, TickList, Region, DiscussionTable, Laptop)


@pytest.fixture
def owner(db) -> Organizer:
    return Organizer.objects.create_user("amina", password="ten letters and more")


@pytest.fixture
def session(owner) -> DiscussionSession:
    """A session of everything: paper, sub-parts, tick lists, a moderator, a late point taken in."""
    session = sample_setup(owner)[0]
    BackgroundPaper.objects.create(event=session.event, file_name="new.md", content=b"", replaces=session.paper)
    link = make_moderator_link(session=session, name="Ines Carvalho")
    table = DiscussionTable.objects.create(
        session=session, region=Region.objects.create(event=session.event, name="Asia"), number=1
    )
    TakingIn.objects.create(table=table, key="a" * 22, link=link)
    return session


def say(session: DiscussionSession, words: str = SECRET) -> Point:
    point, seat = Point(), Seat(session.tables.get(), name="Lorna of the choir")
    seat.types(point, words)
    compiling.wait_for_tables(session.pk)
    return point


def test_what_was_printed_of_an_erased_point_or_table_goes_from_the_disk(session, own_parts):
    point = say(session)
    say(session, "Another point.")
    compile_report(session.pk)
    assert SECRET in words_on_disk(own_parts)
    erase_point(table=session.tables.get(), key=point.key)
    assert SECRET not in words_on_disk(own_parts)
    compile_report(session.pk)
    assert "Another point." in words_on_disk(own_parts)
    erase_table(table=session.tables.get())
    assert "Another point." not in words_on_disk(own_parts)


def test_an_event_goes_from_the_top_down_and_only_the_fact_remains(session, owner, own_parts, neighbour, stranger):
    say(session)
    compile_report(session.pk)
    other = Event.objects.create(name="Another year")
    other.organizers.add(owner)
    organizer, address = Client(), f"/events/{session.event_id}/erase/"
    organizer.force_login(owner)
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    assert address in organizer.get(f"/events/{session.event_id}/settings/").content.decode()
    name = session.event.name
    assert name in unescape(organizer.get(address).content.decode())
    assert "nothing was erased" in organizer.post(address, {"typed": name[:-1]}).content.decode()
    done = organizer.post(address, {"typed": f" {name} "}, follow=True).content.decode()
    assert "The event is erased." in done and name not in unescape(done) and "Another year" in done
    assert tables_with(SECRET, name, "Ines", "choir") == []
    assert [model.objects.count() for model in GONE] == [0] * 7
    assert {event.name for event in Event.objects.all()} == {"Another year", "Another event"}
    assert (ModeratorLink.objects.count(), TakingIn.objects.count(), list(own_parts.iterdir())) == (0, 0, [])
    fact = Erasure.objects.get()
    assert (fact.kind, fact.target, fact.by_organizer, fact.scrubbed) == ("event", session.event_id, owner.pk, True)


def test_ids_are_never_given_again(session, owner):
    made = [session.event_id, session.pk, session.tables.get().pk]
    erase_event(event=session.event)
    again = sample_setup(owner)[0]
    region = Region.objects.create(event=again.event, name="Asia")
    table = DiscussionTable.objects.create(session=again, region=region, number=1)
    assert all(new > old for new, old in zip([again.event_id, again.pk, table.pk], made, strict=True))


def test_a_report_that_is_made_while_its_event_is_erased_is_not_given_out_nor_left_on_disk(
    session, own_parts, monkeypatch
):
    """At the first merge, as a clock would have it."""
    say(session)
    bound = compiling.bound

    def bind_late(*args):
        if DiscussionSession.objects.exists():
            erase_event(event=session.event)
        return bound(*args)

    monkeypatch.setattr(compiling, "bound", bind_late)
    with pytest.raises(Overtaken):
        compile_report(session.pk)
    assert (list(own_parts.iterdir()), CachedPart.objects.count(), tables_with(SECRET)) == ([], 0, [])


def test_an_event_of_which_only_covers_were_printed_leaves_none(session, own_parts):
    compile_report(session.pk)
    assert list(own_parts.iterdir()) != []
    erase_event(event=session.event)
    assert list(own_parts.iterdir()) == []


def test_a_part_that_is_dropped_while_it_is_written_does_not_stay(session, own_parts, monkeypatch):
    """Between its row and its file, as a clock would have it."""
    say(session)
    send = keeping.send_printed

    def send_late(*args):
        keeping.drop(CachedPart.objects.all())
        send(*args)

    monkeypatch.setattr(keeping, "send_printed", send_late)
    compile_report(session.pk)
    assert list(own_parts.iterdir()) == []


def test_parts_that_another_machine_dropped_go_from_this_ones_disk_too(session, own_parts):
    say(session)
    compile_report(session.pk)
    held = {path.name: path.read_bytes() for path in own_parts.iterdir()}
    erase_table(table=session.tables.get())
    for name, content in held.items():
        (own_parts / name).write_bytes(content)
    unfinished = own_parts / f"{'0' * 64}.4711"
    unfinished.write_bytes(b"just being written")
    drop_strays()
    left = {path.name for path in own_parts.iterdir()}
    assert left == {unfinished.name, *CachedPart.objects.values_list("key", flat=True)} < {unfinished.name, *held}
    unfinished.unlink()
    assert SECRET not in words_on_disk(own_parts)
    assert drop_strays in notices._calls["parts_dropped"]


def test_the_command_asks_for_a_yes_and_erases_one_thing(session, capsys):
    point, table = say(session), session.tables.get()
    say(session, "Another point.")
    for what in (
        ["--answer", str(table.pk), point.key],
        ["--table", str(table.pk)],
        ["--event", str(session.event_id)],
    ):
        with pytest.raises(CommandError, match="Nothing was erased; add --yes"):
            call_command("erase", *what)
    assert tables_with(SECRET) != []
    call_command("erase", "--answer", str(table.pk), point.key, "--yes")
    assert (tables_with(SECRET), tables_with("Another point.") == []) == ([], False)
    call_command("erase", "--table", str(table.pk), "--yes")
    assert (tables_with("Another point."), session.tables.count()) == ([], 1)
    call_command("erase", "--event", str(session.event_id), "--yes")
    assert not DiscussionSession.objects.exists()
    assert capsys.readouterr().out.splitlines() == [
        "The point is erased.",
        "The notes are erased; the table has a new link.",
        "The event is erased.",
    ]
    for what in (["--answer", "7777", "a"], ["--table", "x"], ["--event", "7777"]):
        with pytest.raises((CommandError, SystemExit)):
            call_command("erase", *what, "--yes")
    with pytest.raises(CommandError, match="one of the arguments"):
        call_command("erase", "--yes")


def test_what_a_pulled_plug_left_behind_is_scrubbed_when_the_server_starts(session):
    from sessions.actions.erasing import scrub

    say(session)
    erase_table(table=session.tables.get())
    Erasure.objects.update(scrubbed=False)
    assert scrub() and Erasure.objects.get().scrubbed
    folder = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else None
    assert folder is None or files_with(folder.parent, SECRET) == []
