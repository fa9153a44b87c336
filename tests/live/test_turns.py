"""Who writes to a SQLite file when several threads want to: in turn, and the edit door first."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from pga.sqlite.base import DatabaseWrapper
from pga.sqlite.turns import Turns, go_first
from tests.notebooks import until

pytestmark = pytest.mark.django_db
SHORT = 0.05


@pytest.fixture
def connect(tmp_path: Path) -> Callable[[], DatabaseWrapper]:
    """Another connection to one file, as another thread has it."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": SHORT}
    settings = {**connections["default"].settings_dict, "NAME": str(tmp_path / "turns"), "OPTIONS": options}
    return lambda: DatabaseWrapper(settings, alias="turns")


def begin(connection: DatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_the_edit_door_goes_before_those_who_wait_and_they_in_the_order_in_which_they_came():
    turns, order = Turns(), []

    def wait(name: str, *before: Callable[[], None]) -> None:
        for step in before:
            step()
        turns.take(20)
        order.append(name)
        turns.pass_on()

    assert turns.take(1)
    threads = []
    for said in (("organizer",), ("projector",), ("door", go_first)):
        threads.append(threading.Thread(target=wait, args=said))
        threads[-1].start()
        until(lambda: turns.waiting == len(threads))
    turns.pass_on()
    for thread in threads:
        thread.join()
    assert order == ["door", "organizer", "projector"]


def test_whoever_waits_too_long_is_told_so_and_stands_in_nobodys_way():
    turns = Turns()
    assert turns.take(1)
    assert not turns.take(SHORT)
    turns.pass_on()
    assert turns.take(SHORT)


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_a_transaction_that_ends_in_any_way_lets_the_next_one_begin(connect, end):
    one, other = connect(), connect()
    begin(one)
    with pytest.raises(OperationalError, match="locked"):
        begin(other)
    getattr(one, end)()
    begin(other)
    other.rollback()
    for connection in (one, other):
        connection.close()


def test_a_transaction_that_another_process_keeps_from_beginning_gives_its_turn_back(connect, tmp_path):
    other_process, one, other = connect(), connect(), connect()
    # Another process stands in no line of ours.
    with other_process.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
    for connection in (one, other):
        with pytest.raises(OperationalError, match="locked"):
            begin(connection)
    other_process.close()
    begin(one)
    for connection in (one, other):
        connection.close()
