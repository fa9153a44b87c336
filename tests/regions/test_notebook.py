"""The notebook in real Chromium: what a rapporteur does, with another laptop beside."""

import re
import time
from collections.abc import Callable, Iterator

import pytest

from tests.notebooks import Notebook, until
from tests.running import RunningApp, running_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLES = (
    "from regions.layout import make_table, revoke_link, table_url",
    "from regions.models import *",
    "from sessions.models import *",
    "from sessions.sample import sample_setup",
)
SEED = (
    *TABLES,
    "session = sample_setup(None)[0]",
    "region = Region.objects.create(event=session.event, name='Asia', hue='asia')",
    "tables = [make_table(session=session, region=region, number=n) for n in range(1, 25)]",
    "tables.append(make_table(session=session, region=region, number=25, language='ar'))",
)

# The browser answers `:has()` anew at each change of the page: with three hundred points on it that is a frame.
WALKS = """[...document.styleSheets]
  .flatMap((one) => [...one.cssRules].map((rule) => rule.cssText))
  .filter((rule) => rule.includes(":has("))"""


@pytest.fixture(scope="module")
def served() -> Iterator[RunningApp]:
    with running_app() as app:
        app.links = app.evaluate("[table_url(table) for table in tables]", *SEED)
        app.used = 0
        yield app


@pytest.fixture
def link(served) -> str:
    """A table of one's own."""
    served.used += 1
    return served.links[served.used - 1]


@pytest.fixture
def notebook(laptop, link) -> Callable[..., Notebook]:
    return lambda **options: Notebook(laptop(**options), link)


def test_points_are_typed_with_enter_and_arrive_at_the_other_laptop(notebook):
    one, other = notebook(), notebook()
    one.write("Fee caps exist on paper", "Nobody inspects", "عمال المنازل بلا حماية", "মজুরি চুরি হয়")
    said = ["Fee caps exist on paper", "Nobody inspects", "عمال المنازل بلا حماية", "মজুরি চুরি হয়"]
    assert one.words() == said
    until(lambda: other.words() == said)
    until(one.on_server)
    one.page.reload()
    one.loaded()
    assert one.words() == said


def test_the_link_leaves_the_address_bar_and_the_laptop_keeps_its_grant(notebook, link):
    one = notebook()
    assert re.fullmatch(r".*/tables/\d+/", one.page.url)
    before = one.page.context.cookies()
    one.page.goto(link)
    one.loaded()
    assert [c["value"] for c in one.page.context.cookies() if c["name"].startswith("pga_t")] == [
        c["value"] for c in before if c["name"].startswith("pga_t")
    ]


def test_enter_in_the_middle_begins_a_point_there_and_an_empty_one_leaves_no_trace(notebook):
    one = notebook()
    one.write("first", "third")
    one.line("first").locator("textarea").click()
    one.page.keyboard.press("Enter")
    one.page.keyboard.type("second")
    assert one.words() == ["first", "second", "third"]
    one.page.keyboard.press("Enter")
    one.page.keyboard.press("ArrowUp")
    assert one.section("1").locator("li.draft").count() == 1
    one.page.keyboard.press("Shift+Enter")
    one.page.keyboard.type("on a new line")
    assert one.words() == ["first", "second\non a new line", "third"]


def test_two_write_in_one_point_and_both_words_stay(notebook):
    one, other = notebook(), notebook()
    one.write("middle")
    until(lambda: other.words() == ["middle"])
    area = other.line("middle").locator("textarea")
    area.click()
    other.page.keyboard.press("Home")
    one.page.keyboard.press("End")
    for n in range(5):
        one.page.keyboard.type(f" {n}")
        other.page.keyboard.type("abcde"[n])
    until(lambda: one.words() == other.words() == ["abcdemiddle 0 1 2 3 4"])
    assert one.page.evaluate("document.activeElement.selectionStart") == len("abcdemiddle 0 1 2 3 4")
    assert other.page.evaluate("document.activeElement.selectionStart") == 5
    until(lambda: "is writing" in one.page.locator("li[data-doc] .mark").first.inner_text())
    assert one.page.evaluate(WALKS) == []


