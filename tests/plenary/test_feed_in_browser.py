"""The feed's page in real Chromium: it goes on by itself, waits while somebody reads, and is whole after a gap."""

import time

import pytest

from regions.commands import new_key
from tests.live.test_door import SEED, Laptop
from tests.notebooks import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MANY = (
    "from pga.live import journal",
    "from pga.live.clock import clock_now",
    "from pga.live.projector import project_now",
    "from plenary.links import *",
    "from regions.access import join",
    "from regions.commands import text_update",
    "grant = join(tables[2]).grant",
    "def say(n, doc, **edit): journal.append('table', 3, grant, [{'id': n, 'doc': doc, 'at': clock_now(), **edit}])",
    "docs = [f'a{n:021d}' for n in range(55)]",
    "[say(n + 1, doc, text=text_update(f'old {n}')) for n, doc in enumerate(docs)]",
    "project_now('table', 3)",
)


class FeedPage:
    """The page as a person sees it."""

    def __init__(self, page, address: str, feed: str) -> None:
        self.page = page
        page.clock.install()
        page.goto(address)
        page.goto(feed)

    def words(self) -> list[str]:
        return self.page.locator("#feed > .item .item-words").all_inner_texts()

    def shows(self, *words: str) -> bool:
        return self.words()[: len(words)] == list(words)

    def hides(self, hidden: bool) -> None:
        """As a tab does that somebody leaves for another, or comes back to."""
        self.page.evaluate(
            "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
            " document.dispatchEvent(new Event('visibilitychange')); }",
            hidden,
        )

    def waiting(self) -> str:
        fresh = self.page.locator("#fresh")
        return fresh.locator("b").inner_text() if fresh.is_visible() else ""


def test_a_moderator_reads_what_arrives(app, laptop):
    app.links, address = app.evaluate(
        "[table_url(table) for table in tables], moderator_url(make_moderator_link(session=session, name='M'))",
        *SEED,
        *MANY,
    )
    page = FeedPage(laptop(), address, f"{app.url}/sessions/1/feed/")
    one, far, docs = Laptop(app, 1), Laptop(app, 3), [new_key("a") for _ in range(7)]
    until(lambda: page.shows("old 54", "old 53"))

    # It comes by itself, and what is changed changes in its place.
    one.post(one.text(docs[0], "Fee caps"))
    until(lambda: page.shows("Fee caps", "old 54"))
    one.post(one.set(docs[0], "kind", "quote"))
    until(lambda: page.page.locator("#feed > .item").first.locator(".item-kind").count() == 1)

    # As somebody types; the address keeps what is asked for, and what arrives passes it or not.
    page.page.locator("#q").press_sequentially("CÁP", delay=20)
    until(lambda: page.words() == ["Fee caps"] and page.page.url.endswith("?q=C%C3%81P"))
    one.post(one.text(docs[1], "Nothing of it"), one.text(docs[2], "Cápital flees"))
    until(lambda: page.words() == ["Cápital flees", "Fee caps"])
    page.page.locator("#q").fill("")
    until(lambda: page.shows("Cápital flees", "Nothing of it", "Fee caps") or page.shows("Nothing of it"))
    page.page.locator("#filter-kind").select_option("quote")
    until(lambda: page.words() == ["Fee caps"])
    page.page.get_by_role("link", name="Show everything").click()
    until(lambda: len(page.words()) == 50)

    # Paused, nothing moves; what is taken back goes all the same.
    page.page.get_by_role("button", name="Pause").click()
    one.post(one.text(docs[3], "Held back"))
    until(lambda: page.waiting() == "1")
    one.post(one.set(docs[0], "stays", True))
    until(lambda: "Fee caps" not in page.words())
    assert "Held back" not in page.words()
    page.page.locator("#fresh").click()
    until(lambda: page.shows("Held back") and not page.waiting())
    page.page.get_by_role("button", name="Pause").click()

    # While something is marked, and while a pointer is on its way, all stays where it is.
    page.page.locator(".item-words", has_text="old 54").select_text()
    one.post(one.text(docs[4], "Marked"))
    until(lambda: page.waiting() == "1")
    page.page.evaluate("getSelection().removeAllRanges()")
    until(lambda: page.shows("Marked"))
    target = page.page.locator(".item", has_text="old 53")
    target.hover()
    before = target.bounding_box()
    one.post(one.text(docs[5], "Pointed"))

    def moves_and_waits() -> bool:
        page.page.mouse.move(before["x"] + 30, before["y"] + 10)
        page.page.mouse.move(before["x"] + 40, before["y"] + 12)
        return page.waiting() == "1"

    until(moves_and_waits)
    assert target.bounding_box() == before
    until(lambda: page.shows("Pointed", "Marked"))

    # Earlier ones; and after a gap all is as it should be, however far back, without a reload.
    page.page.evaluate("window.notReloaded = true")
    page.page.get_by_role("link", name="Earlier ones").click()
    until(lambda: page.words()[-1] == "old 0" and "old 1" in page.words())
    page.page.evaluate("scrollTo(0, 0)")
    page.hides(True)
    page.page.clock.fast_forward(31_000)
    far.post(far.set(f"a{1:021d}", "stays", True), far.text(docs[6], "while away"))
    until(lambda: far.snapshot()["rows"] == [])
    time.sleep(1.0)
    assert not page.shows("while away") and "old 1" in page.words()
    page.hides(False)
    until(lambda: page.shows("while away") and "old 1" not in page.words())
    assert page.words()[-1] == "old 0" and page.page.evaluate("window.notReloaded")
    assert not page.page.locator("#lost").is_visible()
    app.kill()
    until(lambda: page.page.locator("#lost").is_visible())
