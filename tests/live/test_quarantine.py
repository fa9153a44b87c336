"""What cannot be merged ends nothing and hides nothing else: it is put aside, and whoever writes there is told.

The bytes are such that the library panics over them; the door would refuse them, so they are planted.
"""

import pytest

from pga.live import journal, late
from pga.live.clock import clock_now
from pga.live.compaction import compact
from pga.live.errors import NOT_TAKEN, TOO_LONG, Refused
from pga.live.merging import CannotMerge, merge, read, text_of, vector_of
from pga.live.models import JournalRow, Projection, Scope
from pga.live.projector import project_now
from pga.live.room import MOST_PUT_ASIDE
from pga.live.updates import BadUpdate, read_update
from regions.commands import new_key, text_update
from regions.models import Answer
from tests.live.test_door import SEED, Laptop, Stream
from tests.notebooks import until
from tests.running import ROOT, RunningApp, running_app

PANIC = bytes.fromhex("010301fcffffffffffffff0f040101740568656c6c6f840102017844010301790101010002")
PLANT = (
    "from pga.live.models import *",
    "from django.db.models import F",
    "import time",
    "scope = Scope.objects.get(name='table:1')",
    "numbers = range(scope.number + 1, scope.number + 1 + count)",
    "row = dict(scope=scope.name, laptop='x', doc=doc, sort='text', payload=payload, at=time.time_ns() // 10**6)",
    "rows = [JournalRow(number=n, edit=n, clock=1, **row) for n in numbers]",
    "rows = JournalRow.objects.bulk_create(rows)",
    "Scope.objects.filter(pk=scope.pk).update(number=F('number') + count)",
)


@pytest.fixture(scope="module")
def served():
    with running_app() as app:
        app.links = app.evaluate("[table_url(table) for table in tables]", *SEED)
        yield app


def plant(app: RunningApp, doc: str, count: int) -> None:
    """Rows of a laptop that is not there."""
    app.evaluate("None", f"doc, count, payload = {doc!r}, {count}, {PANIC!r}", *PLANT)


def aside(app: RunningApp, doc: str) -> int:
    """How many rows of a document are put aside."""
    return int(app.evaluate(f"JournalRow.objects.filter(doc={doc!r}, quarantined=True).count()", PLANT[0]))


def test_the_library_panics_and_the_door_would_not_have_let_it_in():
    for work in (lambda: text_of(PANIC), lambda: read(merge(b"", [PANIC, PANIC])), lambda: read_update(PANIC)):
        with pytest.raises((CannotMerge, BadUpdate)):
            work()
    assert isinstance(vector_of(PANIC), bytes)


def test_it_is_put_aside_and_told_now_and_to_those_who_come_later(served):
    laptop, neighbour, doc, other = Laptop(served, 1), Laptop(served, 1), new_key("a"), new_key("a")
    assert laptop.post(laptop.text(doc, "good"), laptop.text(other, "elsewhere"))[0] == 200
    stream = Stream(neighbour, f"/live/table/1/stream?after={neighbour.snapshot()['number']}")
    plant(served, doc, 1)
    until(lambda: ("quarantined", {"doc": doc}) in stream.events, 10)
    stream.close()
    assert Laptop(served, 1).snapshot()["quarantined"] == [doc]
    # All that is good is there, the history too, and everybody writes on.
    status, _headers, page = laptop.ask("GET", f"/tables/1/history/{doc}/")
    assert (status, b"good" in page) == (200, True)
    assert laptop.post(laptop.text(doc, " and on"), laptop.text(other, "!"))[0] == 200
    words = f"dict(Answer.objects.filter(key__in={[doc, other]!r}).values_list('key', 'text'))"

    def written() -> dict[str, str]:
        shown = served.evaluate(words, "from regions.models import *")
        return shown if len(shown.get(doc, "")) > 4 and len(shown.get(other, "")) > len("elsewhere") else {}

    shown = until(written, 10)
    assert sorted(shown[doc].replace(" ", "")) == sorted("goodandon") and "elsewhere" in shown[other]
    assert served.server.poll() is None


