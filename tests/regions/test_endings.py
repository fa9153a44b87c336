"""How a table's notes end on a laptop, in real Chromium: erased, left, closed."""

from base64 import b64decode
from collections.abc import Callable, Iterator

import pytest

from pga.live.merging import merge, text_of
from tests.notebooks import Notebook, until
from tests.regions.test_notebook import SEED
from tests.running import RunningApp, running_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Every update that this laptop holds, with the document it belongs to.
STORED = """async () => {
  const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      for (const one of await done(database.transaction(store).objectStore(store).getAll())) {
        const bytes = one?.state ?? one?.text;
        if (bytes) found.push([`${name} ${one.doc}`, btoa(String.fromCharCode(...bytes))]);
      }
    }
    database.close();
  }
  return found;
}"""


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


def on_table(served: RunningApp, one: Notebook, *statements: str) -> None:
    table = one.page.url.rstrip("/").rsplit("/", 1)[1]
    before = ("from regions.models import *", f"table = DiscussionTable.objects.get(pk={table})")
    served.evaluate("None", *before, *statements)


def kept(one: Notebook, word: str) -> bool:
    """Whether this laptop holds the word: in an update's bytes, or in what a document's updates make together."""
    found: dict[str, list[bytes]] = {}
    for doc, update in one.page.evaluate(STORED):
        found.setdefault(doc, []).append(b64decode(update))
    return any(word.encode() in b"".join(parts) or word in text_of(merge(b"", parts)) for parts in found.values())


def test_an_erased_point_goes_from_every_laptop_also_from_one_that_slept(notebook):
    one, other = notebook(), notebook()
    one.write("Amparo was deported", "fee caps exist")
    until(lambda: other.words() == ["Amparo was deported", "fee caps exist"])
    until(lambda: kept(other, "Amparo") and kept(other, "fee caps exist"))
    other.page.wait_for_selector("body[data-offline]")
    address = other.page.url
    other.page.goto("about:blank")
    other.page.context.set_offline(True)
    one.line("Amparo was deported").locator("textarea").click()
    one.page.keyboard.press("Control+Delete")
    until(one.on_server)
    one.page.locator("#deleted summary").click()
    one.page.locator("#deleted [data-side=erase]").click()
    one.page.locator("#side button.danger").click()
    until(lambda: "Nothing is left of it." in one.page.locator("#side").inner_text())
    until(lambda: not kept(one, "Amparo"))
    one.page.keyboard.press("Escape")
    assert one.page.locator("#deleted li").count() == 0
    # What the other types in it before it hears of that goes too.
    other.page.goto(address)
    until(lambda: len(other.words()) == 2)
    other.line("Amparo was deported").locator("textarea").click()
    other.page.keyboard.press("End")
    other.page.keyboard.type(" last year")
    other.page.context.set_offline(False)
    until(lambda: other.words() == ["fee caps exist"])
    until(lambda: not kept(other, "Amparo"))
    until(other.on_server, 20)


def test_a_laptop_that_is_left_keeps_nothing_and_opens_nothing(notebook, link):
    one, other = notebook(), notebook()
    one.write("said at a borrowed laptop")
    until(lambda: other.words() == ["said at a borrowed laptop"])
    until(lambda: kept(one, "borrowed"))
    address = one.page.url
    one.page.locator("[data-leave]").click()
    one.page.locator("#leave button[value=leave]").click()
    until(lambda: "holds nothing of this table" in one.page.locator("body").inner_text())
    assert one.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert one.page.evaluate("caches.keys().then((all) => all.length)") == 0
    assert one.page.goto(address).status == 403
    one = Notebook(one.page, link)
    assert one.words() == ["said at a borrowed laptop"]


def test_leaving_says_what_would_be_lost(notebook):
    one = notebook()
    one.page.context.set_offline(True)
    one.write("not sent yet")
    until(lambda: "on this laptop" in one.line("not sent yet").locator(".mark").inner_text())
    one.page.locator("[data-leave]").click()
    assert "would be lost: 1" in one.page.locator("#leave").inner_text()
    with one.page.expect_download():
        one.page.locator("#leave .file").click()
    one.page.locator("#leave button[value='']").click()
    assert one.words() == ["not sent yet"]


def test_what_comes_after_the_close_is_marked_until_it_is_taken_in(served, notebook):
    one, other = notebook(), notebook()
    one.write("in time")
    until(one.on_server)
    closing = "from regions import closing"
    on_table(served, one, closing, "closing.close_session(session=table.session)")
    until(lambda: "This session was closed at" in one.page.locator("#closed").inner_text())
    one.write("too late")
    until(lambda: "after the close" in one.line("too late").locator(".mark").inner_text())
    until(lambda: "after the close" in other.line("too late").locator(".mark").inner_text())
    assert "after the close" not in other.line("in time").locator(".mark").inner_text()
    on_table(served, one, closing, "closing.reopen_session(session=table.session)")
    until(lambda: "after the close" not in other.line("too late").locator(".mark").inner_text())
    until(lambda: one.page.locator("#closed").is_hidden())


def test_the_copy_goes_when_the_organizers_time_is_over_and_what_is_unsent_stays(served, notebook):
    one = notebook()
    one.write("kept for a day")
    until(one.on_server)
    until(lambda: kept(one, "kept for"))
    on_table(
        served,
        one,
        "from datetime import timedelta",
        "from django.utils import timezone",
        "from regions import closing",
        "table.session.copy_hours = 1",
        "table.session.save(update_fields=['copy_hours'])",
        "closing.close_session(session=table.session)",
    )
    until(lambda: "This session was closed at" in one.page.locator("#closed").inner_text())
    address = one.page.url
    two_hours = "const real = Date.now; Date.now = () => real() + 2 * 3600 * 1000;"
    one.page.context.add_init_script(two_hours)
    one.page.context.set_offline(True)
    one.page.goto(address)
    until(lambda: not kept(one, "kept for"))
    assert one.words() == []
    one.page.context.set_offline(False)
    on_table(served, one, "from regions import closing", "closing.reopen_session(session=table.session)")


def test_a_table_whose_notes_were_erased_is_gone_from_its_laptops(served, notebook):
    one, other = notebook(), notebook()
    one.write("Amparo was deported")
    until(lambda: kept(other, "Amparo"))
    other.page.context.set_offline(True)
    other.write("typed while it was erased")
    address = other.page.url
    on_table(served, one, "from regions.erasing import *", "erase_table(table=table, organizer=None)")
    until(lambda: not kept(one, "Amparo"))
    assert one.words() == []
    other.page.context.set_offline(False)
    until(lambda: not kept(other, "Amparo") and not kept(other, "typed while"))
    assert other.page.goto(address).status == 410
