"""The journal and its projector: idempotent, complete, and never shown past a gap."""

import base64
import random

import pytest

from pga.live import journal
from pga.live.clock import clock_now
from pga.live.edits import MOST_EDITS, read_edits
from pga.live.errors import Refused
from pga.live.journal import Batch, append_group
from pga.live.known import Known
from pga.live.merging import vector_of
from pga.live.models import Document, JournalRow, Projection, Scope
from pga.live.projector import Projector, project_now, project_some, wait_for
from pga.live.registry import scope_kind
from pga.live.room import MOST_LETTERS
from pga.live.updates import read_vector
from regions.commands import new_key, text_update
from regions.layout import make_table
from regions.models import Answer, Laptop, PriorityIssue
from tests.notebooks import until

pytestmark = pytest.mark.django_db(transaction=True)


def text(number: int, doc: str, update: bytes) -> dict:
    return {"id": number, "doc": doc, "text": base64.b64encode(update).decode(), "at": clock_now()}


def command(number: int, doc: str, name: str, value: object, **more: object) -> dict:
    return {"id": number, "doc": doc, "set": name, "value": value, "at": clock_now(), **more}


def post(joined, edits: list[dict], known: Known | None = None):
    good, refusals = read_edits(edits, scope_kind("table"))
    assert refusals == []
    return append_group([Batch(f"table:{joined.table_id}", joined.grant, good)], known or Known())[0]


def test_the_same_edit_twice_is_acknowledged_twice_and_kept_once(joined, typist):
    doc, edits = new_key("a"), []
    edits = [text(1, doc, typist().type("once"))]
    known = Known()
    first, again = post(joined, edits, known), post(joined, edits, known)
    assert (sorted(first.clocks), sorted(again.clocks)) == ([1], [1])
    assert again.rows == []
    assert JournalRow.objects.count() == 1


def test_an_id_that_was_another_edit_s_is_not_taken_for_it(joined, typist):
    """As of a laptop whose profile was copied: the same ids, other words."""
    one, copy, known = typist(), typist(), Known()
    doc, other = new_key("a"), new_key("a")
    mine = one.type("mine")
    post(joined, [text(1, doc, mine), command(2, doc, "kind", "quote")], known)
    late = [text(1, doc, copy.type("yours")), command(2, doc, "stays", True), text(1, other, typist().type("new"))]
    for remembered in (known, None):
        result = post(joined, late, remembered)
        assert [(one.id, one.status) for one in result.refusals] == [(1, 409), (2, 409), (1, 409)]
        assert (result.clocks, result.rows) == ({}, [])
        assert base64.b64decode(result.refusals[0].state) == vector_of(mine)
    # Under ids that were not given they are taken; and then once.
    for numbers in ((3, 4, 5), (3, 4, 5)):
        renamed = [{**edit, "id": number} for edit, number in zip(late, numbers, strict=True)]
        result = post(joined, renamed, known)
        assert (sorted(result.clocks), result.refusals) == ([3, 4, 5], [])
    assert JournalRow.objects.count() == 5


def test_a_deletion_under_another_edit_s_id_is_not_taken_for_it(joined, typist):
    one, copy, known, doc = typist(), typist(), Known(), new_key("a")
    said = one.type("a name")
    copy.hear(said)
    post(joined, [text(1, doc, said)], known)
    post(joined, [text(2, doc, one.type("!"))], known)
    cut = copy.cut(0, 2)
    refused = post(joined, [text(2, doc, cut)], known)
    assert ([one.status for one in refused.refusals], refused.rows) == ([409], [])
    # Under an id of its own it is taken; then again under the first it says nothing new.
    assert post(joined, [text(3, doc, cut)], known).refusals == []
    project_now("table", joined.table_id)
    assert Answer.objects.get(key=doc).text == "name!"
    for remembered in (known, Known()):
        assert sorted(post(joined, [text(2, doc, cut)], remembered).clocks) == [2]


def test_words_are_not_taken_without_the_mark_that_keeps_them_at_their_table(joined, typist):
    doc, known = new_key("a"), Known()
    post(joined, [text(n, new_key("a"), typist().type("x")) for n in (1, 2)], known)
    told = [command(2, doc, "stays", True), text(3, doc, typist().type("in confidence"))]
    refused = post(joined, [*told, text(4, new_key("a"), typist().type("elsewhere"))], known)
    assert ([one.id for one in refused.refusals], sorted(refused.clocks)) == ([2, 3], [4])
    again = [{**edit, "id": n} for n, edit in enumerate(told, 5)]
    assert sorted(post(joined, again, known).clocks) == [5, 6]


