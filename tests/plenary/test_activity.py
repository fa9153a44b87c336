"""Who did what, and when: on a page of its own, and as a quiet line on every other."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from pga.live.projector import project_now
from plenary.access import Watch
from plenary.activity import note
from plenary.activity_queries import PAGE, Wanted, activity_page
from plenary.activity_sentences import sentence_of
from plenary.activity_streams import deed_frames, hello
from plenary.models import Activity
from regions.erasing import erase_point, erase_table
from regions.layout import make_table
from sessions.models import DiscussionSession, Erasure
from tests.plenary.front import SECRET, Front, said
from tests.regions.test_history import question

pytestmark = pytest.mark.django_db
Deed = Activity.Deed


def deeds(front: Front, query: str = "") -> list[str]:
    page = unescape(front.client.get(f"/sessions/{front.session.pk}/activity/{query}").content.decode())
    found = re.findall(r"<li><time[^>]*>\d\d:\d\d</time> <span>(.*?)</span></li>", page)
    return [sentence.replace("\u2068", "").replace("\u2069", "") for sentence in found]


def test_everything_that_was_done_stands_there_newest_first_and_not_a_word_of_a_table(table, seat, moderator):
    organizer = Client()
    organizer.force_login(table.session.event.organizers.get())
    point = said(seat, SECRET, "3")
    moderator.stars(table, point)
    moderator.changes(point, "release")
    moderator.changes(point, "withhold")
    moderator.stars(table, point, "0")
    for _twice in range(2):
        moderator.does("close")
    late = said(seat, "late")
    moderator.takes_in(table, late)
    for _twice in range(2):
        moderator.does("reopen")
    organizer.post(f"/sessions/{table.session.pk}/moderators/", {"name": "Kofi", "role": "moderator"})
    erase_point(table=table, key=point.key)
    erase_table(table=table, organizer=table.session.event.organizers.get())
    told = [
        "amina erased all notes of table 4",
        "A point of table 4 was erased",
        "amina made the link Kofi",
        "Ines opened the session again; what came late was taken in",
        "Ines took in what came late from table 4",
        "Ines closed the session",
        "Ines took the star from a point of table 4",
        "Ines took a point of table 4 off the wall",
        "Ines released a point of table 4 to the wall",
        "Ines starred a point of table 4 to question 3",
    ]
    assert deeds(moderator) == told
    page = moderator.sees("activity")
    assert SECRET not in page and "late</" not in page and point.key not in page
    assert "amina made the link" in page.partition('id="last-deed"')[2].partition("</p>")[0].replace(
        "\u2068", ""
    ).replace("\u2069", "")


def test_it_is_filtered_by_table_and_by_question(table, moderator):
    other, asked = make_table(session=table.session, region=table.region, number=7), question(table, "3")
    watch = Watch(table.session, moderator.link, None, may_write=True)
    note(watch, Deed.ANNOUNCED, words="Ten minutes")
    note(watch, Deed.ANNOUNCED, table=other, words="<Louder>")
    note(watch, Deed.QUESTION_CLOSED, question=asked)
    note(watch, Deed.QUESTION_OPENED, question=asked, table=table)
    Erasure.objects.create(kind=Erasure.Kind.POINT, target=other.pk)
    Erasure.objects.create(kind=Erasure.Kind.EVENT, target=other.pk)
    closed, opened = "Ines closed question 3", "Ines opened question 3 at table 4"
    louder, erased = "Ines announced to table 7: <Louder>", "A point of table 7 was erased"
    assert deeds(moderator) == [erased, opened, closed, louder, "Ines announced: Ten minutes"]
    assert deeds(moderator, f"?table={other.pk}") == [erased, louder]
    assert deeds(moderator, f"?question={asked.pk}") == [opened, closed]
    assert deeds(moderator, f"?table={table.pk}&question={asked.pk}") == [opened]
    assert len(deeds(moderator, "?table=none&question=%00&before=yesterday")) == 5
    assert deeds(Front(DiscussionSession.objects.create(event=table.session.event, code="9Z"))) == []


def test_every_deed_is_a_sentence_in_both_languages(table, moderator):
    watch = Watch(table.session, moderator.link, None, may_write=True)
    for deed in Deed:
        for at, asked in ((None, None), (table, None), (None, question(table, "3")), (table, question(table, "3"))):
            noted = note(watch, deed, table=at, question=asked, words="بعد عشر دقائق")
            for language in ("en", "ar"):
                with translation.override(language):
                    said = sentence_of(noted)
                assert "\u2068Ines\u2069" in said and "%(" not in said and "None" not in said, (deed, said)
    assert all(deed in str(Deed(deed).value) and sentence for deed, sentence in Deed.choices)


def test_no_deed_is_lost_between_two_pages(table, moderator):
    watch = Watch(table.session, moderator.link, None, may_write=True)
    begun = datetime(2026, 11, 25, 10, tzinfo=UTC)
    for n in range(PAGE * 2 + 20):
        # Sometimes several in one moment, also where a page ends.
        at = begun + timedelta(seconds=n // 3)
        Activity.objects.filter(pk=note(watch, Deed.ANNOUNCED, words=str(n)).pk).update(at=at)
        if n % 5 == 0:
            Erasure.objects.create(kind=Erasure.Kind.POINT, target=table.pk)
            Erasure.objects.filter(pk=Erasure.objects.latest("pk").pk).update(at=at)
    seen: list[str] = []
    wanted, pages = Wanted(), 0
    while True:
        page = activity_page(table.session, wanted)
        seen += [deed.sentence for deed in page.deeds]
        pages += 1
        if page.earlier is None:
            break
        wanted = wanted._replace(before=page.earlier)
    said = [sentence for sentence in seen if "announced" in sentence]
    assert len(said) == len(set(said)) == PAGE * 2 + 20 and len(seen) - len(said) == 24 and pages == 3
    first = moderator.client.get(f"/sessions/{table.session.pk}/activity/").content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert "announced" in moderator.client.get(following).content.decode()


def test_the_line_is_told_in_the_readers_language_and_to_whoever_comes_later(table, moderator):
    assert b"".join(hello(table.session.pk)).startswith(b"event: deed\ndata: {}")
    moderator.does("close")
    with translation.override("ar"):
        frames = b"".join(hello(table.session.pk)).decode()
    assert "إغلاق الجلسة" in frames and 'id="last-deed" hx-swap-oob="innerHTML"' in frames and "event: stars" in frames
    assert deed_frames(None) == b"event: deed\ndata: {}\n\n"
    for where in ("board", "stars", "late", "close"):
        assert "closed the session" in moderator.sees(where).partition('id="last-deed"')[2].partition("</p>")[0]


def test_a_deed_of_somebody_who_has_no_account_any_more(table, moderator):
    organizer = table.session.event.organizers.get()
    note(Watch(table.session, None, organizer, may_write=True), Deed.CLOSED)
    organizer.delete()
    assert deeds(moderator) == ["An organizer closed the session"]
    project_now("table", table.pk)
