"""Second thoughts in the notebook, in real Chromium: undo in the order of what was done, history, the laptop's name."""

from collections.abc import Callable, Iterator

import pytest

from tests.notebooks import Notebook, until
from tests.regions.test_notebook import SEED
from tests.running import RunningApp, running_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def served() -> Iterator[RunningApp]:
    with running_app() as app:
        app.links = app.evaluate("[table_url(table) for table in tables]", *SEED)
        yield app


@pytest.fixture
def notebook(laptop, served) -> Callable[..., Notebook]:
    link = served.links.pop()
    return lambda **options: Notebook(laptop(**options), link)


def test_undo_takes_back_typing_and_deeds_in_their_order_and_redo_brings_them_again(notebook):
    one = notebook()
    one.write("Fee caps")
    one.page.keyboard.press("Alt+s")
    line = one.line("Fee caps")
    until(lambda: "stays" in line.get_attribute("class"))
    one.page.wait_for_timeout(700)
    one.page.keyboard.type(" exist")
    one.page.keyboard.press("Control+z")
    assert one.words() == ["Fee caps"]
    one.page.keyboard.press("Control+z")
    until(lambda: "stays" not in line.get_attribute("class"))
    assert one.words() == ["Fee caps"]
    one.page.keyboard.press("Control+Shift+z")
    until(lambda: "stays" in line.get_attribute("class"))
    one.page.keyboard.press("Control+y")
    assert one.words() == ["Fee caps exist"]
    # On a German keyboard the letter Z is where others have Y.
    keys = one.page.context.new_cdp_session(one.page)
    for letter, place, words in (("z", "KeyY", "Fee caps"), ("y", "KeyZ", "Fee caps exist")):
        keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "modifiers": 2, "key": letter, "code": place})
        assert one.words() == [words]


def test_a_points_history_is_read_at_the_notebook_and_an_earlier_wording_comes_back(notebook):
    one, other = notebook(), notebook()
    one.write("Fee caps exist on paper")
    until(lambda: other.words() == ["Fee caps exist on paper"])
    area = other.line("Fee caps exist on paper").locator("textarea")
    area.fill("Nobody inspects")
    until(lambda: one.words() == ["Nobody inspects"])
    until(other.on_server)
    one.line("Nobody inspects").locator("textarea").click()
    one.page.keyboard.press("Alt+h")
    steps = one.page.locator("#side .step")
    until(lambda: steps.count() == 2)
    assert "Laptop 2" in steps.nth(0).inner_text()
    assert steps.nth(0).locator("del").count() and steps.nth(0).locator("ins").count()
    steps.nth(1).locator("[data-restore]").click()
    until(lambda: other.words() == one.words() == ["Fee caps exist on paper"])
    one.page.keyboard.press("Control+z")
    until(lambda: other.words() == ["Nobody inspects"])


def test_a_laptop_goes_by_the_name_that_is_chosen_at_it(notebook):
    one, other = notebook(), notebook()
    one.page.locator("#people .me button").click()
    one.page.locator("#side input[name=name]").fill("রাহেলা খাতুন")
    one.page.locator("#side button.go").click()
    until(lambda: "Saved." in one.page.locator("#side").inner_text())
    one.page.keyboard.press("Escape")
    one.write("Nobody inspects")
    until(lambda: "রাহেলা খাতুন is writing" in other.page.locator("li.answer[data-doc] .mark").first.inner_text())


def test_what_needs_the_server_says_so_when_it_is_away(notebook):
    one = notebook()
    one.write("Fee caps")
    until(one.on_server)
    one.page.context.set_offline(True)
    one.page.keyboard.press("Alt+h")
    until(lambda: "out of reach" in one.page.locator("#side").inner_text())
    one.page.keyboard.press("Escape")
    one.page.keyboard.type(" exist")
    assert one.words() == ["Fee caps exist"]