def test_two_edits_of_one_id_in_one_group_are_not_taken_for_one(joined, typist):
    batches = [[text(1, new_key("a"), typist().type(words))] for words in ("mine", "yours")]
    good = [read_edits(one, scope_kind("table"))[0] for one in batches]
    group = [Batch(f"table:{joined.table_id}", joined.grant, edits) for edits in good]
    first, second = append_group(group, Known())
    assert (sorted(first.clocks), [one.status for one in second.refusals]) == ([1], [409])
    assert JournalRow.objects.count() == 1


def test_two_tabs_of_a_laptop_may_arrive_out_of_order(joined, typist):
    one, other = typist(), typist()
    post(joined, [text(7, new_key("a"), one.type("later"))])
    result = post(joined, [text(3, new_key("a"), other.type("earlier"))])
    assert (sorted(result.clocks), result.mark) == ([3], 7)
    assert JournalRow.objects.count() == 2


def test_numbers_have_no_gaps_and_belong_to_the_table(joined, other_joined, typist):
    known = Known()
    for n in range(1, 4):
        post(joined, [text(n, new_key("a"), typist().type("x"))], known)
        post(other_joined, [text(n, new_key("a"), typist().type("y"))], known)
    assert list(JournalRow.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert Scope.objects.get().number == 6


def test_an_update_past_a_gap_is_refused_with_what_the_server_has(joined, typist):
    writer, doc = typist(), new_key("a")
    first, second, third = (writer.type(words) for words in ("one ", "two ", "three"))
    post(joined, [text(1, doc, first)])
    refused = post(joined, [text(2, doc, third)])
    assert [(r.id, r.status) for r in refused.refusals] == [(2, 409)]
    assert list(read_vector(base64.b64decode(refused.refusals[0].state)).values()) == [4]
    assert post(joined, [text(3, doc, second), text(4, doc, third)]).refusals == []
    project_now("table", joined.table_id)
    assert Answer.objects.get().text == "one two three"


def test_a_point_has_room_for_so_much_and_no_more(joined, typist):
    writer, doc = typist(), new_key("a")
    post(joined, [text(1, doc, writer.type("x" * (MOST_LETTERS - 1)))])
    refused = post(joined, [text(2, doc, writer.type("too long"))])
    assert [r.status for r in refused.refusals] == [413]


def test_text_of_two_laptops_merges_in_any_order(joined, other_joined):
    doc = new_key("a")
    base = text_update("Fee caps exist")
    post(joined, [text(1, doc, base)])
    project_now("table", joined.table_id)
    state = bytes(Document.objects.get().state)
    from pycrdt import Doc, Text

    updates = []
    for words in ("On paper: ", " but nobody inspects"):
        other: Doc = Doc()
        area = other.get("t", type=Text)
        other.apply_update(state)
        before = other.get_state()
        area.insert(0 if words.endswith(" ") else len(str(area)), words)
        updates.append(other.get_update(before))
    post(other_joined, [text(1, doc, updates[1])])
    post(joined, [text(2, doc, updates[0])])
    project_now("table", joined.table_id)
    assert Answer.objects.get().text == "On paper: Fee caps exist but nobody inspects"


def test_projecting_in_pieces_gives_what_projecting_at_once_gives(joined, typist):
    chance = random.Random(4)
    docs = {new_key("a"): typist() for _ in range(20)}
    edits = []
    for n in range(1, 200):
        doc = chance.choice(list(docs))
        edits.append(text(n, doc, docs[doc].type(f"w{n} ")))
        if n % 17 == 0:
            post(joined, edits)
            edits = []
            project_some(f"table:{joined.table_id}")
    post(joined, edits)
    assert wait_for("table", joined.table_id)
    assert Projection.objects.get().number == Scope.objects.get().number == 199
    wanted = {doc: str(typist.text).strip() for doc, typist in docs.items()}
    assert dict(Answer.objects.values_list("key", "text")) == {doc: words for doc, words in wanted.items() if words}


def test_commands_become_columns(joined, session):
    doc, issue = new_key("a"), new_key("i")
    journal.append(
        "table",
        joined.table_id,
        joined.grant,
        [
            command(1, doc, "stays", True),
            command(2, doc, "issue", issue),
            command(3, doc, "kind", "quote"),
            command(4, doc, "position", "i"),
            text(5, doc, text_update("They were sent back")),
            text(6, issue, text_update("Detention")),
        ],
    )
    project_now("table", joined.table_id)
    answer = Answer.objects.get()
    assert (answer.text, answer.kind, answer.stays, answer.issue.text) == (
        "They were sent back",
        "quote",
        True,
        "Detention",
    )
    assert list(Answer.objects.leaving_table()) == []
    assert [one.text for one in PriorityIssue.objects.leaving_table()] == ["Detention"]


def test_typing_unaware_of_a_deletion_brings_the_point_back(joined, other_joined, typist):
    writer, doc = typist(), new_key("a")
    post(joined, [text(1, doc, writer.type("We said"))])
    seen = base64.b64encode(writer.doc.get_state()).decode()
    post(other_joined, [command(1, doc, "deleted", True, sv=seen)])
    project_now("table", joined.table_id)
    assert Answer.objects.get().deleted
    post(joined, [text(2, doc, writer.type(" more"))])
    project_now("table", joined.table_id)
    answer = Answer.objects.get()
    assert (answer.deleted, answer.brought_back, answer.text) == (False, True, "We said more")


def test_an_erased_point_does_not_come_back(joined, typist):
    writer, doc = typist(), new_key("a")
    post(joined, [text(1, doc, writer.type("A name"))])
    project_now("table", joined.table_id)
    journal.erase("table", joined.table_id, doc)
    refused = post(joined, [text(2, doc, writer.type(" again")), command(3, doc, "kind", "quote")])
    assert [r.status for r in refused.refusals] == [410, 410]
    assert JournalRow.objects.count() == 0
    assert bytes(Document.objects.get().state) == b""


def test_a_row_that_cannot_be_merged_is_put_aside_and_the_rest_is_shown(joined, typist):
    doc = new_key("a")
    post(joined, [text(1, doc, typist().type("good"))])
    # As if a bug had let it through: the writer itself would refuse it.
    JournalRow.objects.create(
        scope=f"table:{joined.table_id}",
        number=2,
        laptop="x",
        edit=1,
        doc=doc,
        sort="text",
        payload=b"\x01\x01",
        clock=1,
        at=1,
    )
    Scope.objects.update(number=2)
    project_now("table", joined.table_id)
    assert Answer.objects.get().text == "good"
    assert JournalRow.objects.get(number=2).quarantined


def test_a_table_that_wrote_much_keeps_no_other_one_waiting(joined, table):
    other = Laptop.objects.create(table=make_table(session=table.session, region=table.region, number=5), number=1)
    post(joined, [text(n, new_key("a"), text_update("much")) for n in range(1, 400)])
    post(other, [text(1, new_key("a"), text_update("little"))])
    projector = Projector()
    for laptop in (joined, other):
        projector.wake(f"table:{laptop.table_id}")
    projector.start()
    try:
        until(lambda: Answer.objects.filter(text="little").exists())
        assert Answer.objects.filter(text="much").count() < 399
    finally:
        projector.stop()


@pytest.mark.parametrize(
    "edits",
    [
        "words",
        None,
        [{"doc": "a" + "B" * 21}],
        [{"id": 0}],
        [{"id": True}],
        [[]],
        [{"id": 1}] * (MOST_EDITS + 1),
    ],
)
def test_what_is_no_list_of_edits_is_refused(edits):
    with pytest.raises(Refused) as refused:
        read_edits(edits, scope_kind("table"))
    assert refused.value.status == 422


def test_one_bad_edit_does_not_take_the_good_ones_with_it():
    doc = new_key("a")
    good, refusals = read_edits(
        [command(1, doc, "kind", "quote"), command(2, doc, "kind", "shout"), {"id": 3, "doc": "x", "at": 1}],
        scope_kind("table"),
    )
    assert ([edit.id for edit in good], [(r.id, r.status) for r in refusals]) == ([1], [(2, 422), (3, 422)])
