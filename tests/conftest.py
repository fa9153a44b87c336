"""The cast (the right organizer, another event's organizer, anonymous), and what a test may ask for.

`data_dir` is an empty data folder, `app` the real app in a process of its own, `laptop` opens real browser windows.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.db import connection
from django.test import Client

from sessions.models import DiscussionSession, Event, Organizer
from tests.running import RunningApp, running_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 15_000
# What knows no database is not looked at twice: papers, words, updates, files of this checkout, how a report is set.
NO_DATABASE = (
    "tests/ground/",
    "tests/live/test_hub",
    "tests/live/test_turns",
    "tests/live/test_updates",
    "tests/plenary/test_folding",
    "tests/plenary/test_speaker_sheet",
    "tests/plenary/test_words_said",
    "tests/regions/test_vocabulary",
    "tests/regions/test_wording",
    "tests/reports/test_cards",
    "tests/reports/test_document",
    "tests/reports/test_exports_hostile",
    "tests/reports/test_exports_word",
    "tests/reports/test_facts",
    "tests/reports/test_hostile_words",
    "tests/reports/test_linecasting",
    "tests/reports/test_linking",
    "tests/reports/test_reading_aloud",
    "tests/sessions/test_papers",
    "tests/test_bodies",
)

# A busy machine is no reason to fail. (With CI in the environment Hypothesis brings a profile of its own.)
if not os.environ.get("CI"):
    hypothesis.settings.register_profile("unhurried", deadline=None)
    hypothesis.settings.load_profile("unhurried")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests last: while playwright's loop runs in this thread, no other test could run one."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if os.environ.get("DATABASE_URL"):
        again = [item for item in items if not item.nodeid.startswith(NO_DATABASE)]
        config.hook.pytest_deselected(items=[item for item in items if item not in again])
        items[:] = again


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Threads keep their connections as long as the process lives, but PostgreSQL drops no database in use."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def make_organizer(name: str) -> Organizer:
    return Organizer.objects.create_user(name, password="ten letters and more")


@pytest.fixture
def event(db) -> Event:
    event = Event.objects.create(name="People's Assembly on Work")
    event.organizers.add(make_organizer("amina"))
    return event


@pytest.fixture
def session(event) -> DiscussionSession:
    return DiscussionSession.objects.create(event=event, code="1A", title="Fair recruitment")


@pytest.fixture
def organizer(event) -> Client:
    client = Client()
    client.force_login(event.organizers.get())
    return client


@pytest.fixture
def neighbour(db) -> Client:
    other = Event.objects.create(name="Another event")
    other.organizers.add(make_organizer("neighbour"))
    client = Client()
    client.force_login(other.organizers.get())
    return client


@pytest.fixture
def stranger(db) -> Client:
    return Client()


@pytest.fixture
def data_dir(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def app() -> Iterator[RunningApp]:
    with running_app() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The machine's own Chromium; for tests marked `browser`."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Django sees playwright's loop and refuses the database to a thread that does nothing else meanwhile.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, chromium_sandbox=False, args=["--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def laptop(browser) -> "Iterator[Callable[..., Page]]":
    """Opens a laptop of its own: `page = laptop(locale="ar", viewport={"width": 390, "height": 844})`.

    Whatever a page's scripts throw, and whatever the content security policy stops, fails the test.
    """
    contexts: list[Any] = []
    faults: list[str] = []

    def open_laptop(**options: Any) -> "Page":
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | options)
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda fault: faults.append(f"{fault.page.url}: {fault.error}\n{fault.error.stack}"))
        context.on("console", lambda line: _note_stopped(faults, line))
        contexts.append(context)
        return context.new_page()

    yield open_laptop
    for context in contexts:
        context.close()
    assert faults == []


def _note_stopped(faults: list[str], line: Any) -> None:
    if line.type == "error" and "Content Security Policy" in line.text:
        faults.append(line.text)
