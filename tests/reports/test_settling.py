"""Print parts are set before anybody asks, once their points have been quiet for a while."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports import compiling, workers
from reports.compiling import compile_report
from reports.models import CachedPart
from reports.settling import LATELY, QUIET, settle
from tests.reports.reading import text_of
from tests.reports.test_withdrawals import words_on_disk


@pytest.fixture
def answer(cast):
    now = timezone.now()
    answer = cast.say(cast.table(cast.region("Asia", "asia")), "Unions at both ends.", "global")
    type(answer).objects.update(changed_at=now)
    return answer


def test_quiet_parts_are_set_in_advance_and_serve_the_first_who_asks(cast, answer, monkeypatch):
    now = timezone.now()
    assert settle(now) == 0
    assert settle(now + QUIET * 2) == 2
    assert settle(now + QUIET * 2) == 0
    kept = set(CachedPart.objects.values_list("key", flat=True))
    set_then = []
    really = workers.print_parts
    monkeypatch.setattr(compiling, "print_parts", lambda parts, told: set_then.extend(parts) or really(parts, told))
    assert "Unions at both ends." in text_of(compile_report(cast.session.pk))
    assert kept.isdisjoint(part.key for part in set_then)
    assert {part.name for part in set_then} == {"running", "closing", "front"}


def test_nothing_is_set_for_a_session_in_which_nobody_writes_nor_while_somebody_waits(cast, answer):
    now = timezone.now()
    assert settle(now + LATELY + timedelta(minutes=1)) == 0
    with compiling.one_at_a_time.turn(1):
        assert settle(now + QUIET * 2) == 0


def test_words_that_were_changed_do_not_lie_about(cast, answer, own_parts):
    settle(timezone.now() + QUIET * 2)
    assert "Unions at both ends." in words_on_disk(own_parts)
    CachedPart.objects.update(used_at=timezone.now() - timedelta(hours=1))
    type(answer).objects.update(text="Unions everywhere.")
    settle(timezone.now() + QUIET * 2)
    on_disk = words_on_disk(own_parts)
    assert ("Unions everywhere." in on_disk, "Unions at both ends." in on_disk) == (True, False)
