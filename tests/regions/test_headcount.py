"""How many people sit at a table, as they tell it themselves (headcount)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from plenary.pieces import row_pieces
from plenary.queries import board
from regions.erasing import erase_table
from tests.regions.test_speaking import PART, SCRIPT, seat, table, tables, told  # noqa: F401 the tables, and who sits there

pytestmark = pytest.mark.django_db


def test_a_table_tells_how_many_people_sit_there_or_does_not(table, seat):  # noqa: F811
    address = f"/tables/{table.pk}/people/"
    assert told(table)["people"] is None and "How many people" in seat.client.get(address).content.decode()
    assert seat.client.post(address, {"people": "9"}, headers=SCRIPT).status_code == 204
    assert told(table)["people"] == 9 and 'value="9"' in seat.client.get(address).content.decode()
    assert "9 people" in row_pieces(board(table.session).regions[0].rows[0]).head
    for wrong in ("0", "201", "nine"):
        page = seat.client.post(address, {"people": wrong}, headers=PART).content.decode()
        # One more than the one for a server that is out of reach.
        assert page.count('role="alert"') == 2 and told(table)["people"] == 9, wrong
    seat.client.post(address, {}, headers=PART)
    assert told(table)["people"] == 9
    assert "Delivered." in seat.client.post(address, {"people": "١٢"}, headers=PART).content.decode()
    assert told(table)["people"] == 12
    assert "not told any more" in seat.client.post(address, {"people": ""}, headers=PART).content.decode()
    assert told(table)["people"] is None
    seat.client.post(address, {"people": "9"})
    erase_table(table=table)
    assert told(table)["people"] is None


def test_when_the_session_is_over_nothing_more_is_told(table, seat):  # noqa: F811
    session = table.session
    session.closed_at = timezone.now() - timedelta(minutes=session.grace_minutes - 1)
    session.save(update_fields=["closed_at"])
    address = f"/tables/{table.pk}/people/"
    seat.client.post(address, {"people": "9"})
    assert told(table)["people"] == 9
    session.closed_at -= timedelta(minutes=2)
    session.save(update_fields=["closed_at"])
    assert "The session is over" in seat.client.post(address, {"people": "44"}, headers=PART).content.decode()
    assert told(table)["people"] == 9