def test_a_laptop_whose_words_can_never_be_merged_is_told_to_go_on_elsewhere(served):
    laptop, doc = Laptop(served, 1), new_key("a")
    assert laptop.post(laptop.text(doc, "good"))[0] == 200
    plant(served, doc, MOST_PUT_ASIDE)
    until(lambda: aside(served, doc) == MOST_PUT_ASIDE, 10)

    def told() -> dict:
        """The writer hears of it with the document, a moment after the rows are seen to be put aside."""
        status, told = laptop.post(laptop.text(doc, " more"), laptop.text(new_key("a"), "in a new one"))
        assert status == 200
        return told if told["refused"] else {}

    told = until(told)
    number = laptop.number
    assert told["acked"] == [number]
    assert [(one["id"], one["status"], one["why"]) for one in told["refused"]] == [(number - 1, 422, NOT_TAKEN)]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_waits_to_be_put_aside_keeps_nobody_from_writing(joined):
    doc, scope = new_key("a"), f"table:{joined.table_id}"
    edit = {"id": 1, "doc": doc, "at": clock_now(), "text": text_update("at once")}
    journal.append("table", joined.table_id, joined.grant, [edit])
    for number in (2, 3):
        plain = {"edit": number, "doc": doc, "sort": "text", "payload": PANIC, "clock": 1, "at": 1}
        JournalRow.objects.create(scope=scope, laptop=joined.grant, number=number, **plain)
    Scope.objects.update(number=3)
    again = journal.append("table", joined.table_id, joined.grant, [{**edit, "id": 4, "text": text_update("!")}])
    assert again.number == 4
    # Its text cannot be measured; so it is held to what was added up.
    with pytest.raises(Refused) as refused:
        journal.append("table", joined.table_id, joined.grant, [{**edit, "id": 5, "text": text_update("x" * 20_000)}])
    assert (refused.value.status, refused.value.why) == (413, TOO_LONG)
    # Nor does compaction stumble over it, where nobody has tried to merge it yet.
    JournalRow.objects.update(at=1)
    Projection.objects.create(scope=scope, number=4)
    compact(scope, lambda seconds: None)
    assert JournalRow.objects.count() == 4
    Projection.objects.update(number=0)
    project_now("table", joined.table_id)
    assert sorted(Answer.objects.get().text) == sorted("at once!")
    assert list(JournalRow.objects.filter(quarantined=True).values_list("number", flat=True)) == [2, 3]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_late", [False, True])
def test_a_point_of_which_nothing_could_be_merged_takes_no_more_also_after_the_close(joined, is_late):
    doc, scope = new_key("a"), f"table:{joined.table_id}"
    edit = {"id": 1, "doc": new_key("a"), "at": clock_now(), "text": text_update("elsewhere")}
    journal.append("table", joined.table_id, joined.grant, [edit])
    if is_late:
        late.begin("table", [joined.table_id])
    for number in range(2, 2 + MOST_PUT_ASIDE):
        plain = {"edit": number, "doc": doc, "sort": "text", "payload": PANIC, "clock": 1, "at": 1, "late": is_late}
        JournalRow.objects.create(scope=scope, laptop=joined.grant, number=number, **plain)
        Scope.objects.update(number=number)
    project_now("table", joined.table_id)
    with pytest.raises(Refused) as refused:
        journal.append("table", joined.table_id, joined.grant, [{**edit, "id": 9, "doc": doc}])
    assert (refused.value.status, refused.value.why) == (422, NOT_TAKEN)


def test_the_library_is_asked_in_one_place_only():
    places = [
        path for app in ("pga", "sessions", "regions", "plenary", "reports") for path in (ROOT / app).rglob("*.py")
    ]
    asking = [str(path.relative_to(ROOT)) for path in places if "pycrdt" in path.read_text(encoding="utf-8")]
    assert asking == ["pga/live/merging.py"]
