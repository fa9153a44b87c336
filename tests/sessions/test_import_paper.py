import io
import json

import pytest
from django.core.management import CommandError, call_command

from sessions.models import BackgroundPaper, Event, GuidingQuestion, Organizer
from sessions.sample import PAPER

pytestmark = pytest.mark.django_db


def run(*args: object, **options: object) -> str:
    out = io.StringIO()
    call_command("import_paper", *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_dry_run_as_json_prints_the_whole_proposal_and_changes_nothing():
    found = json.loads(run(PAPER, dry_run=True, json=True))
    assert {"event", "title", "codes", "people", "sections", "fields_of_work", "calls_for_action"} <= set(found)
    assert {"preamble", "questions", "unrecognised"} <= set(found)
    assert [question["label"] for question in found["questions"]] == ["1", "2", "3", "4"]
    assert [part["label"] for part in found["questions"][2]["parts"]] == ["a", "b"]
    assert not Event.objects.exists() and not BackgroundPaper.objects.exists()


def test_import_makes_an_event_of_the_first_organizer():
    organizer = Organizer.objects.create_user("amina")
    said = run(PAPER)
    event = Event.objects.get()
    assert event.name in said and list(event.organizers.all()) == [organizer]
    assert GuidingQuestion.objects.count() == 6 and event.sessions.count() == 2


def test_import_into_an_event_leaves_its_name_and_can_wait_for_the_page(event, session):
    run(PAPER, event=event.pk, no_confirm=True)
    assert event.papers.get().confirmed_at is None and not GuidingQuestion.objects.exists()
    run(PAPER, event=event.pk)
    event.refresh_from_db()
    assert event.name == "People's Assembly on Work"
    session.refresh_from_db()
    assert session.paper is not None and session.paper.confirmed_at


def test_importing_again_pairs_with_the_paper_before(event):
    run(PAPER, event=event.pk)
    before = set(GuidingQuestion.objects.values_list("pk", flat=True))
    run(PAPER, event=event.pk)
    assert set(GuidingQuestion.objects.values_list("pk", flat=True)) == before
    assert event.sessions.count() == 2 and event.tick_lists.count() == 2


def test_what_cannot_be_imported_is_refused_in_words(event, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.md")
    odd = tmp_path / "paper.exe"
    odd.write_text("x")
    with pytest.raises(CommandError, match="Please choose"):
        run(odd)
    with pytest.raises(CommandError, match="no event 999"):
        run(PAPER, event=999)
    with pytest.raises(CommandError, match="no confirmed paper"):
        run(PAPER, event=event.pk, replaces=999)
    Organizer.objects.update(is_active=False)
    with pytest.raises(CommandError, match="make_organizer"):
        run(PAPER)
