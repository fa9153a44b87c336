"""Each test has its own folder of print parts, and a cast."""

import pytest

from tests.reports.cast import Cast


@pytest.fixture(autouse=True)
def own_parts(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "parts"


@pytest.fixture
def cast(db) -> Cast:
    return Cast()