def test_ticks_kinds_and_free_words_are_kept_and_seen(notebook):
    one, other = notebook(), notebook()
    one.write("At which level")
    line = one.line("At which level")
    line.locator("button.tick", has_text="national").first.click()
    line.get_by_text("More").click()
    line.locator("select[name=kind]").select_option("minority")
    until(lambda: other.words() == ["At which level"])
    seen = other.line("At which level")
    until(lambda: seen.locator("button.tick[aria-pressed=true]").count() == 1)
    until(lambda: "minority view" in seen.locator(".mark").inner_text())
    one.page.keyboard.press("Escape")
    line.locator("button.tick[aria-pressed=true]").click()
    until(lambda: seen.locator("button.tick[aria-pressed=true]").count() == 0)


def test_issues_are_named_and_questions_repeat_under_each(notebook):
    one, other = notebook(), notebook()
    one.write("Recruitment fees", "Detention", "Wages", label="2")
    assert one.section("3").locator("article.issue").count() == 3
    assert one.section("2").locator(".over-limit").is_visible()
    one.write("Ministries must publish agreements", label="4", block=1)
    until(lambda: other.words("4") == ["Ministries must publish agreements"])
    block = other.section("4").locator("article.issue").nth(1)
    assert block.locator(".name").text_content() == "Detention"
    assert block.locator("li[data-doc]").count() == 1
    benchmark = other.line("Ministries must publish agreements").locator("input[name^='words:']")
    mine = one.line("Ministries must publish agreements").locator("input[name^='words:']")
    # What comes while somebody is in the field stands in it when it is left.
    mine.click()
    benchmark.fill("by 2030")
    benchmark.press("Tab")
    until(other.on_server)
    time.sleep(0.5)
    mine.press("Tab")
    until(lambda: mine.input_value() == "by 2030")
    one.page.reload()
    one.loaded()
    mine = one.line("Ministries must publish agreements").locator("input[name^='words:']")
    assert mine.input_value() == "by 2030"


def test_deleting_is_undone_and_restored(notebook):
    one, other = notebook(), notebook()
    one.write("keep", "drop")
    until(lambda: other.words() == ["keep", "drop"])
    one.page.keyboard.press("Control+Delete")
    until(lambda: other.words() == ["keep"])
    one.page.locator("#toast button").click()
    until(lambda: other.words() == one.words() == ["keep", "drop"])
    one.line("drop").get_by_text("More").click()
    one.line("drop").locator("button[name=deleted]").click()
    until(lambda: other.words() == ["keep"])
    one.page.locator("#deleted summary").click()
    one.page.locator("#deleted button[name=deleted]").click()
    until(lambda: other.words() == one.words() == ["keep", "drop"])


def test_points_move_by_keyboard_by_drag_and_to_a_question_by_one_key(notebook):
    one = notebook(viewport={"width": 1280, "height": 3000})
    one.write("a", "b", "c")
    one.page.keyboard.press("Alt+ArrowUp")
    assert one.words() == ["a", "c", "b"]
    one.write("loose", label="")
    one.line("loose").locator(".handle").drag_to(one.line("a"), target_position={"x": 60, "y": 3})
    until(lambda: one.words() == ["loose", "a", "c", "b"])
    one.write("later placed", label="")
    one.page.keyboard.press("Alt+q")
    one.page.keyboard.type("1")
    one.page.keyboard.press("Enter")
    until(lambda: one.words() == ["loose", "a", "c", "b", "later placed"])
    assert one.words("") == []
    until(one.on_server)
    one.page.reload()
    one.loaded()
    assert one.words() == ["loose", "a", "c", "b", "later placed"]


PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""


def test_many_lines_become_many_points_after_one_question_and_go_with_one_undo(notebook):
    one, other = notebook(), notebook()
    one.new_line("").click()
    one.page.evaluate(PASTE, "- first\n\n2. second\n• third\nfourth")
    one.page.locator("#paste button.go").click()
    until(lambda: other.words("") == ["first", "second", "third", "fourth"])
    one.page.locator("#toast button").click()
    until(lambda: other.words("") == one.words("") == [])
    one.new_line("").click()
    one.page.evaluate(PASTE, "line one\nline two")
    one.page.locator("#paste button[value=one]").click()
    until(lambda: other.words("") == ["line one\nline two"])


