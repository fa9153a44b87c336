"""What comes after the close: journalled, acknowledged, beside the documents until somebody takes it in."""

import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pga.live import late
from pga.live.clock import clock_now
from pga.live.known import Known
from pga.live.models import Document, JournalRow, Projection, Scope
from pga.live.projector import lagging, project_now, project_some, wait_for
from regions.closing import reopen_session
from regions.commands import new_key, text_update
from regions.layout import make_table
from regions.models import Answer, DiscussionTable, Laptop, LatePoint, PriorityIssue, Region
from sessions.models import DiscussionSession, Event
from tests.live.conftest import Typist
from tests.live.desks import Desk, command, text

pytestmark = pytest.mark.django_db(transaction=True)


def words() -> dict[str, str]:
    return dict(Answer.objects.leaving_table().values_list("key", "text"))


def late_words() -> dict[str, str]:
    return dict(LatePoint.objects.leaving_table().values_list("key", "text"))


def test_what_comes_after_the_close_is_acknowledged_as_late_and_changes_nothing_that_is_shown(desk, typist):
    writer, doc, fresh = typist(), new_key("a"), new_key("a")
    assert desk.post(text(doc, writer.type("Fee caps"))).late == []
    desk.close()
    sent = desk.post(text(doc, writer.type(" exist")), command(doc, "kind", "quote"), text(fresh, text_update("New")))
    assert (sorted(sent.clocks), sent.late, [row.late for row in sent.rows]) == ([2, 3, 4], [2, 3, 4], [True] * 3)
    desk.project()
    assert (words(), Answer.objects.get().kind) == ({doc: "Fee caps"}, "point")
    assert late_words() == {doc: "Fee caps exist", fresh: "New"}
    assert Projection.objects.get().number == Scope.objects.get().number == 4


def test_the_same_edit_again_is_late_again_until_it_is_taken_in(desk):
    desk.close()
    edit = text(new_key("a"), text_update("said late"))
    assert desk.post(edit).late == [1]
    desk.last = 0
    assert desk.post(edit, known=Known()).late == [1]
    late.take_in("table", desk.laptop.table_id)
    desk.last = 0
    again = desk.post(edit, known=Known())
    assert (sorted(again.clocks), again.late) == ([1], [])


def test_who_goes_on_in_a_late_text_is_understood_by_a_writer_that_remembers_nothing(desk, typist):
    writer, doc = typist(), new_key("a")
    desk.post(text(doc, writer.type("one")))
    desk.close()
    desk.post(text(doc, writer.type(" two")))
    # A withdrawal behind it is merged, so that the document's number is past the late row's.
    desk.post(command(doc, "stays", True))
    desk.project()
    assert Document.objects.get().number == 3
    assert desk.post(text(doc, writer.type(" three")), known=Known()).refusals == []
    desk.post(command(doc, "stays", True))
    desk.project()
    # Taken in, and not merged yet.
    assert late.take_in("table", desk.laptop.table_id) == [doc]
    assert desk.post(text(doc, writer.type(" four")), known=Known()).refusals == []
    desk.project()
    assert desk.post(text(doc, writer.type(" five")), known=Known()).refusals == []
    assert Answer.objects.get().text == "one two three"


@pytest.mark.parametrize("taking_back", ["stays", "deleted"])
def test_what_takes_back_counts_at_once(desk, typist, taking_back):
    writer, doc = typist(), new_key("a")
    desk.post(text(doc, writer.type("A name")))
    desk.close()
    desk.post(text(doc, writer.type(" and more")))
    seen = base64.b64encode(writer.doc.get_state()).decode()
    more = {"sv": seen} if taking_back == "deleted" else {}
    assert desk.post(command(doc, taking_back, True, **more)).late == []
    desk.project()
    assert (words(), late_words()) == ({}, {})
    undone = {} if taking_back == "deleted" else {"saw": clock_now()}
    assert desk.post(command(doc, taking_back, False, **undone)).late == [4]
    desk.project()
    assert (words(), late_words()) == ({}, {doc: "A name and more"})


def test_a_late_point_about_an_issue_that_stays_is_neither_shown_nor_counted(desk):
    issue, doc = new_key("i"), new_key("a")
    desk.close()
    desk.post(command(doc, "issue", issue), text(doc, text_update("They were sent back")))
    desk.project()
    assert late_words() == {doc: "They were sent back"}
    desk.post(text(issue, text_update("Detention")), command(issue, "stays", True))
    desk.project()
    assert (late_words(), words(), list(PriorityIssue.objects.leaving_table())) == ({}, {}, [])


def test_taking_in_some_points_leaves_the_others_and_waiting_covers_them(desk, typist):
    one, other = typist(), typist()
    docs = [new_key("a"), new_key("a")]
    desk.post(text(docs[0], one.type("first")), text(docs[1], other.type("second")))
    desk.close()
    desk.post(text(docs[0], one.type(" more")), text(docs[1], other.type(" more")), command(docs[0], "kind", "quote"))
    desk.project()
    table = desk.laptop.table_id
    assert late.take_in("table", table, [docs[0]]) == [docs[0]]
    assert (Projection.objects.get().number, lagging()) == (2, [f"table:{table}"])
    assert wait_for("table", table) and lagging() == []
    assert (words(), late_words()) == ({docs[0]: "first more", docs[1]: "second"}, {docs[1]: "second more"})
    assert Answer.objects.get(key=docs[0]).kind == "quote"
    assert (late.take_in("table", table, [docs[0]]), late.take_in("table", table, [])) == ([], [])


