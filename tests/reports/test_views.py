"""Who may download what: the right hand, a neighbour's, a stranger's, the wrong verb."""

import io

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from plenary.links import make_moderator_link, moderator_url, revoke_moderator_link
from reports import compiling
from sessions.models import DiscussionSession, Event
from tests.conftest import make_organizer
from tests.reports.reading import text_of


@pytest.fixture
def organizer(cast) -> Client:
    cast.event.organizers.add(make_organizer("amina"))
    cast.say(cast.table(cast.region("Africa", "africa")), "What Africa said.")
    client = Client()
    client.force_login(cast.event.organizers.get())
    return client


def moderator(session) -> tuple[Client, object]:
    link = make_moderator_link(session=session, name="Hall", may_write=False)
    client = Client()
    client.get(moderator_url(link))
    return client, link


def test_the_organizer_downloads_report_and_cards(organizer, cast):
    response = organizer.get(reverse("report_pdf", args=[cast.session.pk]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == 'attachment; filename="Peoples Forum on Migration 1A report.pdf"'
    assert "What Africa said." in text_of(response.content)
    response = organizer.get(reverse("table_cards", args=[cast.session.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="Peoples Forum on Migration 1A table cards.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert cast.session.tables.get().code[:4] in text_of(response.content)


def test_a_moderator_downloads_the_report_but_no_cards(organizer, cast):
    hall, link = moderator(cast.session)
    assert hall.get(reverse("report_pdf", args=[cast.session.pk])).status_code == 200
    assert hall.get(reverse("table_cards", args=[cast.session.pk])).status_code in {302, 403}
    revoke_moderator_link(link)
    assert hall.get(reverse("report_pdf", args=[cast.session.pk])).status_code == 403


def test_neighbours_and_strangers_get_nothing(organizer, cast, neighbour):
    other = DiscussionSession.objects.create(event=Event.objects.get(name="Another event"), code="9Z")
    next_door, _link = moderator(other)
    for client in (next_door, neighbour, Client()):
        assert client.get(reverse("report_pdf", args=[cast.session.pk])).status_code == 403
        assert client.get(reverse("table_cards", args=[cast.session.pk])).status_code in {302, 403, 404}


@pytest.mark.parametrize("name", ["report_pdf", "table_cards"])
def test_nothing_is_posted_here(organizer, cast, name):
    assert organizer.post(reverse(name, args=[cast.session.pk])).status_code == 405


def test_the_report_is_in_the_language_of_the_interface(organizer, cast):
    response = organizer.get(reverse("report_pdf", args=[cast.session.pk]), headers={"accept-language": "ar"})
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert str(pdf.Root.Lang) == "ar"


def test_who_waits_too_long_for_another_report_is_told_so(organizer, cast, monkeypatch):
    monkeypatch.setattr(compiling, "TURN_SECONDS", 0.01)
    with compiling.one_at_a_time.turn(1):
        response = organizer.get(reverse("report_pdf", args=[cast.session.pk]))
    assert (response.status_code, "Another report is being made" in response.content.decode()) == (503, True)


def test_one_card_can_be_printed_again(organizer, cast):
    lost = cast.table(cast.region("Africa"))
    text = text_of(organizer.get(reverse("table_cards", args=[cast.session.pk]), {"table": lost.pk}).content)
    assert (text.count("Table 2"), text.count("Table 1")) == (2, 0)


def test_a_session_without_cards_says_so(organizer, cast):
    cast.session.tables.update(link_revoked_at="2026-01-15T10:00:00Z")
    response = organizer.get(reverse("table_cards", args=[cast.session.pk]))
    assert (response.status_code, "renew their links" in response.content.decode()) == (404, True)
