"""Each test has its own folder of print parts, and a cast."""

import pytest

from reports import views
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