def test_a_projector_in_the_middle_does_not_leave_out_what_is_taken_in_meanwhile(desk, typist):
    """It has read the rows while they were late; and the projection is set back to exactly where it began."""
    writer, doc, other = typist(), new_key("a"), new_key("a")
    desk.post(text(doc, writer.type("one")))
    desk.close()
    desk.post(text(doc, writer.type(" two")), command(other, "stays", True))
    table = desk.laptop.table_id
    done = []

    def meanwhile(_cost: float) -> None:
        if not done:
            done.append(True)
            project_now("table", table)
            late.take_in("table", table)
            assert Projection.objects.get().number == 1

    assert project_some(f"table:{table}", rest=meanwhile)
    desk.project()
    assert (done, words(), late_words()) == ([True], {doc: "one two"}, {})


def test_reopening_takes_everything_in_and_what_follows_is_not_late(desk, typist):
    writer, doc = typist(), new_key("a")
    desk.post(text(doc, writer.type("one")))
    desk.close()
    desk.post(text(doc, writer.type(" two")))
    assert reopen_session(session=desk.session) == {desk.laptop.table_id: [doc]}
    assert desk.post(text(doc, writer.type(" three"))).late == []
    desk.project()
    assert (words(), late_words(), JournalRow.objects.filter(late=True).count()) == ({doc: "one two three"}, {}, 0)
    assert reopen_session(session=desk.session) == {}


def test_a_table_laid_out_after_the_close_is_closed_too(desk):
    desk.close()
    table = make_table(session=desk.session, region=desk.laptop.table.region, number=9)
    assert Desk(Laptop.objects.create(table=table, number=1)).post(text(new_key("a"), text_update("x"))).late == [1]


def _fresh_desk() -> Desk:
    for model in (LatePoint, Answer, PriorityIssue, Laptop, DiscussionTable, JournalRow, Document, Scope, Projection):
        model.objects.all().delete()
    event = Event.objects.create(name="E")
    session = DiscussionSession.objects.create(event=event, code="1")
    table = make_table(session=session, region=Region.objects.create(event=event, name="Asia"), number=1)
    return Desk(Laptop.objects.create(table=table, number=1))


steps = st.lists(
    st.tuples(
        st.sampled_from(["type", "type", "kind", "stays", "project", "some", "close", "reopen", "take", "forget"]),
        st.integers(0, 2),
    ),
    min_size=8,
    max_size=40,
)


class Hall:
    """One table's afternoon, deed by deed; `wanted` is what was typed in each point."""

    def __init__(self) -> None:
        self.desk = _fresh_desk()
        self.table = self.desk.laptop.table_id
        self.points = [(new_key("a"), Typist()) for _ in range(3)]
        self.wanted: dict[str, list[str]] = {}
        self.at_close: dict[str, str] = {}

    def type(self, doc: str, writer: Typist) -> None:
        said = self.wanted.setdefault(doc, [])
        said.append(f"w{len(said)}")
        assert self.desk.post(text(doc, writer.type(said[-1] + " "))).refusals == []

    def kind(self, doc: str, _writer: Typist) -> None:
        self.desk.post(command(doc, "kind", "quote"))

    def stays(self, doc: str, _writer: Typist) -> None:
        self.desk.post(command(doc, "stays", True))

    def project(self, _doc: str, _writer: Typist) -> None:
        self.desk.project()

    def some(self, _doc: str, _writer: Typist) -> None:
        project_some(f"table:{self.table}")

    def close(self, _doc: str, _writer: Typist) -> None:
        self.desk.close()
        self.at_close = words()

    def reopen(self, _doc: str, _writer: Typist) -> None:
        reopen_session(session=self.desk.session)

    def take(self, doc: str, _writer: Typist) -> None:
        late.take_in("table", self.table, [doc])
        self.at_close.pop(doc, None)

    def forget(self, _doc: str, _writer: Typist) -> None:
        self.desk.known = Known()

    def check(self) -> None:
        """While it is closed, what was shown at the close is shown so, or not at all."""
        if Scope.objects.filter(late=True).exists():
            assert all(words().get(doc) in (None, shown) for doc, shown in self.at_close.items())


@given(steps)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_it_is_closed_reopened_and_taken_in_nothing_typed_is_missing_in_the_end(steps):
    hall = Hall()
    for deed, which in steps:
        getattr(hall, deed)(*hall.points[which])
        hall.check()
    reopen_session(session=hall.desk.session)
    hall.desk.project()
    wanted = {doc: " ".join(said) for doc, said in hall.wanted.items()}
    assert dict(Answer.objects.exclude(text="").values_list("key", "text")) == wanted
    assert not LatePoint.objects.exists()
