"""Compaction: fewer rows, and nobody who reads them can tell: not the history, not a laptop at any cursor, not a laptop
that sends the same once more.
"""

import base64
import threading
from itertools import count
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text

from pga.live import journal, settled
from pga.live.clock import clock_now, now_ms
from pga.live.compaction import Compactor, carry_out, compact, plan
from pga.live.edits import read_edits
from pga.live.journal import Batch, append_group
from pga.live.known import Known
from pga.live.merging import merge, text_of
from pga.live.models import Compaction, JournalRow, Scope, SettledIds
from pga.live.projector import project_now
from pga.live.registry import scope_kind
from pga.live.room import octets_of
from pga.live.updates import read_update
from regions.commands import new_key, text_update
from regions.history import Step, history_of
from regions.models import Answer, DiscussionTable, Laptop
from tests.notebooks import until
from tests.regions.seats import minutes_pass

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = ("fees ", "কাজ ", "حقوق ", "工资", "👩‍👧 ", "e", "\u0301", "on paper, ")
HOUR = 3_600_000


class Writing:
    """A point that several laptops write in, at times of the test's own choosing."""

    def __init__(self, table: DiscussionTable, laptops: list[Laptop]) -> None:
        self.table, self.laptops, self.key = table, laptops, new_key("a")
        self.scope = f"table:{table.pk}"
        self.docs: list[Doc] = [Doc() for _ in laptops]
        self.texts = [doc.get("t", type=Text) for doc in self.docs]
        self.heard = [0 for _ in laptops]
        self.updates: list[bytes] = []
        self.edits: list[tuple[Laptop, dict[str, Any]]] = []
        self.at = now_ms() - 24 * HOUR
        self.ids = {laptop.grant: count(self._mark(laptop) + 1) for laptop in laptops}

    def _mark(self, laptop: Laptop) -> int:
        return settled.mark_of(self.scope, laptop.grant)

    def hear(self, who: int) -> None:
        """What others wrote comes in."""
        for update in self.updates[self.heard[who] :]:
            self.docs[who].apply_update(update)
        self.heard[who] = len(self.updates)

    def types(self, who: int, words: str, part: float = 1.0) -> None:
        before, text = self.docs[who].get_state(), self.texts[who]
        letters = str(text)
        text.insert(len(letters[: round(part * len(letters))].encode()), words)
        self.sends(who, self.docs[who].get_update(before))

    def cuts(self, who: int, part: float) -> None:
        before, text = self.docs[who].get_state(), self.texts[who]
        letters = str(text)
        if letters:
            at = round(part * (len(letters) - 1))
            start = len(letters[:at].encode())
            del text[start : start + len(letters[at].encode())]
            self.sends(who, self.docs[who].get_update(before))

    def sends(self, who: int, update: bytes) -> None:
        self.updates.append(update)
        self.appends(who, {"text": base64.b64encode(update).decode()})

    def sets(self, who: int, name: str, value: object) -> None:
        self.appends(who, {"set": name, "value": value})

    def appends(self, who: int, edit: dict[str, Any]) -> None:
        laptop = self.laptops[who]
        edit |= {"id": next(self.ids[laptop.grant]), "doc": self.key, "at": clock_now()}
        self.edits.append((laptop, edit))
        result = journal.append("table", self.table.pk, laptop.grant, [edit])
        JournalRow.objects.filter(scope=self.scope, number=result.number).update(at=self.at)

    def rows(self) -> list[JournalRow]:
        return list(journal.rows_of(self.scope, self.key))

    def text(self) -> str:
        return text_of(merge(b"", self.updates))

    def steps(self) -> list[tuple[Step, int | None]]:
        """All steps, each with the place where its page goes on."""
        project_now("table", self.table.pk)
        steps: list[tuple[Step, int | None]] = []
        before: int | None = None
        while True:
            page = history_of(self.table, self.key, reader=self.laptops[0], before=before)
            assert page
            steps += [(step, page.earlier) for step in page.steps]
            if page.earlier is None:
                return steps
            before = page.earlier


@pytest.fixture
def writing(table, joined, other_joined) -> Writing:
    return Writing(table, [joined, other_joined])


def compacted(scope: str) -> None:
    compact(scope, lambda seconds: None)


def payloads(rows: list[JournalRow]) -> list[bytes]:
    return [bytes(row.payload) for row in rows if row.sort == "text"]


def post(laptop: Laptop, edits: list[dict[str, Any]], known: Known | None = None):
    good, refusals = read_edits(edits, scope_kind("table"))
    assert refusals == []
    return append_group([Batch(f"table:{laptop.table_id}", laptop.grant, good)], known or Known())[0]


