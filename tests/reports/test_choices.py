"""What can be chosen before a report is compiled (report_page, report_pdf), and what it never gives."""

import io

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from plenary.links import make_moderator_link, moderator_url
from sessions.models import DiscussionSession
from tests.reports.reading import outline, text_of


@pytest.fixture
def hall(cast) -> None:
    """Two tables of two regions that said something to two questions, one with an issue."""
    one, two = cast.table(cast.region("Africa", "africa")), cast.table(cast.region("Asia", "asia"))
    issue = cast.issue(one, "Returnees are registered by nobody", "national")
    cast.say(one, "Councils decide.", "local", attribution="Union of Harvesters")
    cast.say(one, "A register kept by municipalities.", "States", question=cast.do, issue=issue)
    cast.say(two, "Unions at both ends.", "global")


def report(client: Client, cast, **chosen) -> bytes:
    response = client.get(reverse("report_pdf", args=[cast.session.pk]), {"chosen": "1", **chosen})
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf"), response.content[:2000]
    return response.content


def test_one_region_one_question_or_the_summary(organizer, cast, hall):
    page = organizer.get(reverse("report_page", args=[cast.session.pk])).content.decode()
    assert all(name in page for name in ("Africa", "Asia", "Summary only", "Letter", "1 Where, and how"))
    assert '<input type="hidden" name="chosen" value="on"' in page and '<option value="en" selected>' in page
    asia = text_of(report(organizer, cast, region=cast.region("Asia").pk))
    assert ("Unions at both ends." in asia, "Councils decide." in asia, "1 table heard" in asia) == (True, False, True)
    question = text_of(report(organizer, cast, question=cast.do.pk))
    assert question.count("A register kept by municipalities.") == 1
    assert ("Councils decide." in question, "All points, table by table" in question) == (False, False)
    summary = report(organizer, cast, what="summary")
    assert "Councils decide." not in text_of(summary)
    assert "Priority issues by region" in outline(summary)


def test_the_paper_and_the_language_of_the_report(organizer, cast, hall):
    with pikepdf.open(io.BytesIO(report(organizer, cast, sheet="letter", language="ar"))) as pdf:
        sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages}
        assert (sizes, str(pdf.Root.Lang)) == ({(612, 792)}, "ar")


def test_names_are_printed_only_where_the_event_allows_it_and_somebody_wants_it(organizer, cast, hall):
    assert "Union of Harvesters" not in text_of(report(organizer, cast, attribution="on"))
    cast.event.attribution_allowed = True
    cast.event.save(update_fields=["attribution_allowed"])
    assert "Union of Harvesters" in text_of(report(organizer, cast, attribution="on"))
    assert "Union of Harvesters" not in text_of(report(organizer, cast))


def test_two_sessions_of_an_event_in_one_report_for_those_who_may_see_both(organizer, cast, hall):
    other = DiscussionSession.objects.create(event=cast.event, paper=cast.paper, code="2A")
    table = cast.table(cast.region("Pacific", "pacific"))
    table.session, table.number = other, 1
    table.save(update_fields=["session", "number"])
    cast.say(table, "A seat for the islands.")
    both = text_of(report(organizer, cast, also=other.pk))
    assert ("A seat for the islands." in both, "1A · 2A" in both, "Table 1" in both) == (True, True, True)
    assert "2A · Table 1" in both
    hall_only = Client()
    hall_only.get(moderator_url(make_moderator_link(session=cast.session, name="Hall")))
    for pk in (other.pk, 10**20):
        refused = hall_only.get(reverse("report_pdf", args=[cast.session.pk]), {"chosen": "1", "also": pk})
        assert refused.status_code == 400 and "A seat for the islands." not in refused.content.decode()
    assert hall_only.get(reverse("report_record", args=[cast.session.pk, 1])).status_code == 404
    assert "sessions 1A, 2A" not in hall_only.get(reverse("report_page", args=[cast.session.pk])).content.decode()
    assert "sessions 1A, 2A" in organizer.get(reverse("report_page", args=[cast.session.pk])).content.decode()


@pytest.mark.parametrize("name", ["region", "question", "sheet", "language", "what", "also"])
def test_what_is_not_this_sessions_cannot_be_chosen(organizer, cast, name):
    other = DiscussionSession.objects.create(event=cast.event, code="2A")
    wrong = {"also": 99_999, "region": 99_999}.get(name, "x")
    response = organizer.get(reverse("report_pdf", args=[cast.session.pk]), {"chosen": "1", name: wrong})
    assert (response.status_code, 'role="alert"' in response.content.decode()) == (400, True), other


@pytest.mark.parametrize("ending", ["pdf", "html", "docx", "md", "json"])
def test_a_summary_of_one_question_is_not_made(organizer, cast, ending):
    chosen = {"chosen": "on", "what": "summary", "question": cast.do.pk}
    response = organizer.get(f"/sessions/{cast.session.pk}/report.{ending}", chosen)
    sentence = {"json": "a summary has none"}.get(ending, "A summary has no question of its own.")
    assert response.status_code == 400 and sentence in response.content.decode()
