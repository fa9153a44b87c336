"""What one laptop, one point, one table may take: refused by name, and never at the cost of anybody else."""

import base64
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.db import connection

from bench.door import burst
from pga.live import limits, room
from pga.live.clock import clock_now
from pga.live.edits import read_edits
from pga.live.errors import FULL, SENTENCES, TOO_FAST, TOO_LONG, TOO_MANY_MARKS, TOO_OFTEN
from pga.live.journal import Appended, Batch, append_group
from pga.live.known import Known
from pga.live.merging import merge, read
from pga.live.models import Document, JournalRow, Scope
from pga.live.projector import project_now
from pga.live.registry import scope_kind
from pga.live.updates import read_update
from regions.commands import new_key, text_update
from regions.models import Answer, Laptop
from tests.live.hostile import dear, item, said

pytestmark = pytest.mark.django_db(transaction=True)
ids = count(1)


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    yield
    for limit in (limits.growth, limits.measures):
        limit.forget()


def text(doc: str, update: bytes) -> dict[str, Any]:
    return {"id": next(ids), "doc": doc, "at": clock_now(), "text": base64.b64encode(update).decode()}


def sets(doc: str, name: str, value: object) -> dict[str, Any]:
    return {"id": next(ids), "doc": doc, "at": clock_now(), "set": name, "value": value}


def post(laptop: Laptop, edits: list[dict[str, Any]], known: Known | None = None) -> Appended:
    good, refusals = read_edits(edits, scope_kind("table"))
    result = append_group([Batch(f"table:{laptop.table_id}", laptop.grant, good)], known or Known())[0]
    return result._replace(refusals=refusals + result.refusals)


def refusals(result: Appended) -> list[tuple[int, str]]:
    return [(one.status, one.why) for one in result.refusals]


def test_every_sentence_of_a_limit_is_one_that_the_page_can_translate():
    assert {TOO_LONG, TOO_OFTEN, TOO_MANY_MARKS, TOO_FAST, FULL} < set(SENTENCES)


def test_an_update_that_is_dear_to_merge_is_refused_and_the_others_are_not(joined):
    # Merged, it would hold everybody up for a second or two.
    spent = []
    for _ in range(3):
        doc, other = new_key("a"), new_key("a")
        begun = time.thread_time()
        result = post(joined, [text(doc, dear(2_500)), text(other, text_update("cheap"))])
        spent.append(time.thread_time() - begun)
        assert (refusals(result), len(result.clocks)) == ([(413, TOO_OFTEN)], 1)
    assert min(spent) < 0.5


def test_many_cheap_updates_do_not_become_one_that_is_dear(joined):
    doc, known = new_key("a"), Known()
    whole = post(joined, [text(doc, said([(2, 0, [item("b" * 3_000)])]))], known)
    clock = 0
    while not whole.refusals:
        # Each says that its letters stand between the beginning and one letter further on.
        structs = [item("x", right=(2, clock + n)) for n in range(50)]
        whole = post(joined, [text(doc, said([(1, clock, structs)]))], known)
        clock += 50
        project_now("table", joined.table_id)
    assert refusals(whole) == [(413, TOO_OFTEN)] and clock > 300
    state = bytes(Document.objects.get().state)
    assert min(read(state).seconds for _ in range(3)) < 0.1
    # The same laptop goes on elsewhere, and the point can still be moved and deleted.
    assert post(joined, [text(new_key("a"), text_update("on")), sets(doc, "kind", "quote")], known).refusals == []


def test_an_hour_typed_without_a_network_is_taken_and_kept_short(joined):
    doc, client = new_key("a"), 77
    letters = [item("a")] + [item("a", left=(client, n)) for n in range(4_000)]
    result = post(joined, [text(doc, said([(client, 0, letters)]))])
    assert result.refusals == [] and len(bytes(JournalRow.objects.get().payload)) < 4_100
    project_now("table", joined.table_id)
    assert Answer.objects.get().text == "a" * 4_001


def test_a_long_point_typed_in_one_hour_stays_cheap(joined):
    doc, known = new_key("a"), Known()
    for n in range(0, 2_000, 100):
        edits = [text(doc, burst(77, 5 * m, "word ")) for m in range(n, n + 100)]
        assert post(joined, edits, known).refusals == []
        project_now("table", joined.table_id)
    assert len(bytes(Document.objects.get().state)) < 16_000
    assert Answer.objects.get().text == ("word " * 2_000).strip()


def test_so_many_windows_may_write_in_a_point(joined):
    doc, known = new_key("a"), Known()
    edits = [text(doc, said([(client, 0, [item("x")])])) for client in range(1, room.MOST_CLIENTS + 3)]
    result = post(joined, edits, known)
    assert refusals(result) == [(413, TOO_OFTEN)] * 2
    assert post(joined, [text(doc, said([(1, 1, [item("y", left=(1, 0))])]))], known).refusals == []


