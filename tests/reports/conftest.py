"""Each test has its own folder of print parts, and a cast."""

import pytest
from django.test import Client

from reports import views
from tests.conftest import make_organizer
from tests.reports.cast import Cast


@pytest.fixture(autouse=True)
def own_parts(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "parts"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine gets no page with the progress in place of the report."""
    monkeypatch.setattr(views, "WAIT_SECONDS", 60)


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


@pytest.fixture
def organizer(cast) -> Client:
    cast.event.organizers.add(make_organizer("amina"))
    client = Client()
    client.force_login(cast.event.organizers.get())
    return client
