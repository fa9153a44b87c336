"""The report of a session, as it comes out."""

import subprocess
import sys

import pytest

from pga.live.models import Projection, Scope
from regions.models import DiscussionTable, Region
from reports import workers
from reports.cards import make_cards
from reports.choices import Choices
from reports.compiling import Printing, Progress, compile_report, wait_for_tables
from reports.composing import compose
from reports.parts import PrintPart
from reports.queries import session_rows
from reports.words import passage
from sessions.models import BackgroundPaper, DiscussionSession, Event, GuidingQuestion
from tests.reports.cast import NOW
from tests.reports.reading import alone, outline, plain, text_of
from tests.running import ROOT

ARABIC = "لا توجد آلية للشكوى في بلد المقصد"
BENGALI = "উপজেলা পর্যায়ে কেউ দালালদের তদারকি করে না।"


def test_every_answer_that_may_leave_is_in_it(cast):
    africa, asia = cast.region("Africa", "africa"), cast.region("Asia", "asia")
    one, two, three = cast.table(africa), cast.table(asia, "bn"), cast.table(asia, "ar")
    issue = cast.issue(one, "Returnees are registered by nobody", "national")
    said = [
        cast.say(one, "Local councils decide who gets a stall.", "local", "regional"),
        cast.say(one, "A register kept by municipalities.", "States", question=cast.do, issue=issue, kind="minority"),
        cast.say(one, "Law is good, implementation has a price.", question=cast.law, issue=issue),
        cast.say(one, "Nobody knows where this belongs.", question=None),
        cast.say(two, BENGALI, question=cast.improve),
        cast.say(three, ARABIC),
    ]
    text = text_of(compile_report(cast.session.pk))
    for answer in said:
        times = 1 if answer.question is None else 2 + (answer.kind == "minority")
        assert text.count(plain(answer.text)) == times, answer.text
    assert "Level: local, regional" in text
    assert "minority view · Actor: States" in text
    assert "Table 1 · 2 points about it Returnees are registered by nobody national" in text


def test_sections_follow_roles_and_not_labels(cast):
    table = cast.table(cast.region("Pacific", "pacific"))
    cast.do.label = cast.where.label = "Q"
    cast.do.save(update_fields=["label"])
    cast.where.save(update_fields=["label"])
    issue = cast.issue(table, "Islands without a voice")
    cast.say(table, "A seat for the islands.", question=cast.do, issue=issue)
    cast.say(table, "At the regional forum.")
    chapters = [heading for heading in outline(compile_report(cast.session.pk)) if heading != "Pacific"]
    assert chapters == [
        "Priority issues by region",
        "Q Where, and how, can civil society intervene most effectively?",
        "Q What should be done, and by whom?",
        "All points, table by table",
        "People",
        "How these notes were made",
    ]


def test_a_session_without_words_says_so(cast):
    cast.table(cast.region("Europe"))
    text = text_of(compile_report(cast.session.pk))
    assert "Tables not heard from" in text
    assert "0 tables heard of 1" in text
    assert "Priority issues by region" not in text


def test_a_session_without_tables_has_a_report(cast):
    assert "How these notes were made" in text_of(compile_report(cast.session.pk))


def test_a_session_without_a_paper_has_a_report_and_cards(cast):
    bare = DiscussionSession.objects.create(event=Event.objects.create(name="Bare"), code="7")
    region = Region.objects.create(event=bare.event, name="Europe")
    table = DiscussionTable.objects.create(session=bare, region=region, number=4, language="x-klingon")
    cast.say(table, "A point without a question.", question=None)
    text = text_of(compile_report(bare.pk))
    assert "7 · Bare" in text
    assert text.count("A point without a question.") == 1
    assert "Not placed under a question" in text
    assert "Table 4" in text_of(make_cards(bare))


def test_a_question_of_an_earlier_paper_keeps_its_answers(cast):
    old = GuidingQuestion.objects.create(
        paper=BackgroundPaper.objects.create(event=cast.event, file_name="old.md", content=b""),
        label="9",
        text="What did we ask before?",
        unpaired_since=NOW,
    )
    cast.say(cast.table(cast.region("Europe")), "An answer to it.", question=old)
    text = text_of(compile_report(cast.session.pk))
    assert "9 What did we ask before? Asked by an earlier version of the paper. 1 point" in text
    assert text.count("An answer to it.") == 2


def test_who_said_it_is_printed_only_where_the_event_allows_it(cast):
    cast.say(cast.table(cast.region("Europe")), "We ask for papers.", attribution="Union of Harvesters")
    assert "Union of Harvesters" not in text_of(compile_report(cast.session.pk))
    cast.event.attribution_allowed = True
    cast.event.save(update_fields=["attribution_allowed"])
    assert text_of(compile_report(cast.session.pk)).count("Said by: Union of Harvesters") == 2


