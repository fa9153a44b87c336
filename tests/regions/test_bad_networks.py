"""No word is lost in real Chromium, whatever happens to the network, the browser, the server, the disk.

Each of these was seen to fail with its mechanism switched off.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from tests.conftest import CHROMIUM, PATIENCE_MS
from tests.notebooks import Notebook, until
from tests.regions.test_notebook import SEED
from tests.running import RunningApp, running_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BURSTS = 40
BACK = 25.0


@pytest.fixture(scope="module")
def served() -> Iterator[RunningApp]:
    with running_app() as app:
        app.links = app.evaluate("[table_url(table) for table in tables]", *SEED)
        yield app


@pytest.fixture
def link(served) -> str:
    return served.links.pop(0)


@pytest.fixture
def notebook(laptop, link) -> Callable[..., Notebook]:
    return lambda **options: Notebook(laptop(**options), link)


def kept_offline(one: Notebook) -> None:
    one.page.wait_for_selector("body[data-offline]")


def bursts(one: Notebook, first: int, count: int, pause: float = 0.5) -> None:
    for n in range(first, first + count):
        one.page.keyboard.type(f"{n:02d} ")
        time.sleep(pause)


WHOLE = "".join(f"{n:02d} " for n in range(BURSTS))


def test_twenty_seconds_without_a_network_lose_no_burst(notebook):
    one, other = notebook(), notebook()
    one.new_line().click()
    one.page.context.set_offline(True)
    bursts(one, 0, BURSTS)
    assert "No connection since" in one.page.locator("#state").inner_text()
    other.write("meanwhile")
    one.page.context.set_offline(False)
    until(lambda: sorted(one.words()) == sorted(other.words()) == [WHOLE, "meanwhile"], BACK)
    until(one.on_server, BACK)


def test_a_reload_without_a_network_opens_the_notebook_and_typing_goes_on(notebook):
    one, other = notebook(), notebook()
    kept_offline(one)
    one.write("before")
    until(lambda: other.words() == ["before"])
    one.page.context.set_offline(True)
    one.new_line().click()
    bursts(one, 0, 20, 0.05)
    one.page.reload()
    one.page.wait_for_selector("body[data-copied]")
    until(lambda: len(one.words()) == 2)
    area = one.page.locator("li.answer[data-doc] textarea").last
    area.click()
    one.page.keyboard.press("Control+End")
    bursts(one, 20, 20, 0.05)
    one.page.context.set_offline(False)
    until(lambda: other.words() == one.words() == ["before", WHOLE], BACK)


def test_a_browser_that_was_killed_without_a_network_has_every_word_when_it_is_opened_again(browser, link, tmp_path):
    first = Profile(browser, tmp_path)
    one = first.notebook(link)
    kept_offline(one)
    first.keep_cookies()
    address = one.page.url
    one.page.context.set_offline(True)
    one.write("typed just before the battery died", "and this")
    until(lambda: "on this laptop since" in one.line("and this").locator(".mark").inner_text())
    first.kill()
    second = Profile(browser, tmp_path)
    second.context.set_offline(True)
    page = second.context.new_page()
    page.goto(address)
    page.wait_for_selector("body[data-copied]")
    again = Notebook.at(page)
    assert again.words() == ["typed just before the battery died", "and this"]
    second.context.set_offline(False)
    until(again.on_server, BACK)
    second.context.close()


class Profile:
    """A browser of its own with a profile on disk, as a laptop has it, that can be killed."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self.folder = folder
        for lock in folder.glob("Singleton*"):
            lock.unlink()
        self.context = browser.browser_type.launch_persistent_context(
            str(folder), executable_path=CHROMIUM, chromium_sandbox=False, args=["--disable-dev-shm-usage"]
        )
        self.context.set_default_timeout(PATIENCE_MS)

    def notebook(self, link: str) -> Notebook:
        return Notebook(self.context.new_page(), link)

    def keep_cookies(self) -> None:
        """Chromium writes cookies down every thirty seconds, or when there are many."""
        many = [{"name": f"c{n}", "value": "x", "url": f"http://place{n % 30}.example"} for n in range(600)]
        self.context.add_cookies(many)
        time.sleep(0.5)

    def kill(self) -> None:
        mine = f"--user-data-dir={self.folder}"
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mine in (process / "cmdline").read_bytes().decode(errors="replace").split("\0"):
                    os.kill(int(process.name), signal.SIGKILL)
            except (FileNotFoundError, ProcessLookupError):
                continue