parts = st.floats(0, 1)
deeds = st.tuples(
    st.sampled_from([0, 0, 0, 1, 2]),
    st.sampled_from([300, 900, 900, 59_000, 60_000, 60_001, 400_000]),
    st.one_of(
        st.tuples(st.just("types"), st.sampled_from(WORDS), parts),
        st.tuples(st.just("types"), st.sampled_from(WORDS), st.just(1.0)),
        st.tuples(st.just("cuts"), parts),
        st.tuples(st.just("sets"), st.sampled_from(["kind"]), st.sampled_from(["quote", "action"])),
        st.tuples(st.just("sets"), st.sampled_from(["stays", "deleted"]), st.booleans()),
        st.tuples(st.just("again")),
    ),
    st.booleans(),
)


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@example(deeds=[(0, 300, ("sets", "kind", "quote"), True), *[(0, 50_000, ("types", "e", 1.0), True)] * 3], middle=60)
@given(deeds=st.lists(deeds, min_size=2, max_size=60), middle=st.integers(0, 60))
def test_whatever_was_written_the_history_and_every_laptop_read_the_same(table, deeds, middle) -> None:
    laptops = [Laptop.objects.get_or_create(table=table, number=n + 1)[0] for n in range(3)]
    writing = Writing(table, laptops)
    writing.types(0, "so ")
    for n, (who, pause, (deed, *how), is_heard) in enumerate(deeds):
        writing.at += pause
        if is_heard:
            writing.hear(who)
        if deed == "again":
            writing.sends(who, writing.docs[who].get_update())
        else:
            getattr(writing, deed)(who, *how)
        if n == middle:
            project_now("table", table.pk)
            compacted(writing.scope)
    rows, steps = writing.rows(), writing.steps()
    compacted(writing.scope)
    fewer = writing.rows()
    assert writing.steps() == steps
    assert len(fewer) <= len(rows)
    # A laptop that has heard everything up to any row hears the rest, and has it all.
    for n in range(len(rows)):
        cursor = rows[n - 1].number if n else 0
        hears = [row for row in fewer if row.number > cursor]
        assert text_of(merge(b"", payloads(rows[:n]) + payloads(hears))) == writing.text()
    # And what comes again is acknowledged again, and kept once.
    for laptop in laptops:
        mine = [edit for who, edit in writing.edits if who == laptop]
        again = post(laptop, mine)
        assert (sorted(again.clocks), again.rows, again.refusals) == (sorted(one["id"] for one in mine), [], [])
        # Other words under one of their ids, whose row may be gone, are not taken for it.
        other = base64.b64encode(text_update("other words")).decode()
        again = post(laptop, others := [{**one, "text": other} for one in mine if "text" in one])
        assert (again.clocks, again.rows, [one.status for one in again.refusals]) == ({}, [], [409] * len(others))
    assert len(writing.rows()) == len(fewer)


def test_bursts_without_a_pause_are_one_row_with_the_last_ones_number_and_the_first_ones_time(writing, joined):
    begun = writing.at
    for words in ("We ", "walked ", "for ", "nine ", "days"):
        writing.types(0, words)
        writing.at += 30_000
    writing.at += 31_000
    writing.types(0, ".")
    project_now("table", writing.table.pk)
    octets = Scope.objects.get().octets
    compacted(writing.scope)
    run, last = writing.rows()
    assert (run.number, run.edit, run.began, run.at) == (5, 5, begun, begun + 120_000)
    assert (last.number, last.edit, last.began) == (6, 6, 0)
    # Five bursts are said as one, as if they had been typed at once.
    said = read_update(bytes(run.payload))
    assert (len(said.parts), said.letters) == (1, len("We walked for nine days"))
    assert SettledIds.objects.get().ranges == [[1, 6]]
    assert Scope.objects.get().octets < octets - 4 * 250
    assert settled.mark_of(writing.scope, joined.grant) == 6


def test_the_greatest_id_is_remembered_though_its_row_is_gone(writing, joined):
    writing.ids[joined.grant] = iter([7, 3])
    for words in ("later ", "earlier"):
        writing.types(0, words)
    project_now("table", writing.table.pk)
    compacted(writing.scope)
    assert JournalRow.objects.get().edit == 3
    assert settled.mark_of(writing.scope, joined.grant) == 7


