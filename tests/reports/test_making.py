"""Many people ask at once, one report is made (report_making), and its progress can be watched."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from plenary.links import make_moderator_link, moderator_url
from reports import compiling, making, views
from reports.models import ReportRecord
from tests.reports.reading import text_of

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_people_ask_at_once_and_one_report_is_made(cast, monkeypatch):
    cast.say(cast.table(cast.region("Asia", "asia")), "Unions at both ends.")
    monkeypatch.setattr(views, "WAIT_SECONDS", 0.05)
    address = moderator_url(make_moderator_link(session=cast.session, name="Hall"))
    page = reverse("report_page", args=[cast.session.pk])

    def press(_n: int) -> str:
        client = Client()
        client.get(address)
        try:
            return client.get(reverse("report_pdf", args=[cast.session.pk])).headers["Location"]
        finally:
            connections.close_all()

    with compiling.one_at_a_time.turn(1), ThreadPoolExecutor(10) as people:
        (where,) = set(people.map(press, range(10)))
    client = Client()
    client.get(address)
    found = making.making_of(where.split("/")[-2], cast.session.pk)
    assert found is not None and found.ended.wait(30)
    assert client.get(where).headers["Location"] == f"{page}?ready=1"
    assert client.get(where, headers=PART).headers["HX-Redirect"] == f"{page}?ready=1"
    ready = client.get(f"{page}?ready=1").content.decode()
    assert f'content="0; url={reverse("report_record", args=[cast.session.pk, 1])}"' in ready
    assert "Unions at both ends." in text_of(client.get(reverse("report_record", args=[cast.session.pk, 1])).content)
    assert ReportRecord.objects.count() == 1


def test_what_takes_longer_is_watched_and_its_refusal_is_told(cast, monkeypatch):
    monkeypatch.setattr(views, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(compiling, "TURN_SECONDS", 0.5)
    client = Client()
    client.get(moderator_url(make_moderator_link(session=cast.session, name="Hall")))
    with compiling.one_at_a_time.turn(1):
        where = client.get(reverse("report_pdf", args=[cast.session.pk])).headers["Location"]
        assert "Reading what the tables have written." in client.get(where, headers=PART).content.decode()
        whole = client.get(where).content.decode()
        assert ("<progress" in whole, "Look again</a></p></noscript>" in whole) == (True, True)
        until = time.monotonic() + 20
        while (told := client.get(where)).status_code != 503:
            assert time.monotonic() < until
            time.sleep(0.05)
    assert "Another report is being made" in told.content.decode()
    assert client.get(reverse("report_making", args=[cast.session.pk, "unknown"])).status_code == 302


def test_letters_that_no_font_has_are_told_before_the_download(cast, monkeypatch):
    """U+E123 is for private use."""
    monkeypatch.setattr(views, "WAIT_SECONDS", 60)
    cast.say(cast.table(cast.region("Asia", "asia")), "Signed \ue123\ue123 and sealed.")
    client = Client()
    client.get(moderator_url(make_moderator_link(session=cast.session, name="Hall")))
    response = client.get(reverse("report_pdf", args=[cast.session.pk]), follow=True)
    page = response.content.decode()
    assert ("\ue123</bdi>" in page, 'http-equiv="refresh"' in page, "Download" in page) == (True, False, True)
