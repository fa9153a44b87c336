"""A point that stays at its table is in no report and in no file from which reports are made."""

import os

import pytest

from pga.live import journal, projector
from pga.live.clock import clock_now
from regions.commands import new_key, text_update
from regions.models import Laptop
from regions.withdrawals import withdrawn
from reports import compiling
from reports.compiling import Overtaken, compile_report
from reports.galleys import unpack
from reports.keeping import kept
from reports.models import CachedPart
from tests.reports.cast import Cast
from tests.reports.reading import alone, elements, text_of

SECRET = "Two people here were deported after they complained."


def words_on_disk(folder) -> str:
    """Everything that can be read in the kept parts: their pages, their tags, their heads."""
    found = []
    for path in folder.iterdir():
        part = kept(path.name)
        assert part is not None, path.name
        pdf = part.pdf or alone(part)
        found += [text_of(pdf), *part.anchors, *(label for _level, label, _page, _y in part.bookmarks)]
        if not part.galley or unpack(part.galley).kids:
            found += [actual for _tag, _language, actual in elements(pdf)]
    return " ".join(found)


def test_a_point_marked_before_typing_is_nowhere(cast, own_parts):
    table = cast.table(cast.region("Asia", "asia"))
    cast.say(table, "This may be told.")
    cast.say(table, SECRET, stays=True)
    cast.say(table, "This was thrown away.", deleted=True)
    text = text_of(compile_report(cast.session.pk))
    assert ("This may be told." in text, SECRET in text, "thrown away" in text) == (True, False, False)
    assert "1 point" in text
    on_disk = words_on_disk(own_parts)
    assert ("This may be told." in on_disk, SECRET in on_disk, "thrown away" in on_disk) == (True, False, False)


def test_a_point_marked_later_goes_from_disk_when_its_table_says_so(cast, own_parts):
    asia = cast.region("Asia", "asia")
    table, neighbour = cast.table(asia), cast.table(asia)
    answer = cast.say(table, SECRET)
    cast.say(neighbour, "A neighbour's recommendation.", question=cast.do)
    assert SECRET in text_of(compile_report(cast.session.pk))
    assert SECRET in words_on_disk(own_parts)
    answer.stays = True
    answer.save(update_fields=["stays"])
    withdrawn(table.pk, [answer.key])
    on_disk = words_on_disk(own_parts)
    assert ("A neighbour's recommendation." in on_disk, SECRET in on_disk) == (True, False)
    assert {path.name for path in own_parts.iterdir()} == set(CachedPart.objects.values_list("key", flat=True))
    assert SECRET not in text_of(compile_report(cast.session.pk))


def test_what_a_laptop_marks_through_the_journal_goes_from_disk(cast, own_parts, django_capture_on_commit_callbacks):
    table = cast.table(cast.region("Asia", "asia"))
    laptop = Laptop.objects.create(table=table, number=1)
    doc = new_key("a")

    def write(*edits):
        numbered = [{"id": next(ids), "doc": doc, "at": clock_now(), **edit} for edit in edits]
        journal.append("table", table.pk, laptop.grant, numbered)
        with django_capture_on_commit_callbacks(execute=True):
            projector.project_now("table", table.pk)

    ids = iter(range(1, 9))
    write({"text": text_update(SECRET)}, {"set": "question", "value": cast.where.pk})
    assert SECRET in text_of(compile_report(cast.session.pk))
    write({"set": "stays", "value": True})
    assert SECRET not in words_on_disk(own_parts)
    assert SECRET not in text_of(compile_report(cast.session.pk))


def test_two_sessions_that_said_the_same_share_no_file(cast, own_parts):
    other = Cast()
    for one in (cast, other):
        one.say(one.table(one.region("Asia", "asia")), "The same words.")
        compile_report(one.session.pk)
    withdrawn(cast.session.tables.get().pk, [])
    assert "The same words." in words_on_disk(own_parts)
    withdrawn(other.session.tables.get().pk, [])
    assert "The same words." not in words_on_disk(own_parts)


def test_with_an_issue_go_the_points_about_it(cast, own_parts):
    table = cast.table(cast.region("Asia", "asia"))
    issue = cast.issue(table, "Passports are kept")
    cast.say(table, SECRET, question=cast.do, issue=issue)
    compile_report(cast.session.pk)
    issue.stays = True
    issue.save(update_fields=["stays"])
    withdrawn(table.pk, [issue.key])
    on_disk = words_on_disk(own_parts)
    assert (SECRET in on_disk, issue.text in on_disk) == (False, False)
    text = text_of(compile_report(cast.session.pk))
    assert (SECRET in text, issue.text in text) == (False, False)


def test_a_deleted_issue_is_not_named_where_its_points_stand(cast):
    table = cast.table(cast.region("Asia", "asia"))
    issue = cast.issue(table, "Passports are kept", deleted=True)
    cast.say(table, "Inspect the homes.", question=cast.do, issue=issue)
    text = text_of(compile_report(cast.session.pk))
    assert ("Inspect the homes." in text, "Passports are kept" in text) == (True, False)


def test_a_point_withdrawn_while_the_report_is_made_is_not_in_it(cast, own_parts, monkeypatch):
    """The marking arrives between the reading of the rows and the end: as a clock would have it, at the first merge."""
    answer = cast.say(cast.table(cast.region("Asia", "asia")), SECRET)
    bound = compiling.bound

    def bind_late(*args):
        answer.stays = True
        answer.save(update_fields=["stays"])
        return bound(*args)

    monkeypatch.setattr(compiling, "bound", bind_late)
    assert SECRET not in text_of(compile_report(cast.session.pk))
    assert SECRET not in words_on_disk(own_parts)


def test_a_report_that_is_always_overtaken_is_not_given_out(cast, own_parts, monkeypatch):
    table = cast.table(cast.region("Asia", "asia"))
    bound = compiling.bound

    def bind_late(*args):
        table.answers.update(stays=True)
        cast.say(table, SECRET)
        table.answers.update(stays=True)
        cast.say(table, SECRET)
        return bound(*args)

    cast.say(table, SECRET)
    monkeypatch.setattr(compiling, "bound", bind_late)
    with pytest.raises(Overtaken):
        compile_report(cast.session.pk)
    assert SECRET not in words_on_disk(own_parts)


def test_parts_that_nobody_asks_for_are_swept_away(cast, own_parts):
    cast.say(cast.table(cast.region("Asia", "asia")), "A point.")
    compile_report(cast.session.pk)
    (own_parts / "unfinished.4711").write_bytes(b"left by a power cut")
    CachedPart.objects.update(used_at="2026-01-01T00:00:00Z")
    for path in own_parts.iterdir():
        os.utime(path, (0, 0))
    cast.say(cast.table(cast.region("Asia", "asia")), "Another.")
    compile_report(cast.session.pk)
    assert {path.name for path in own_parts.iterdir()} == set(CachedPart.objects.values_list("key", flat=True))


def test_the_folder_is_for_the_app_alone(cast, own_parts):
    compile_report(cast.session.pk)
    assert own_parts.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in own_parts.iterdir()} == {0o600}