def test_what_is_young_or_not_merged_or_put_aside_stays_as_it_is(writing):
    for words in ("old ", "older ", "oldest"):
        writing.types(0, words)
    compacted(writing.scope)
    assert len(writing.rows()) == 3
    project_now("table", writing.table.pk)
    JournalRow.objects.filter(number=2).update(quarantined=True)
    JournalRow.objects.filter(number=3).update(at=now_ms() - 9 * 60_000)
    compacted(writing.scope)
    assert JournalRow.objects.count() == 3
    minutes_pass(2)
    compacted(writing.scope)
    assert sorted(JournalRow.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_an_edit_of_an_erased_point_is_refused_however_long_ago_it_was_compacted(writing, joined):
    for words in ("A ", "name ", "of somebody"):
        writing.types(0, words)
    project_now("table", writing.table.pk)
    compacted(writing.scope)
    journal.erase("table", writing.table.pk, writing.key)
    again = post(joined, [edit for _laptop, edit in writing.edits])
    assert ([one.status for one in again.refusals], again.clocks, JournalRow.objects.count()) == ([410] * 3, {}, 0)


def test_a_laptop_whose_ids_are_given_at_random_keeps_its_rows(writing, joined):
    edits = []
    for n in range(settled.MOST_RANGES + 3):
        before = writing.docs[0].get_state()
        writing.texts[0] += "x"
        update = base64.b64encode(writing.docs[0].get_update(before)).decode()
        edits.append({"id": 2 * n + 1, "doc": writing.key, "at": clock_now(), "text": update})
    post(joined, edits)
    JournalRow.objects.update(at=writing.at)
    project_now("table", writing.table.pk)
    compacted(writing.scope)
    held = SettledIds.objects.get().ranges
    assert len(held) == settled.MOST_RANGES
    assert JournalRow.objects.filter(edit__gt=held[-1][1]).count() == 3 and JournalRow.objects.count() < 20
    assert post(joined, edits).rows == []


def test_of_two_that_planned_the_same_the_first_one_stands(writing):
    for words in ("one ", "two ", "three"):
        writing.types(0, words)
    project_now("table", writing.table.pk)
    plans = [plan(writing.scope) for _ in range(2)]
    carry_out(plans[0])
    octets = Scope.objects.get().octets
    writing.at += 10_000
    writing.types(0, " four")
    project_now("table", writing.table.pk)
    compacted(writing.scope)
    carry_out(plans[1])
    assert payloads(writing.rows()) == [merge(b"", [writing.docs[0].get_update()])]
    assert Scope.objects.get().octets == octets + len(" four") and Compaction.objects.get().number == 4


def test_what_is_erased_while_it_is_merged_does_not_come_back(writing):
    for words in ("A ", "name"):
        writing.types(0, words)
    project_now("table", writing.table.pk)
    planned = plan(writing.scope)
    journal.erase("table", writing.table.pk, writing.key)
    carry_out(planned)
    assert (JournalRow.objects.count(), Scope.objects.get().octets) == (0, 0)


def test_nothing_is_lost_while_two_compact_and_others_write_and_erase(writing, joined):
    other = Writing(writing.table, writing.laptops)
    other.ids = writing.ids
    for n in range(150):
        for one in (writing, other):
            one.types(n // 7 % 2, f"{n} ")
            one.hear(1 - n // 7 % 2)
            one.at += 70_000 if n % 30 == 29 else 500
    project_now("table", writing.table.pk)
    begin = threading.Barrier(4)

    def at_once(work) -> threading.Thread:
        def run() -> None:
            begin.wait()
            work()
            connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def write() -> None:
        for n in range(20):
            writing.types(0, f"more {n} ")

    threads = [at_once(lambda: compacted(writing.scope)) for _ in range(2)] + [at_once(write)]
    begin.wait()
    journal.erase("table", writing.table.pk, other.key)
    for thread in threads:
        thread.join()
    compacted(writing.scope)
    project_now("table", writing.table.pk)
    assert (
        text_of(merge(b"", payloads(writing.rows())))
        == writing.text()
        == Answer.objects.get(key=writing.key).text + " "
    )
    assert other.rows() == []
    mine = [edit for laptop, edit in writing.edits if laptop == joined]
    assert len(writing.rows()) < 90
    assert post(joined, mine).rows == []
    assert Scope.objects.get().octets == sum(octets_of(bytes(row.payload)) for row in JournalRow.objects.all())


def test_the_server_does_it_by_itself_and_a_command_does_it_too(writing, capsys):
    for words in ("one ", "two ", "three"):
        writing.types(0, words)
    project_now("table", writing.table.pk)
    compactor = Compactor(lambda: False, every=0.01)
    compactor.start()
    try:
        until(lambda: JournalRow.objects.count() == 1)
    finally:
        compactor.stop()
    for words in (" four", " five"):
        writing.types(0, words)
    project_now("table", writing.table.pk)
    call_command("compact")
    assert capsys.readouterr().out == "1 tables looked at: 3 rows became 1.\n"
    assert text_of(merge(b"", payloads(writing.rows()))) == "one two three four five"
