"""How many people sit at a table, as they tell it themselves (headcount)."""

import pytest

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
        assert 'role="alert"' in page and told(table)["people"] == 9, wrong
    assert "Delivered." in seat.client.post(address, {"people": ""}, headers=PART).content.decode()
    assert told(table)["people"] is None
    seat.client.post(address, {"people": "9"})
    erase_table(table=table)
    assert told(table)["people"] is None
