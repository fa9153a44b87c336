"""The report's other forms follow the choices of the PDF (report_file), or say why they cannot."""

import io
import json

import docx
import jsonschema
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from plenary.links import make_moderator_link, moderator_url
from regions.models import LatePoint
from reports.exports.making import FORMS
from sessions.models import DiscussionSession
from tests.reports.cast import NOW
from tests.reports.reading_forms import READERS, rows_of_csv
from tests.reports.test_choices import hall  # noqa: F401 who asks, and what the tables said
from tests.reports.test_exports import SCHEMA, strict

SAID = {"Councils decide.", "A register kept by municipalities.", "Unions at both ends."}


def form(client: Client, cast, ending: str, **chosen) -> bytes:
    response = client.get(reverse("report_file", args=[cast.session.pk, ending]), {"chosen": "on", **chosen})
    assert response.status_code == 200, (ending, response.content[:2000])
    return response.content


def found(ending: str, data: bytes) -> set[str]:
    """What of the tables' words stands in the form."""
    told = " ".join(READERS[ending](data))
    return {words for words in SAID if words in told}


@pytest.mark.parametrize("ending", FORMS)
def test_one_region_or_one_question_is_all_that_a_form_holds(organizer, cast, hall, ending):  # noqa: F811
    region, question = cast.region("Asia").pk, cast.do.pk
    assert found(ending, form(organizer, cast, ending)) == SAID
    assert found(ending, form(organizer, cast, ending, region=region)) == {"Unions at both ends."}
    assert found(ending, form(organizer, cast, ending, question=question)) == {"A register kept by municipalities."}
    assert found(ending, form(organizer, cast, ending, region=region, question=question)) == set()


def test_a_summary_has_no_rows_and_who_asks_for_them_is_told_so(organizer, cast, hall):  # noqa: F811
    for ending in FORMS:
        address = reverse("report_file", args=[cast.session.pk, ending])
        response = organizer.get(address, {"chosen": "on", "what": "summary"})
        page = response.content.decode(errors="replace")
        if ending in {"xlsx", "csv", "json"}:
            assert response.status_code == 400 and "a row for each answer, and a summary has none" in page
        else:
            # As in the PDF, recommendations are part of it.
            assert found(ending, response.content) == {"A register kept by municipalities."}, ending
    page = form(organizer, cast, "html", what="summary").decode()
    assert "Report of the discussion tables" in page and "Summary" in page and "Returnees are registered" in page
    # Its downloads are of what it shows.
    assert "report.md?chosen=on" in page and "what=summary" in page and "report.csv" not in page


def test_the_json_says_what_was_chosen_and_holds_the_sessions_apart(organizer, cast, hall):  # noqa: F811
    first = cast.session.tables.get(number=1)
    LatePoint.objects.create(table=first, key="a" + "9" * 21, text="Later words", last_at=NOW)
    other = DiscussionSession.objects.create(event=cast.event, paper=cast.paper, code="2A")
    table = cast.table(cast.region("Pacific", "pacific"))
    table.session, table.number = other, 1
    table.save(update_fields=["session", "number"])
    cast.say(table, "A seat for the islands.")

    def data(**chosen):
        told = json.loads(form(organizer, cast, "json", **chosen))
        errors = jsonschema.Draft202012Validator(strict(SCHEMA)).iter_errors(told)
        assert [error.message for error in errors] == []
        return told

    both = data(also=other.pk)
    assert (both["session"]["code"], [one["code"] for one in both["together_with"]]) == ("1A", ["2A"])
    assert [(one["session"], one["number"]) for one in both["tables"]][-1] == (other.pk, 1)
    assert both["points"][-1]["text"] == "A seat for the islands."
    rows = rows_of_csv(form(organizer, cast, "csv", also=other.pk))
    assert [(row["Session"], row["Table"]) for row in rows] == [("1A", "1"), ("1A", "1"), ("1A", "2"), ("2A", "1")]
    assert "2A · Table 1" in form(organizer, cast, "html", also=other.pk).decode()

    one = data(question=cast.do.pk)
    assert one["chosen"] == {"region": None, "question": cast.do.pk, "attribution": False}
    assert [issue["text"] for issue in one["issues"]] == ["Returnees are registered by nobody"]
    assert one["points"][0]["issue"] == one["issues"][0]["id"]
    assert ([table["heard"] for table in one["tables"]], one["numbers"]["late_waiting"]) == ([True, False], 0)
    asia = data(region=cast.region("Asia").pk)
    assert (asia["numbers"]["late_waiting"], data()["numbers"]["late_waiting"]) == (0, 1)

    only_here = Client()
    only_here.get(moderator_url(make_moderator_link(session=cast.session, name="Hall")))
    address = reverse("report_file", args=[cast.session.pk, "json"])
    refused = only_here.get(address, {"chosen": "on", "also": other.pk})
    assert "A seat for the islands." not in refused.content.decode()


def test_names_paper_and_language_are_chosen_too(organizer, cast, hall):  # noqa: F811
    cast.event.attribution_allowed = True
    cast.event.save(update_fields=["attribution_allowed"])
    for ending in ("html", "csv", "json", "md"):
        assert "Union of Harvesters" in form(organizer, cast, ending, attribution="on").decode(), ending
        assert "Union of Harvesters" not in form(organizer, cast, ending).decode(), ending
    section = docx.Document(io.BytesIO(form(organizer, cast, "docx", sheet="letter"))).sections[0]
    assert (section.page_width.inches, section.page_height.inches) == (8.5, 11)
    response = organizer.get(reverse("report_file", args=[cast.session.pk, "html"]), {"chosen": "on", "language": "ar"})
    assert response["Content-Language"] == "ar" and '<html lang="ar" dir="rtl"' in response.content.decode()
    assert form(organizer, cast, "json", language="ar") == form(organizer, cast, "json")
    about = openpyxl.load_workbook(io.BytesIO(form(organizer, cast, "xlsx", region=cast.region("Asia").pk))).worksheets[
        -1
    ]
    assert ("Only", "Asia") in list(about.iter_rows(values_only=True))


def test_the_page_offers_every_form_of_what_was_chosen_and_a_wrong_choice_is_a_sentence(organizer, cast, hall):  # noqa: F811
    page = organizer.get(reverse("report_page", args=[cast.session.pk])).content.decode()
    for ending in FORMS:
        assert f'<button formaction="/sessions/{cast.session.pk}/report.{ending}">' in page
    address = reverse("report_file", args=[cast.session.pk, "csv"])
    for name in ("region", "question", "sheet", "language", "what"):
        response = organizer.get(address, {"chosen": "on", name: 99_999})
        assert (response.status_code, 'role="alert"' in response.content.decode()) == (400, True), name
