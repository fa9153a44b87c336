"""The chapters of the document: what stands in which, and which vanish when they would be empty."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from django.db import connection

from reports.choices import Choices, chosen_content
from reports.compiling import Printing, Progress, compile_chosen, compile_report
from reports.content import Synthesis, Voice
from reports.exports.making import make_form
from reports.words import passages
from tests.reports.reading import elements, outline, pages_of, text_of
from tests.running import ROOT


@pytest.fixture
def hall(cast) -> None:
    africa, asia = cast.region("Africa", "africa"), cast.region("Asia", "asia")
    cast.region("Pacific", "pacific")
    one, two, three = cast.table(africa, name="Hub"), cast.table(asia), cast.table(asia)
    issue = cast.issue(one, "Returnees are registered by nobody")
    cast.say(one, "Ministries decide alone.", "national", question=cast.improve, issue=issue)
    cast.say(one, "Towns could decide.", "local", "national", question=cast.improve, issue=issue)
    register = {str(cast.benchmark.pk): "Three towns in a year"}
    cast.say(one, "A register kept by towns.", "States", question=cast.do, issue=issue, words=register)
    cast.say(two, "A register deports.", "civil society", question=cast.do, kind="minority")
    cast.say(two, "At both ends of the corridor.", "global")
    cast.say(two, "Two people were deported.", stays=True)
    assert three.answers.count() == 0


def test_issues_and_recommendations_are_lines_of_tables(cast, hall):
    pdf = compile_report(cast.session.pk)
    text = text_of(pdf)
    assert "Issue Level Table 1 Hub · 3 points about it Returnees are registered by nobody local 1, national 2" in text
    assert "Recommendation Actor Benchmark Table 1 Hub · Returnees are registered by nobody" in text
    assert "A register kept by towns. States Three towns in a year" in text
    assert "Table 2 A register deports. minority view civil society –" in text
    tags = [tag for tag, _language, _text in elements(pdf)]
    assert all(tags.count(tag) > 4 for tag in ("/Table", "/THead", "/TH", "/TD"))


def test_the_regions_stand_beside_one_another_in_numbers_and_the_silent_are_said(cast, hall):
    text = text_of(compile_report(cast.session.pk))
    assert "Region local national regional global Africa 1 2 – – Asia – – – 1" in text
    assert "Region Points Ticked Africa 1 Actor: States 1 Asia 1" in text
    assert "Africa 1 table · 3 points" in text and "2 tables heard of 3" in text
    assert "Table 3 Asia" in text
    assert "1 point stays at its table." in text and "deported." not in text


def test_the_cover_tells_who_was_present_as_far_as_tables_told_it(cast, hall):
    assert "present" not in text_of(compile_report(cast.session.pk))
    tables = list(cast.session.tables.order_by("number"))
    for table, people in zip(tables[:2], (9, 8), strict=True):
        table.headcount = people
        table.save(update_fields=["headcount"])
    assert "17 people present told by 2 tables of 3" in text_of(compile_report(cast.session.pk))
    choices = Choices((cast.session.pk,))
    data = json.loads(make_form(choices, "json"))
    assert (data["numbers"]["people_present"], data["numbers"]["tables_that_told_people"]) == (17, 2)
    assert [table["people"] for table in data["tables"]] == [9, 8, None]
    assert "**17** people present (told by 2 tables of 3)" in make_form(choices, "md").decode()
    africa = replace(choices, region=tables[0].region_id)
    assert "9 people present told by 1 table of 1" in text_of(compile_chosen(africa).pdf)


def test_minority_views_cannot_be_overlooked(cast, hall):
    pdf = compile_report(cast.session.pk)
    assert "Minority views" in outline(pdf)
    assert "Asia · Table 2 · 4 What should be done, and by whom? A register deports." in text_of(pdf)


def test_headings_without_anything_beneath_them_vanish(cast):
    cast.say(cast.table(cast.region("Africa", "africa")), "One region, no tick.")
    assert outline(compile_report(cast.session.pk)) == [
        "1 Where, and how, can civil society intervene most effectively?",
        "Africa",
        "All points, table by table",
        "Africa",
        "People",
        "How these notes were made",
    ]


def test_a_synthesis_and_starred_statements_stand_before_everything_else(cast, hall):
    """Nobody writes them yet; their place is kept."""
    choices = Choices((cast.session.pk,))
    content = chosen_content(choices)
    story = content.stories[1]
    voice = Voice(story.table, None, None, story.issues[0].questions[0].points[0])
    synthesis = Synthesis(content.questions[0].question, passages("Corridors need unions."), (voice.point.doc,))
    printing = Printing(replace(content, synthesis=(synthesis,), starred=(voice,)), choices, Progress())
    pdf = printing.report().pdf
    assert outline(pdf)[:3] == ["Synthesis", "For the plenary", "Priority issues by region"]
    assert "Corridors need unions." in text_of(pdf)
    part = next(part for part in printing.asked if part.name == "plenary")
    assert part.docs == {voice.point.doc}


@pytest.mark.django_db(transaction=True)
def test_another_process_makes_the_same_bytes(cast, hall, tmp_path):
    """With hashes of its own, from a copy of the state."""
    there = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    there |= {"DATA_DIR": str(tmp_path / "there"), "DJANGO_SETTINGS_MODULE": "pga.settings", "PYTHONHASHSEED": "7"}
    if connection.vendor == "sqlite":
        (tmp_path / "there").mkdir()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "there" / "rapporteur.sqlite3")])
    else:
        url = os.environ["DATABASE_URL"]
        there["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    command = [sys.executable, "manage.py", "report", "1A", "--output", str(tmp_path / "report.pdf")]
    subprocess.run(command, cwd=ROOT, env=there, check=True, capture_output=True, timeout=60)
    assert (tmp_path / "report.pdf").read_bytes() == compile_report(cast.session.pk)


@pytest.mark.parametrize(("language", "says"), [("en", "Table 2, continued"), ("ar", "تابع")])
def test_a_page_on_which_a_tables_points_go_on_says_whose_they_are(cast, language, says):
    africa = cast.region("Africa", "africa")
    one, two = cast.table(africa), cast.table(africa)
    cast.say(one, "Towns could decide.")
    for n in range(9):
        cast.say(two, f"Point {n}: " + "fee caps exist on paper and nobody inspects. " * 8)
    pages = pages_of(compile_report(cast.session.pk, language))
    going_on = [page for page in pages if says in page]
    assert len(going_on) == 2, "once under the question, once table by table"
    # In the margin: heard by nobody who is read the tags to.
    assert all("Point 0:" not in page for page in going_on)
    # A page that begins with the table's own heading does not name it twice.
    assert not any("Towns could decide." in page for page in going_on)