def test_two_type_in_the_middle_of_one_point_with_emoji_and_bengali(notebook):
    one, other = notebook(), notebook()
    one.write("👩‍🌾 শুরু | শেষ 🌍")
    until(lambda: other.words() == ["👩‍🌾 শুরু | শেষ 🌍"])
    place = "👩‍🌾 শুরু "
    for page in (one.page, other.page):
        page.locator("li.answer[data-doc] textarea").first.evaluate(
            "(area, at) => { area.focus(); area.setSelectionRange(at, at); }", len(place.encode("utf-16-le")) // 2
        )
    for n in range(6):
        one.page.keyboard.insert_text("ক্ষ😀ত্র"[: n + 1] if n == 5 else "ক😀"[n % 2])
        other.page.keyboard.insert_text("xy🎉z"[n % 4])
    until(lambda: one.words() == other.words())
    (words,) = one.words()
    assert words.startswith(place) and words.endswith("| শেষ 🌍")
    assert sorted(words[len(place) : -len("| শেষ 🌍")]) == sorted("ক😀ক😀ক" + "ক্ষ😀ত্র"[:6] + "xy🎉zxy")
    for page, own in ((one.page, "ক্ষ😀ত্র"[:6]), (other.page, "y")):
        caret = page.evaluate("document.activeElement.value.slice(0, document.activeElement.selectionStart)")
        assert caret.endswith(own)
    # Two emoji that differ only in their second half.
    area = one.page.locator("li.answer[data-doc] textarea").first
    area.evaluate("(area) => area.setSelectionRange(area.value.length - 2, area.value.length)")
    one.page.keyboard.insert_text("🌎")
    until(lambda: other.words() == one.words() == [words[:-1] + "🌎"])


def test_an_input_method_composes_undisturbed_while_others_type(notebook):
    one, other = notebook(), notebook()
    one.write("start ")
    until(lambda: other.words() == ["start "])
    devices = one.page.context.new_cdp_session(one.page)
    devices.send("Input.imeSetComposition", {"text": "かん", "selectionStart": 2, "selectionEnd": 2})
    other.line("start ").locator("textarea").click()
    other.page.keyboard.press("Home")
    other.page.keyboard.type("ABC ")
    until(other.on_server)
    time.sleep(0.5)
    # Nothing moved under the fingers.
    assert one.page.evaluate("document.activeElement.value") == "start かん"
    devices.send("Input.imeSetComposition", {"text": "かんじ", "selectionStart": 3, "selectionEnd": 3})
    devices.send("Input.insertText", {"text": "漢字"})
    until(lambda: one.words() == other.words() == ["ABC start 漢字"])
    one.page.keyboard.type("!")
    until(lambda: other.words() == ["ABC start 漢字!"])


def test_a_server_killed_while_somebody_types_is_missed_and_found_again(served, notebook):
    one, other = notebook(), notebook()
    one.new_line().click()
    bursts(one, 0, 10, 0.1)
    served.kill()
    bursts(one, 10, 20, 0.25)
    served.start()
    bursts(one, 30, 10, 0.1)
    until(lambda: one.words() == other.words() == [WHOLE], BACK)
    until(one.on_server, BACK)


@pytest.mark.parametrize("fault", [500, 503, "silence"])
def test_a_server_that_answers_nothing_good_for_a_while_is_asked_again(notebook, fault):
    one, other = notebook(), notebook()
    held: list[Any] = []
    is_faulty = True

    def fail(route: Any) -> None:
        if not is_faulty:
            route.continue_()
        elif fault == "silence":
            held.append(route)
        else:
            route.fulfill(status=fault, content_type="text/plain", body="no")

    one.page.route("**/edits", fail)
    one.write("said into the void")
    until(lambda: "on this laptop since" in one.line("said into the void").locator(".mark").inner_text())
    time.sleep(2.5)
    until(
        lambda: (
            "only on this laptop" in one.page.locator("#state").inner_text()
            or "No connection" in one.page.locator("#state").inner_text()
        )
    )
    # The ones that are held stay held: a browser would wait for them for ever.
    is_faulty = False
    until(lambda: other.words() == ["said into the void"], BACK)
    until(one.on_server, BACK)
    for route in held:
        with suppress(Error):
            route.abort()


