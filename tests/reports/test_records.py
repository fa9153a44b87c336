"""Every compiled report is a record (report_record): the same bytes again, until something in it was taken back."""

import hashlib

import pytest
from django.test import Client
from django.urls import reverse

from plenary.links import make_moderator_link, moderator_url
from regions.erasing import erase_point
from reports import records, views
from reports.erasing import erase_event
from reports.models import RecordPiece, ReportRecord
from tests.reports.reading import text_of
from tests.reports.test_withdrawals import SECRET


@pytest.fixture
def moderator(cast) -> Client:
    client = Client()
    client.get(moderator_url(make_moderator_link(session=cast.session, name="Front of hall", may_write=False)))
    return client


def made(client: Client, cast, **chosen) -> bytes:
    return client.get(reverse("report_pdf", args=[cast.session.pk]), chosen).content


def test_a_report_is_numbered_dated_and_given_again_byte_for_byte(organizer, moderator, cast, monkeypatch):
    monkeypatch.setattr(records, "PIECE", 5_000)
    answer = cast.say(cast.table(cast.region("Asia", "asia")), "Before.")
    first = made(moderator, cast)
    assert made(organizer, cast) == first
    answer.text = "After."
    answer.save(update_fields=["text"])
    second = made(organizer, cast)
    rows = list(ReportRecord.objects.order_by("number"))
    assert [(row.number, row.made_by, row.sha256) for row in rows] == [
        (1, "Front of hall", hashlib.sha256(first).hexdigest()),
        (2, "amina", hashlib.sha256(second).hexdigest()),
    ]
    assert RecordPiece.objects.count() > 2
    for client in (organizer, moderator):
        assert client.get(reverse("report_record", args=[cast.session.pk, 1])).content == first
    page = moderator.get(reverse("report_page", args=[cast.session.pk])).content.decode()
    assert page.index("Report 2") < page.index("Report 1")
    assert all(word in page for word in ("Front of hall", "amina", rows[0].sha256))


def test_a_record_with_a_point_that_was_taken_back_is_the_organizers_behind_a_warning(organizer, moderator, cast):
    table = cast.table(cast.region("Asia", "asia"))
    cast.say(table, "This may be told.")
    answer = cast.say(table, SECRET)
    first = made(moderator, cast)
    address = reverse("report_record", args=[cast.session.pk, 1])
    answer.stays = True
    answer.save(update_fields=["stays"])
    assert (moderator.get(address).status_code, moderator.post(address).status_code) == (403, 403)
    warning = organizer.get(address)
    assert (warning["Content-Type"], "is withheld" in warning.content.decode()) == ("text/html; charset=utf-8", True)
    assert organizer.post(address).content == first
    page = moderator.get(reverse("report_page", args=[cast.session.pk])).content.decode()
    assert ("Withheld" in page, address in page, ReportRecord.objects.get().sha256 in page) == (True, False, True)
    assert SECRET not in text_of(made(moderator, cast))
    assert moderator.get(reverse("report_record", args=[cast.session.pk, 2])).status_code == 200


def test_a_record_with_names_is_withheld_once_the_event_hides_them(organizer, moderator, cast):
    cast.event.attribution_allowed = True
    cast.event.save(update_fields=["attribution_allowed"])
    cast.say(cast.table(cast.region("Asia", "asia")), "We ask for papers.", attribution="Union of Harvesters")
    made(moderator, cast)
    cast.event.attribution_allowed = False
    cast.event.save(update_fields=["attribution_allowed"])
    assert moderator.get(reverse("report_record", args=[cast.session.pk, 1])).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_after_an_erasure_the_bytes_are_gone_and_the_fact_remains(organizer, cast, monkeypatch):
    monkeypatch.setattr(views, "WAIT_SECONDS", 60)
    answer = cast.say(cast.table(cast.region("Asia", "asia")), SECRET)
    made(organizer, cast)
    digest = ReportRecord.objects.get().sha256
    erase_point(table=answer.table, key=answer.key)
    row = ReportRecord.objects.get()
    assert (row.number, row.sha256, row.docs, RecordPiece.objects.count()) == (1, digest, [], 0)
    gone = organizer.get(reverse("report_record", args=[cast.session.pk, 1]))
    assert (gone.status_code, "erased" in gone.content.decode()) == (410, True)
    erase_event(event=cast.event)
    assert ReportRecord.objects.count() == 0


def test_a_point_that_is_erased_while_its_report_is_recorded_leaves_no_bytes(organizer, cast, monkeypatch):
    """Between the making and the end of the writing, as a clock would have it."""
    answer = cast.say(cast.table(cast.region("Asia", "asia")), SECRET)
    finish = records._finish

    def finish_late(*args):
        answer.delete()
        return finish(*args)

    monkeypatch.setattr(records, "_finish", finish_late)
    response = organizer.get(reverse("report_pdf", args=[cast.session.pk]))
    assert (response.status_code, RecordPiece.objects.count()) == (503, 0)
