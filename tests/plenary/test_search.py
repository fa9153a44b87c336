"""The search's index: the same finds on either database, and nothing in it that stays at its table."""

import json

import pytest

from plenary.folding import query_of
from plenary.indexing import reindex
from plenary.search import entries_with
from regions.models import Answer, PriorityIssue
from tests.reports.cast import Cast
from tests.running import ROOT

CASES = json.loads((ROOT / "tests" / "shared" / "search.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.django_db


def found(query: str) -> set[str]:
    """Keys of what is found, behind the gate."""
    entries = entries_with(query_of(query))
    answers = Answer.objects.leaving_table().filter(search_entry__in=entries)
    issues = PriorityIssue.objects.leaving_table().filter(search_entry__in=entries)
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
