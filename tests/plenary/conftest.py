"""A table of the sample's session, a laptop at it, and a moderator in front."""

import pytest

from pga.live.gate import gate
from regions.layout import make_table
from regions.models import DiscussionTable, Region
from sessions.sample import sample_setup
from tests.conftest import make_organizer
from tests.plenary.front import Front
from tests.regions.seats import Seat


@pytest.fixture
def table(db) -> DiscussionTable:
    gate.forget()
    session = sample_setup(make_organizer("amina"))[0]
    region = Region.objects.create(event=session.event, name="Asia", hue="asia")
    return make_table(session=session, region=region, number=4)


@pytest.fixture
def seat(table) -> Seat:
    return Seat(table)


@pytest.fixture
def moderator(table) -> Front:
    return Front(table.session)