def test_a_point_carries_so_many_marks(joined):
    doc, known = new_key("a"), Known()
    result = post(joined, [sets(doc, f"tick:{n}", True) for n in range(1, room.MOST_REGISTERS + 3)], known)
    assert refusals(result) == [(413, TOO_MANY_MARKS)] * 2
    project_now("table", joined.table_id)
    assert len(Document.objects.get().registers) == room.MOST_REGISTERS
    for memory in (known, Known()):
        again = post(joined, [sets(doc, "tick:1", False), sets(doc, "kind", "quote")], memory)
        assert refusals(again) == [(413, TOO_MANY_MARKS)]


def test_a_point_is_changed_so_often_and_can_be_deleted_even_then(joined):
    doc = new_key("a")
    post(joined, [text(doc, text_update("said"))])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pga_live_journalrow"
            " (scope, number, laptop, edit, doc, sort, payload, clock, at, quarantined)"
            " WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < %s)"
            " SELECT %s, n, 'x', n, %s, 'set', %s, 1, 1, false FROM n",
            [room.MOST_TEXT_ROWS, f"table:{joined.table_id}", doc, b'{"set":"kind"}'],
        )
    Scope.objects.update(number=room.MOST_TEXT_ROWS)
    result = post(joined, [text(doc, text_update("more")), sets(doc, "deleted", True)])
    assert (refusals(result), len(result.clocks)) == ([(413, TOO_OFTEN)], 1)


@pytest.mark.parametrize("full", [{"documents": room.MOST_DOCUMENTS}, {"octets": room.MOST_OCTETS - 700}])
def test_a_table_that_is_full_says_so_and_what_is_there_goes_on(joined, full):
    doc, new = new_key("a"), new_key("a")
    post(joined, [text(doc, text_update("there"))])
    octets = room.ROW_OCTETS + len(bytes(JournalRow.objects.get().payload))
    assert list(Scope.objects.values_list("documents", "octets")) == [(1, octets)]
    Scope.objects.update(**full)
    result = post(joined, [text(new, text_update("x" * 500)), sets(doc, "kind", "quote")])
    assert (refusals(result), len(result.clocks)) == ([(429, FULL)], 1)


def test_one_laptop_that_fills_the_journal_is_slowed_and_its_neighbour_is_not(joined, other_joined):
    pasted = [text(new_key("a"), text_update("x" * 18_000)) for _ in range(250)]
    result = post(joined, pasted)
    assert set(refusals(result)) == {(429, TOO_FAST)} and 200 < len(result.clocks) < 250
    assert post(other_joined, [text(new_key("a"), text_update("mine"))]).refusals == []
    # What was refused for now is taken later, under the same id.
    limits.growth.forget()
    assert sorted(post(joined, pasted).clocks) == [one["id"] for one in pasted]


def test_what_is_refused_again_and_again_costs_the_writer_little(joined):
    doc, known = new_key("a"), Known()
    structs = [item("x" * 10)] + [item("x" * 10, left=(1, 10 * n + 9), right=(1, 0)) for n in range(400)]
    assert post(joined, [text(doc, said([(1, 0, structs)]))], known).refusals == []
    long = said([(2, 0, [item("y" * 19_000)])])
    begun = time.thread_time()
    # Measured once; as long as nothing comes in, it stays true.
    assert refusals(post(joined, [text(doc, long) for _ in range(500)], known)) == [(413, TOO_LONG)] * 500
    # With something that fits in between it would have to be measured each time.
    mixed = [text(doc, one) for n in range(500) for one in (burst(3, 5 * n, "fits "), long)]
    told = post(joined, mixed, known)
    assert len(told.clocks) == 500 and set(refusals(told)) == {(413, TOO_LONG), (429, TOO_FAST)}
    assert time.thread_time() - begun < 3


def test_an_edit_without_an_id_does_not_keep_the_others_from_the_journal(joined):
    doc = new_key("a")
    result = post(joined, [{"id": "x"}, 7, sets(doc, "kind", "quote"), {"doc": doc}])
    assert (len(result.clocks), result.refusals) == (1, [])


def test_two_windows_may_send_the_same_at_once(joined):
    doc = new_key("a")
    edits, _ = read_edits([text(doc, text_update("once")), sets(doc, "kind", "quote")], scope_kind("table"))
    batch = Batch(f"table:{joined.table_id}", joined.grant, edits)
    one, other = append_group([batch, batch], Known())
    assert one.clocks == other.clocks and other.rows == [] and JournalRow.objects.count() == 2


def test_a_damaged_state_is_made_anew_of_its_rows(joined):
    doc, update = new_key("a"), burst(5, 0, "kept ")
    post(joined, [text(doc, update)])
    project_now("table", joined.table_id)
    Document.objects.update(state=b"\x07damaged")
    assert post(joined, [text(doc, burst(5, 5, "all"))]).refusals == []
    project_now("table", joined.table_id)
    assert Answer.objects.get().text == "kept all"
    assert read_update(merge(b"", [bytes(Document.objects.get().state)])).letters == 8