# What Chromium does when the disk is full.
DISK_FULL = """() => {
  const full = () => { throw new DOMException("The disk is full", "QuotaExceededError"); };
  IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = full;
}"""


def test_a_full_disk_is_said_at_once_and_the_page_holds_the_reader_back(notebook):
    one, other = notebook(), notebook()
    one.write("before")
    until(one.on_server)
    one.page.context.set_offline(True)
    one.page.evaluate(DISK_FULL)
    one.write("after the disk was full")
    until(lambda: "keeps nothing on disk" in one.page.locator("#alarm").inner_text())
    with one.page.expect_event("dialog") as asked:
        one.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    assert one.words() == ["before", "after the disk was full"]
    with one.page.expect_download() as download:
        one.page.locator("#unsent").click()
    assert "after the disk was full" in Path(download.value.path()).read_text()
    one.page.context.set_offline(False)
    until(lambda: other.words() == ["before", "after the disk was full"], BACK)


def test_a_store_that_the_browser_throws_away_is_noticed_and_nothing_is_lost(notebook):
    one, other = notebook(), notebook()
    one.page.context.set_offline(True)
    one.write("thrown away")
    until(lambda: "on this laptop since" in one.line("thrown away").locator(".mark").inner_text())
    tools = one.page.context.new_cdp_session(one.page)
    origin = one.page.evaluate("location.origin")
    tools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})
    until(lambda: "keeps nothing on disk" in one.page.locator("#alarm").inner_text())
    one.page.context.set_offline(False)
    until(lambda: other.words() == ["thrown away"], BACK)


def test_two_windows_of_one_notebook_share_what_is_unsent(notebook):
    one, other = notebook(), notebook()
    twin = Notebook(one.page.context.new_page(), one.page.url)
    one.page.context.set_offline(True)
    one.write("typed in the first window")
    until(lambda: twin.words() == ["typed in the first window"])
    until(lambda: "on this laptop since" in one.line("typed in the first window").locator(".mark").inner_text())
    one.page.close()
    twin.page.context.set_offline(False)
    until(lambda: other.words() == ["typed in the first window"], BACK)
    until(twin.on_server, BACK)


def test_one_laptop_writes_at_two_tables(served, laptop, link):
    page = laptop()
    here = Notebook(page, link)
    there = Notebook(page.context.new_page(), served.links.pop(0))
    page.context.set_offline(True)
    here.write("said at the first table")
    there.write("said at the second table")
    page.context.set_offline(False)
    until(here.on_server, BACK)
    until(there.on_server, BACK)
    assert here.words() == ["said at the first table"] and there.words() == ["said at the second table"]


def test_what_could_not_be_sent_is_offered_at_a_door_that_was_shut(served, notebook, link):
    one = notebook()
    one.write("fee caps exist")
    until(one.on_server)
    one.page.context.set_offline(True)
    one.page.keyboard.type(" and nobody looks")
    one.page.keyboard.press("Enter")
    one.page.keyboard.type("never sent")
    until(lambda: "on this laptop since" in one.line("never sent").locator(".mark").inner_text())
    table = one.page.url.rstrip("/").rsplit("/", 1)[1]
    served.evaluate("None", "from regions.layout import *", f"revoke_link(DiscussionTable.objects.get(pk={table}))")
    one.page.context.set_offline(False)
    until(lambda: "was revoked" in one.page.locator("#alarm").inner_text(), BACK)
    one.page.reload()
    offered = one.page.locator("#unsent-words")
    until(lambda: "never sent" in offered.inner_text())
    # What the server had of the other point is gone from here; what was typed into it is not.
    assert "and nobody looks" in offered.inner_text() and "fee caps" not in offered.inner_text()
