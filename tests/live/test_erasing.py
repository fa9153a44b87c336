"""Erasing, with others in the middle of something: what is gone stays gone."""

import base64
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from pga.live import erasing, late
from pga.live.gate import gate
from pga.live.known import Known
from pga.live.models import Document, JournalRow, Projection, Scope
from pga.live.projector import project_now, project_some
from regions.commands import new_key, text_update
from regions.erasing import NotDeleted, NotThere, erase_deleted_point, erase_point, erase_table
from regions.models import Answer, AnswerTick, IssueTick, LatePoint, PriorityIssue
from sessions.models import Erasure, TickChoice, TickList
from tests.live.desks import Desk, command, text
from tests.searching import files_with, tables_with

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Rehana was deported in May"


def plant(desk: Desk, doc: str, typist) -> None:
    """The words in every way in which they can be kept: journal, document, answer, history, late."""
    writer = typist()
    desk.post(text(doc, writer.type(SECRET)), command(doc, "attribution", SECRET))
    desk.project()
    desk.close()
    desk.post(text(doc, writer.type(" " + SECRET)))
    desk.project()
    assert {"pga_live_journalrow", "pga_live_document", "pga_regions_answer", "pga_regions_latepoint"} <= set(
        tables_with(SECRET)
    )


def test_everything_of_a_scope_in_the_cellar_is_known_to_the_erasing():
    models = apps.get_app_config("pga_live").get_models()
    of_a_scope = {model for model in models if any(field.name == "scope" for field in model._meta.get_fields())}
    assert of_a_scope == {*erasing.OF_A_SCOPE, Projection}


def test_an_erased_point_is_in_no_table_any_more(desk, typist):
    doc, other = new_key("a"), new_key("a")
    plant(desk, doc, typist)
    desk.post(text(other, text_update("stays")))
    late.take_in("table", desk.laptop.table_id)
    erase_point(table=desk.laptop.table, key=doc)
    desk.project()
    assert tables_with(SECRET) == []
    assert list(Answer.objects.values_list("text", flat=True)) == ["stays"]
    assert Document.objects.get(doc=doc).erased
    fact = Erasure.objects.get()
    assert (fact.kind, fact.target, fact.by_organizer, fact.scrubbed) == ("point", desk.laptop.table_id, None, True)


def test_only_what_is_deleted_can_be_erased_at_the_table_and_late_words_count(desk, typist):
    writer, doc = typist(), new_key("a")
    table = desk.laptop.table
    desk.post(text(doc, writer.type(SECRET)))
    with pytest.raises(NotDeleted):
        erase_deleted_point(table=table, key=doc)
    seen = base64.b64encode(writer.doc.get_state()).decode()
    desk.post(command(doc, "deleted", True, sv=seen))
    desk.close()
    # Somebody who had not seen the deletion has gone on writing.
    desk.post(text(doc, writer.type(" more")))
    with pytest.raises(NotDeleted):
        erase_deleted_point(table=table, key=doc)
    seen = base64.b64encode(writer.doc.get_state()).decode()
    desk.post(command(doc, "deleted", True, sv=seen))
    erase_deleted_point(table=table, key=doc)
    assert tables_with(SECRET) == []
    with pytest.raises(NotThere):
        erase_deleted_point(table=table, key=doc)


def test_points_about_an_erased_issue_stay_without_it_for_good(desk, typist):
    issue, doc = new_key("i"), new_key("a")
    choice = TickChoice.objects.create(tick_list=TickList.objects.create(event=desk.session.event, name="Level"))
    desk.post(text(issue, text_update(SECRET)), command(issue, f"tick:{choice.pk}", True))
    desk.post(command(doc, "issue", issue), text(doc, text_update("said")), command(doc, f"tick:{choice.pk}", True))
    desk.project()
    assert (Answer.objects.get().issue.text, IssueTick.objects.count()) == (SECRET, 1)
    erase_point(table=desk.laptop.table, key=issue)
    assert (tables_with(SECRET), IssueTick.objects.count(), AnswerTick.objects.count()) == ([], 0, 1)
    # The answer is projected again, and names the issue still.
    desk.post(command(doc, "kind", "quote"))
    desk.project()
    answer = Answer.objects.get()
    assert (answer.issue, answer.kind, PriorityIssue.objects.count()) == (None, "quote", 0)


def test_a_writer_of_another_process_that_knows_the_point_refuses_it(desk, typist):
    writer, doc = typist(), new_key("a")
    elsewhere = Known()
    desk.post(text(doc, writer.type("A name")), known=elsewhere)
    erase_point(table=desk.laptop.table, key=doc)
    refused = desk.post(text(doc, writer.type(SECRET)), known=elsewhere)
    assert [one.status for one in refused.refusals] == [410]
    assert tables_with(SECRET) == []


@pytest.mark.parametrize("what", ["point", "table"])
def test_a_projector_in_the_middle_does_not_bring_it_back(desk, what):
    doc, table = new_key("a"), desk.laptop.table
    desk.post(text(doc, text_update(SECRET)))
    deeds = [lambda: erase_point(table=table, key=doc) if what == "point" else erase_table(table=table)]
    project_some(f"table:{table.pk}", rest=lambda _cost: deeds.pop()())
    project_now("table", table.pk)
    assert (deeds, tables_with(SECRET), Answer.objects.count(), JournalRow.objects.count()) == ([], [], 0, 0)
    assert list(Document.objects.values_list("erased", flat=True)) == ([True] if what == "point" else [])


def test_an_edit_that_was_let_in_before_its_table_was_erased_is_refused(desk, typist):
    doc = new_key("a")
    plant(desk, new_key("a"), typist)
    table = desk.laptop.table
    code, links = table.code, table.link_generation
    elsewhere = Known()
    erase_table(table=table, organizer=desk.session.event.organizers.get())
    desk.laptop.table.laptops_generation = 1
    for known in (desk.known, elsewhere):
        refused = desk.post(text(doc, text_update(SECRET)), known=known)
        assert ([one.status for one in refused.refusals], refused.rows) == ([410], [])
    assert tables_with(SECRET) == []
    assert (table.laptops.count(), LatePoint.objects.count(), table.code == code) == (0, 0, False)
    assert (table.link_generation, Scope.objects.get().below) == (links + 1, 2)
    fact = Erasure.objects.get()
    assert (fact.kind, fact.by_organizer) == ("table", desk.session.event.organizers.get().pk)
    gate.forget()


def files_holding_it() -> list[str]:
    """Files of the database with the words in them; PostgreSQL's belong to its server."""
    if connection.vendor != "sqlite":
        return []
    return files_with(Path(str(connection.settings_dict["NAME"])).parent, SECRET)


def test_the_room_in_which_erased_words_stood_is_given_back(desk, typist):
    """SQLite as most machines have it leaves them in the file; its log would keep them too."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA secure_delete=OFF")
    doc = new_key("a")
    plant(desk, doc, typist)
    assert bool(files_holding_it()) == (connection.vendor == "sqlite")
    erase_point(table=desk.laptop.table, key=doc)
    assert (Erasure.objects.get().scrubbed, files_holding_it()) == (True, [])