def test_without_a_network_one_goes_on_and_nothing_is_lost(notebook):
    one, other = notebook(), notebook()
    one.write("before")
    until(lambda: other.words() == ["before"])
    one.page.context.set_offline(True)
    one.write("while away", "and more")
    until(
        lambda: (
            "Only on this laptop" in one.page.locator("#state").inner_text()
            or "No connection" in one.page.locator("#state").inner_text()
        )
    )
    until(lambda: "on this laptop since" in one.line("while away").locator(".mark").inner_text())
    other.write("meanwhile")
    one.page.context.set_offline(False)
    until(lambda: sorted(one.words()) == sorted(other.words()) == ["and more", "before", "meanwhile", "while away"])
    until(one.on_server, 20)


def test_what_was_not_sent_survives_a_reload(notebook):
    one, other = notebook(), notebook()
    one.page.route("**/edits", lambda route: route.abort())
    one.write("typed before the crash")
    until(lambda: "on this laptop" in one.line("typed before the crash").locator(".mark").inner_text())
    one.page.unroute("**/edits")
    one.page.reload()
    one.loaded()
    assert one.words() == ["typed before the crash"]
    until(lambda: other.words() == ["typed before the crash"])


def test_a_captive_portal_that_says_200_acknowledges_nothing(notebook):
    one, other = notebook(), notebook()
    one.page.route(
        "**/edits", lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Welcome</h1>")
    )
    one.write("behind the portal")
    time.sleep(2)
    assert "on this laptop since" in one.line("behind the portal").locator(".mark").inner_text()
    one.page.unroute("**/edits")
    until(lambda: other.words() == ["behind the portal"])


def test_an_arabic_table_is_mirrored(served, laptop):
    page = laptop(locale="en")
    one = Notebook(page, served.links[-1])
    assert page.locator("html").get_attribute("dir") == "rtl"
    outline, main = page.locator(".outline").bounding_box(), page.locator("main").bounding_box()
    assert outline["x"] > main["x"]
    one.write("يدفع العمال رسومًا مرتين")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_phone_shows_everything_without_sideways_scrolling(notebook):
    one = notebook(viewport={"width": 390, "height": 844}, has_touch=True)
    one.write("On a phone", label="1")
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert one.section("1").locator("button.tick").first.bounding_box()["height"] >= 24


FORGET = """async () => {
  const all = await indexedDB.databases();
  for (const { name } of all) {
    await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
  }
  return all.length;
}"""


def test_what_is_typed_before_the_notes_are_there_is_kept_even_by_a_browser_that_forgot_all(notebook):
    one, other = notebook(), notebook()
    one.write("known to the server")
    until(lambda: other.words() == ["known to the server"])
    until(one.on_server)
    address = one.page.url
    one.page.goto(address.replace("/tables/", "/code/?"))
    assert one.page.evaluate(FORGET) == 1
    held: list = []
    one.page.route("**/snapshot?*", lambda route: held.append(route))  # noqa: PLW0108 playwright marks the function
    one.page.goto(address, wait_until="domcontentloaded")
    one.write("typed at once")
    one.page.wait_for_timeout(600)
    held[0].continue_()
    one.loaded()
    until(lambda: sorted(other.words()) == ["known to the server", "typed at once"])


def test_points_about_an_issue_that_is_deleted_stay_on_the_page(notebook):
    one, other = notebook(), notebook()
    one.write("Recruitment fees", label="2")
    one.write("said about it", label="3", block=0)
    until(lambda: other.words("3") == ["said about it"])
    one.line("Recruitment fees").locator("textarea").click()
    one.page.keyboard.press("Control+Delete")
    until(lambda: other.section("3").locator("article.issue").count() == 0)
    assert one.words("3") == other.words("3") == ["said about it"]
    one.page.locator("#toast button").click()
    until(lambda: other.section("3").locator("article.issue li[data-doc]").count() == 1)


def test_a_revoked_link_is_said_in_words_and_what_is_unsent_stays(served, notebook, link):
    one = notebook()
    one.write("sent")
    until(one.on_server)
    number = served.used
    served.evaluate(f"revoke_link(DiscussionTable.objects.get(number={number}))", *TABLES)
    until(lambda: one.page.locator("#alarm").is_visible())
    one.write("not sent")
    assert "revoked" in one.page.locator("#alarm").inner_text()
    until(lambda: "on this laptop" in one.line("not sent").locator(".mark").inner_text())
