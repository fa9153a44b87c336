import pytest
from django.utils import timezone

from regions.layout import add_region, make_table
from sessions.models import BackgroundPaper, DiscussionSession, Event
from tests.sessions.doors import refuses_others


def test_event_list_shows_my_events_only(organizer, event, session, neighbour, stranger):
    page = organizer.get("/").content.decode()
    assert "Assembly on Work" in page and "Fair recruitment" in page and "Another event" not in page
    assert stranger.get("/").headers["Location"] == "/sign-in/?next=%2F"
    assert organizer.post("/").status_code == 405


def test_event_add(organizer, stranger):
    nothing = organizer.post("/events/add/", {"name": ""})
    assert "Give the event a name" in nothing.content.decode()
    added = organizer.post("/events/add/", {"name": "Forum on Care"}, follow=True)
    assert "Forum on Care" in added.content.decode()
    assert Event.objects.get(name="Forum on Care").organizers.get().username == "amina"
    assert stranger.get("/events/add/").status_code == 302


def test_event_settings_keep_what_was_typed_and_save_it(organizer, event, neighbour, stranger):
    address = f"/events/{event.pk}/settings/"
    wrong = organizer.post(address, {"name": "New name", "day": "soon"}).content.decode()
    assert 'value="New name"' in wrong and 'role="alert"' in wrong and "Assembly on Work</a>" in wrong
    organizer.post(address, {"name": "New name", "place": "Dhaka", "day": "2026-12-01", "attribution_allowed": "on"})
    event.refresh_from_db()
    assert (event.name, event.place, str(event.day), event.attribution_allowed) == (
        "New name",
        "Dhaka",
        "2026-12-01",
        True,
    )
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_session_add_and_settings(organizer, event, session, neighbour, stranger):
    address = f"/events/{event.pk}/sessions/add/"
    assert (
        "There is a session 1A already" in organizer.post(address, {"code": "1A", "grace_minutes": 60}).content.decode()
    )
    organizer.post(address, {"code": "2A", "title": "Care", "grace_minutes": 60})
    added = DiscussionSession.objects.get(event=event, code="2A")
    own = f"/events/sessions/{added.pk}/"
    times = {"starts_at": "2026-12-01T14:00", "ends_at": "2026-12-01T13:00"}
    wrong = organizer.post(own, {"code": "2A", "title": "Care", "grace_minutes": 60, **times}).content.decode()
    assert "has to end after it starts" in wrong
    far = {"starts_at": "0001-01-01T00:00", "ends_at": "9999-12-31T23:59", "grace_minutes": 10**9}
    mistyped = organizer.post(own, {"code": "2A", "title": "Care", **far}).content.decode()
    assert mistyped.count("look at the year once more") == 2 and "less than or equal to 20160" in mistyped
    times["ends_at"] = "2026-12-01T16:00"
    organizer.post(own, {"code": "2B", "title": "Care", "grace_minutes": 30, **times})
    added.refresh_from_db()
    assert (added.code, added.grace_minutes, added.ends_at.hour) == ("2B", 30, 16)
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    refuses_others(own, neighbour=neighbour, stranger=stranger)


def test_session_remove(organizer, session, neighbour, stranger):
    address = f"/events/sessions/{session.pk}/remove/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    assert DiscussionSession.objects.filter(pk=session.pk).exists()
    organizer.post(address)
    assert not DiscussionSession.objects.filter(pk=session.pk).exists()


@pytest.mark.parametrize("address", ["/", "/events/add/", "/events/{event}/", "/events/{event}/settings/"])
def test_pages_in_arabic(organizer, event, session, address):
    organizer.cookies["django_language"] = "ar"
    page = organizer.get(address.format(event=event.pk))
    assert page.status_code == 200 and 'dir="rtl"' in page.content.decode()


def test_a_session_takes_another_paper_until_its_tables_have_answered(organizer, event, session):
    now = timezone.now()
    papers = [
        BackgroundPaper.objects.create(
            event=event, file_name=f"{n}.md", content=b"", title=f"Paper {n}", confirmed_at=now
        )
        for n in (1, 2)
    ]
    question = papers[1].questions.create(text="Why?")
    address = f"/events/sessions/{session.pk}/"
    typed = {"code": "1A", "title": "Care", "grace_minutes": 60}
    organizer.post(address, typed | {"paper": papers[1].pk})
    session.refresh_from_db()
    assert session.paper == papers[1]
    table = make_table(session=session, region=add_region(event=event, name="Asia", hue="asia"), number=1)
    table.answers.create(key="a" * 22, question=question, text="So", created_at=now, changed_at=now)
    wrong = organizer.post(address, typed | {"paper": papers[0].pk}).content.decode()
    assert "it stays" in wrong
    organizer.post(address, typed | {"paper": papers[1].pk, "title": "Care at home"})
    session.refresh_from_db()
    assert (session.paper, session.title) == (papers[1], "Care at home")
