"""One table of cases for the reducers in Python and in JavaScript."""

import itertools
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pga.live.errors import Refused
from regions import positions, vocabulary

ROOT = Path(__file__).resolve().parents[2]
CASES = json.loads((ROOT / "tests/shared/vocabulary.json").read_text(encoding="utf-8"))
KEY = "a" + "B" * 21
ISSUE = "i" + "B" * 21


@pytest.mark.parametrize("case", CASES["reduce"], ids=lambda case: case["name"])
def test_registers_come_out_the_same_in_every_order(case: dict[str, Any]) -> None:
    for order in itertools.permutations(case["commands"]):
        registers: dict[str, Any] = {}
        for laptop, clock, command in [*order, *order]:
            registers = vocabulary.reduce(registers, command, laptop, clock)
        assert registers == case["registers"]
        assert vocabulary.stays(registers) == case.get("stays", False)


@pytest.mark.parametrize("case", CASES["deletion"], ids=lambda case: case["name"])
def test_deletion(case: dict[str, Any]) -> None:
    vector = {int(client): clock for client, clock in case["vector"].items()}
    assert vocabulary.deletion(case["registers"], vector) == (case["deleted"], case["back"])


@pytest.mark.parametrize("case", CASES["confirmed"], ids=lambda case: case["name"])
def test_a_confirmation_is_of_one_wording(case: dict[str, Any]) -> None:
    assert vocabulary.confirmed(case["registers"], case["words"]) == case["confirmed"]


def test_javascript_says_the_same() -> None:
    ran = subprocess.run(
        ["tools/node", "tests/shared/vocabulary.mjs"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout + ran.stderr
    told = json.loads(ran.stdout)
    assert told["failed"] == []
    assert told["tried"] >= len(CASES["reduce"]) + len(CASES["deletion"]) + len(CASES["confirmed"])
    assert told["digests"] == [vocabulary.digest(words) for words in CASES["digests"]]
    assert told["between"] == [positions.between(before, after) for before, after in CASES["positions"]]


@pytest.mark.parametrize(
    ("doc", "command"),
    [
        (KEY, {"set": "colour", "value": "red"}),
        (KEY, {"set": "question", "value": "3"}),
        (KEY, {"set": "question", "value": True}),
        (KEY, {"set": "kind", "value": "shout"}),
        (KEY, {"set": "position", "value": "a0"}),
        (KEY, {"set": "position", "value": ""}),
        (KEY, {"set": "position", "value": "z" * 121}),
        (KEY, {"set": "issue", "value": KEY}),
        (KEY, {"set": "tick:x", "value": True}),
        (KEY, {"set": "tick:3", "value": 1}),
        (KEY, {"set": "words:3", "value": "w" * 501}),
        (KEY, {"set": "words:3", "value": "a\x00b"}),
        (KEY, {"set": "attribution", "value": "half \ud83d"}),
        (KEY, {"set": "stays", "value": False, "saw": "yes"}),
        (KEY, {"set": "deleted", "value": True, "sv": "not base64"}),
        (KEY, {"set": ["stays"], "value": True}),
        (KEY, {"set": "confirmed", "value": True}),
        (ISSUE, {"set": "confirmed", "value": "7091FAAF915469E6"}),
        (KEY, {"set": "confirmed", "value": "7091faaf915469e6\n"}),
        (ISSUE, {"set": "question", "value": 3}),
        ("x" + "B" * 21, {"set": "stays", "value": True}),
        (KEY, {}),
    ],
)
def test_an_unknown_command_is_refused(doc: str, command: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        vocabulary.check(doc, command)
    assert refused.value.status == 422


def test_what_a_command_carries_beside_is_dropped() -> None:
    kept = vocabulary.check(KEY, {"set": "kind", "value": "quote", "html": "<b>"})
    assert kept == {"set": "kind", "value": "quote"}


PLACES = st.from_regex(r"[0-9a-z]{0,5}[1-9a-z]", fullmatch=True)


@given(st.one_of(st.just(""), PLACES), st.one_of(st.just(""), PLACES))
def test_there_is_always_a_place_between(one: str, other: str) -> None:
    before, after = (one, other) if not other or one < other else (other, one)
    made = positions.between(before, after)
    assert made > before
    assert not made.endswith("0")
    if after and before != after:
        assert made < after


@given(st.integers(0, 400))
def test_spread_places_are_in_order(count: int) -> None:
    places = positions.spread(count)
    assert places == sorted(set(places))
    assert not any(place.endswith("0") for place in places)


def test_three_hundred_points_at_the_end_keep_short_places() -> None:
    place = ""
    for _ in range(300):
        place = positions.between(place, "")
    assert len(place) < 20