def test_above_fifty_tables_regions_are_parts_of_their_own(cast):
    regions = [cast.region("Africa", "africa"), cast.region("Asia", "asia")]
    for n in range(51):
        cast.say(cast.table(regions[n > 39]), f"Point of table {n}.")
    printing = Printing(compose(session_rows(cast.session.pk)), Choices((cast.session.pk,)), Progress())
    pdf = printing.report().pdf
    text = text_of(pdf)
    asked = [part for part in printing.asked if part.name.startswith("question")]
    assert [len(part.tables) for part in asked] == [20, 20, 11], "a large region is divided evenly"
    assert outline(pdf).count("Africa") == 2, "under the question once, table by table once"
    assert text.count("Where, and how, can civil society intervene most effectively?") == 2
    assert all(text.count(f"Point of table {n}.") == 2 for n in range(51))


def test_equal_state_gives_equal_bytes(cast, settings, tmp_path):
    cast.say(cast.table(cast.region("Europe"), "ar"), f"{ARABIC} 🙂")
    cast.say(cast.table(cast.region("Europe")), BENGALI)
    first = compile_report(cast.session.pk)
    settings.DATA_DIR = tmp_path / "elsewhere"
    assert compile_report(cast.session.pk) == first


def test_what_is_kept_is_given_again_and_a_change_is_not_missed(cast, own_parts):
    table = cast.table(cast.region("Europe"))
    answer = cast.say(table, "Before the change.")
    first = compile_report(cast.session.pk)
    files = sorted(own_parts.iterdir())
    assert compile_report(cast.session.pk) == first
    assert sorted(own_parts.iterdir()) == files
    answer.text = "After the change."
    answer.save(update_fields=["text"])
    text = text_of(compile_report(cast.session.pk))
    assert ("After the change." in text, "Before the change." in text) == (True, False)


def test_a_kept_part_that_is_not_whole_is_set_again(cast, own_parts):
    cast.say(cast.table(cast.region("Europe")), "Before the lights went out.")
    first = compile_report(cast.session.pk)
    for path in own_parts.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert compile_report(cast.session.pk) == first
    for place in (0, 0.5, 0.99):
        for path in own_parts.iterdir():
            whole = bytearray(path.read_bytes())
            whole[int(place * len(whole))] ^= 0x10
            path.write_bytes(whole)
        assert compile_report(cast.session.pk) == first


def test_a_new_place_is_on_the_cover_at_once(cast):
    compile_report(cast.session.pk)
    cast.event.place = "Quito"
    cast.event.save(update_fields=["place"])
    assert "Quito" in text_of(compile_report(cast.session.pk))


def test_a_part_that_fails_becomes_a_page_that_says_so(cast, own_parts):
    printing = Printing(compose(session_rows(cast.session.pk)), Choices((cast.session.pk,)), Progress())
    too_deep = PrintPart("deep", "<div>" * 5000, chapter=passage("Recommendations"))
    sound = PrintPart("sound", "<html lang=en><title>Sound</title><p>This one is well.")
    failed, printed = printing.set_parts([too_deep, sound])
    assert failed.failed
    assert "Recommendations This part could not be set." in text_of(alone(failed))
    assert text_of(alone(printed)).strip() == "This one is well."
    assert [path.name for path in own_parts.iterdir()] == [sound.key]


def test_the_report_waits_for_the_last_words(cast):
    table = cast.table(cast.region("Europe"))
    assert wait_for_tables(cast.session.pk)
    Scope.objects.create(name=f"table:{table.pk}", number=0)
    assert wait_for_tables(cast.session.pk)
    assert not Projection.objects.filter(scope=f"table:{table.pk}", number__gt=0).exists()


@pytest.mark.parametrize("tables", [1, 3])
def test_a_report_reads_in_a_fixed_number_of_queries(cast, tables, django_assert_num_queries):
    for _ in range(tables):
        table = cast.table(cast.region("Africa", "africa"), rapporteur="Amal")
        issue = cast.issue(table, "Papers", "local")
        cast.say(table, "A point.", "local", question=cast.improve, issue=issue)
    with django_assert_num_queries(15):
        compose(session_rows(cast.session.pk))


def test_a_press_that_has_grown_large_ends_and_another_goes_on(cast, monkeypatch):
    monkeypatch.setattr(workers, "_start", _small_press)
    parts = [PrintPart(f"part {n}", f"<html lang=en><title>Part</title><p>Part {n}.") for n in range(3)]
    press = workers.PressProcess()
    printed = [press.print(part) for part in parts]
    assert [(one.last, text_of(alone(one)).strip()) for one in printed] == [(True, f"Part {n}.") for n in range(3)]
    assert press._process is None


def _small_press(module: str = "") -> subprocess.Popen[bytes]:
    """The press as it is, but grown large as soon as it has set one part."""
    code = "from reports import press_worker; press_worker.GROWN_KILOBYTES = 1; press_worker.main()"
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
