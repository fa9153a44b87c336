"""The search's index: the same finds on either database, and nothing in it that stays at its table."""

import json
from pathlib import Path

import pytest
from django.db import connection

from pga.live.projector import project_now
from plenary.folding import query_of
from plenary.indexing import catch_up, reindex
from plenary.search import found_by
from regions.erasing import erase_point
from regions.layout import make_table
from regions.models import Answer, PriorityIssue, Region
from tests.regions.seats import Point, Seat
from tests.reports.cast import Cast
from tests.running import ROOT
from tests.searching import files_with, tables_with

CASES = json.loads((ROOT / "tests" / "shared" / "search.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.django_db


def found(query: str) -> set[str]:
    """Keys of what is found, behind the gate."""
    answers = Answer.objects.leaving_table().filter(found_by(query_of(query)))
    issues = PriorityIssue.objects.leaving_table().filter(found_by(query_of(query)))
    return {*answers.values_list("text", flat=True), *issues.values_list("text", flat=True)}


def test_both_databases_find_the_same_in_every_script():
    cast = Cast()
    table = cast.table(cast.region("Asia"))
    for name, text in CASES["texts"].items():
        (cast.issue if name.startswith("i") and name[1].isupper() else cast.say)(table, text)
    assert reindex() == len(CASES["texts"])
    names = {text: name for name, text in CASES["texts"].items()}
    told = {case["query"]: sorted(names[text] for text in found(case["query"])) for case in CASES["queries"]}
    assert told == {case["query"]: sorted(case["finds"]) for case in CASES["queries"]}
    for endless in ("x" * 10_000, "東京" * 5_000, "fee " * 5_000, "'\"*()" * 2_000, "ি" * 10_000):
        assert found(endless) <= {CASES["texts"]["fees"], CASES["texts"]["caps"]}


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_an_erased_word_is_left_in_the_index(session):
    """SQLite's full-text index keeps the words of deleted rows until its parts are merged."""
    table = make_table(session=session, region=Region.objects.create(event=session.event, name="Asia"), number=4)
    seat, point = Seat(table), Point()
    seat.types(Point(), "Another point")
    for words in ("Qxrehana was deported", "Zqvport was where"):
        seat.types(point, words)
        project_now("table", table.pk)
        catch_up([table.pk])
    assert (found("zqvport"), found("qxrehana")) == ({"Zqvport was where"}, set())
    erase_point(table=table, key=point.key)
    assert (tables_with("qxrehana", "zqvport"), found("another")) == ([], {"Another point"})
    if connection.vendor == "sqlite":
        assert files_with(Path(str(connection.settings_dict["NAME"])).parent, "qxrehana", "zqvport") == []
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO pga_plenary_searchwords (pga_plenary_searchwords) VALUES ('integrity-check')")
