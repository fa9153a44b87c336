"""Tables and the front of the hall in real Chromium: two laptops, a moderator, and nothing moves under the fingers."""

import re
import time
from collections.abc import Callable, Iterator

import pytest

from tests.live.test_closed_and_erased import Moderator
from tests.notebooks import Notebook, until
from tests.regions.test_notebook import TABLES
from tests.running import RunningApp, running_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SEED = (
    *TABLES,
    "from plenary.links import make_moderator_link, moderator_url",
    "paper = sample_setup(None)[0].paper",
    "event = paper.event",
    "region = Region.objects.create(event=event, name='Asia', hue='asia')",
    # A session of its own for each story.
    "sessions = [DiscussionSession.objects.create(event=event, paper=paper, code=f'S{n}') for n in range(7)]",
    "tables = [make_table(session=s, region=region, number=n + 1) for n, s in enumerate(sessions)]",
    "DiscussionTable.objects.filter(pk=tables[-1].pk).update(language='ar')",
    "moderators = [make_moderator_link(session=session, name='Ines Carvalho') for session in sessions]",
    "asked = {q.full_label: q.pk for q in paper.questions.select_related('parent')}",
)
# Where the caret is, and where it stands on the screen.
CARET = """() => {
  const area = document.activeElement;
  const { top } = area.getBoundingClientRect();
  return [area.tagName, area.value, area.selectionStart, Math.round(top), Math.round(scrollY)];
}"""
# How much of the window's upper edge is kept free where the browser scrolls to the caret.
CLEAR = "parseFloat(getComputedStyle(document.documentElement).scrollPaddingBlockStart)"
SHIFTED = "const real = Date.now; Date.now = () => real() + {ms};"


@pytest.fixture(scope="module")
def served() -> Iterator[RunningApp]:
    with running_app() as app:
        links = "[[table_url(t) for t in tables], [moderator_url(m) for m in moderators], sessions[0].pk, asked]"
        app.links, app.boards, app.first, app.asked = app.evaluate(links, *SEED)
        app.used = -1
        yield app


class Hall:
    """One session: its table's notebooks, and who leads it."""

    def __init__(self, served: RunningApp, laptop: Callable) -> None:
        served.used += 1
        self.served, self.laptop, self.n = served, laptop, served.used
        self.moderator = Moderator(served, self.n)
        self.session = self.moderator.session = served.first + self.n

    def notebook(self, shifted: int = 0, **options: object) -> Notebook:
        return Notebook(self._page(shifted, **options), self.served.links[self.n])

    def board(self, shifted: int = 0, **options: object):
        page = self._page(shifted, **options)
        page.goto(self.served.boards[self.n])
        page.goto(f"{self.served.url}/sessions/{self.session}/speak/")
        return page

    def _page(self, shifted: int, **options: object):
        page = self.laptop(**options)
        if shifted:
            page.context.add_init_script(SHIFTED.format(ms=shifted))
        return page

    def does(self, what: str, **fields: object) -> None:
        self.moderator.does(f"speak/{what}", **fields)

    def closes(self, label: str, **fields: object) -> None:
        self.does("question", question=self.served.asked[label], do="close", **fields)


@pytest.fixture
def hall(served, laptop) -> Hall:
    return Hall(served, laptop)


def test_an_announcement_comes_while_somebody_composes_and_nothing_moves(hall):
    one, other = hall.notebook(), hall.notebook()
    one.write(*"abcdef", "start ")
    devices = one.page.context.new_cdp_session(one.page)
    devices.send("Input.imeSetComposition", {"text": "かん", "selectionStart": 2, "selectionEnd": 2})
    before = one.page.evaluate(CARET)
    hall.does("announce", text="خمس دقائق أخرى للسؤال الثالث")
    strip = one.page.locator("#front")
    until(strip.is_visible)
    assert strip.locator(".said").inner_text() == "خمس دقائق أخرى للسؤال الثالث"
    assert strip.locator(".said").get_attribute("dir") == "auto"
    assert "From the moderator: خمس" in one.page.locator("#front-aloud[role=log]").inner_text()
    assert one.page.evaluate(CARET) == before
    # What the caret comes to is kept clear of it.
    assert "low" not in (strip.get_attribute("class") or "") and one.page.evaluate(CLEAR) == 11 * 16
    devices.send("Input.insertText", {"text": "漢"})
    until(lambda: "start 漢" in one.words())
    caret = one.page.evaluate(CARET)
    until(other.page.locator("#front").is_visible)
    one.page.keyboard.press("Alt+r")
    until(strip.is_hidden)
    until(other.page.locator("#front").is_hidden)
    assert one.page.evaluate(CARET) == caret
    assert one.page.evaluate(CLEAR) == 5 * 16
    # Over the other edge of the page where the caret is at the upper one.
    one.page.evaluate("scrollTo(0, document.activeElement.getBoundingClientRect().top + scrollY - 90)")
    hall.does("announce", text="The second " * 20)
    until(strip.is_visible)
    strip_at, area = strip.bounding_box(), one.page.locator("textarea:focus").bounding_box()
    assert strip_at["y"] > area["y"] + area["height"]
    assert one.page.evaluate(CLEAR) == 5 * 16
    strip.locator("[data-side]").click()
    one.page.locator("#side input[name=words]").first.fill("We need ten")
    one.page.keyboard.press("Enter")
    until(strip.is_hidden)
    assert "We need ten" in hall.moderator.ask("GET", f"/sessions/{hall.session}/speak/")[2].decode()


def test_a_reading_that_cannot_be_delivered_is_not_taken_for_one(hall):
    one = hall.notebook()
    hall.does("announce", text="Five more minutes")
    until(one.page.locator("#front").is_visible)
    one.page.context.set_offline(True)
    one.page.locator("[data-read]").click()
    until(lambda: "could not be delivered" in one.page.locator("#front").inner_text())
    one.page.keyboard.press("Alt+c")
    until(lambda: "The call could not be delivered" in one.page.locator("#desk-wrong").inner_text())
    assert one.page.locator("#call").is_visible()
    one.page.context.set_offline(False)
    one.page.locator("[data-read]").click()
    until(one.page.locator("#front").is_hidden)


def seconds(text: str) -> int:
    minutes, rest = re.search(r"(\d+):(\d\d)", text).groups()
    return 60 * int(minutes) + int(rest)


def test_a_countdown_ticks_together_on_laptops_whose_clocks_are_minutes_off(hall):
    one, other = hall.notebook(shifted=7 * 60_000), hall.notebook(shifted=-4 * 60_000)
    board = hall.board(shifted=90_000)
    before = time.monotonic()
    hall.does("countdown", minutes=5)
    after = time.monotonic()
    pages = [one.page, other.page, board]
    clocks = [page.locator("#countdowns li" if page is not board else ".clock .left") for page in pages]
    for clock in clocks:
        until(lambda clock=clock: clock.count() == 1 and ":" in clock.inner_text())

    def shows(clock, minutes: int) -> None:
        """What is left of so many minutes, to a second, however long it took to look."""
        begun = time.monotonic()
        left = seconds(clock.inner_text()) - 60 * minutes
        assert before - time.monotonic() - 1 <= left <= after - begun + 1

    for clock in clocks:
        shows(clock, 5)
    board.locator(".clock button", has_text="+5 min").click()
    until(lambda: all(seconds(clock.inner_text()) > 300 for clock in clocks))
    one.page.reload()
    one.loaded()
    until(lambda: clocks[0].count() == 1)
    for clock in clocks:
        shows(clock, 10)
    # Without a network a reloaded page still knows the server's time.
    one.page.wait_for_selector("body[data-offline]")
    one.page.context.set_offline(True)
    one.page.reload()
    until(lambda: clocks[0].count() == 1 and ":" in clocks[0].inner_text())
    shows(clocks[0], 10)
    moved = (
        "__import__('regions.models').models.Countdown.objects.update(ends_at=timezone.now() + timedelta(seconds=2))"
    )
    hall.served.evaluate(moved, "from django.utils import timezone", "from datetime import timedelta")
    hall.does("announce", text="tells the laptops anew")
    until(lambda: "Time is up" in other.page.locator("#countdowns").inner_text())
    assert "Time is up" in other.page.locator("#front-aloud").inner_text()
    one.page.context.set_offline(False)
    until(lambda: "Time is up" in one.page.locator("#countdowns").inner_text())
    board.locator(".clock button", has_text="Stop").click()
    until(lambda: clocks[1].count() == 0)


def test_a_closed_question_takes_no_new_points_and_what_came_all_the_same_is_kept_and_marked(hall):
    one, other = hall.notebook(), hall.notebook()
    one.write("in time", "second")
    until(lambda: other.words() == ["in time", "second"])
    other.page.context.set_offline(True)
    other.write("written without a network")
    section, note = one.section("1"), one.section("1").locator(".closed-note")
    one.line("in time").locator("textarea").click()
    before = one.page.evaluate(CARET)
    hall.closes("1", grace=5)
    until(lambda: "may be mended until" in note.inner_text())
    assert one.page.evaluate(CARET) == before
    one.page.keyboard.press("Enter")
    one.page.keyboard.type("!")
    assert one.words() == ["in time", "second!"]
    draft = section.locator("li.draft textarea")
    assert draft.get_attribute("readonly") is not None and "closed" in draft.get_attribute("placeholder")
    one.write("loose", label="")
    one.page.keyboard.press("Alt+q")
    assert one.line("loose").locator(f"option[value='{hall.served.asked['1']}']").get_attribute("disabled") is not None
    one.page.keyboard.press("Escape")
    # Nobody is thrown out of a word.
    one.line("in time").locator("textarea").click()
    one.page.keyboard.press("End")
    hall.closes("1", grace=0)
    until(lambda: "to be read only" in note.inner_text())
    one.page.keyboard.type(" and a word more")
    one.new_line(label="").click()
    until(lambda: one.line("in time and a word more").locator("textarea").get_attribute("readonly") is not None)
    line = one.line("in time and a word more")
    assert line.locator("button.tick:not(.stay)").first.is_disabled()
    line.locator("button.stay").click()
    until(lambda: "stays at this table" in line.locator(".mark").inner_text())
    other.page.context.set_offline(False)
    until(lambda: "written without a network" in one.words())
    until(lambda: "after the close" in one.line("written without a network").locator(".mark").inner_text())
    one.page.reload()
    one.loaded()
    assert "after the close" in one.line("written without a network").locator(".mark").inner_text()
    assert one.line("written without a network").locator("textarea").get_attribute("readonly") is not None
    hall.does("question", question="all", do="open")
    until(lambda: one.section("1").locator(".closed-note").inner_text() == "")
    assert "after the close" not in one.line("written without a network").locator(".mark").inner_text()
    one.write("open again")
    assert "open again" in one.words()


def test_a_table_calls_and_the_moderators_page_is_live_without_taking_anything_from_the_hand(hall):
    one, other, board = hall.notebook(), hall.notebook(), hall.board()
    one.write("where is question 3a")
    caret = one.page.evaluate(CARET)
    compose = board.locator("textarea[name=text]")
    compose.click()
    board.keyboard.type("Please begin")
    place = board.evaluate(CARET)
    one.page.keyboard.press("Alt+c")
    until(lambda: "The moderators see it." in other.page.locator("#help-said").inner_text())
    assert one.page.evaluate(CARET) == caret
    waiting = board.locator(".calls .waiting")
    until(lambda: waiting.count() == 1)
    assert board.evaluate(CARET) == place
    other.page.locator("#call-why").click()
    other.page.locator("#side input[name=reason]").fill("Is 3a about the Compact only?")
    other.page.keyboard.press("Enter")
    until(lambda: "Is 3a about the Compact only?" in board.locator(".calls").inner_text())
    until(lambda: seconds(waiting.locator("[data-since]").inner_text()) >= 1)
    waiting.locator("input[name=words]").fill("two minutes")
    board.locator(".calls button", has_text="On my way").click()
    until(lambda: "A moderator is on the way. \u2068two minutes\u2069" in one.page.locator("#help-said").inner_text())
    board.locator(".calls button", has_text="Done").click()
    until(lambda: "marked the call as done" in one.page.locator("#help-said").inner_text())
    assert compose.input_value() == "Please begin"
    board.locator("button", has_text="Say it").click()
    until(one.page.locator("#front").is_visible)
    one.page.keyboard.press("Alt+r")
    until(lambda: "read by 1 of 1" in board.locator(".announced").inner_text())


def test_the_points_are_read_back_mended_and_confirmed_without_a_network_too(hall):
    one, other, board = hall.notebook(), hall.notebook(), hall.board()
    one.write("Fee caps exist", "Nobody inspects", "Amparo was deported")
    one.page.keyboard.press("Alt+s")
    until(lambda: len(other.words()) == 3)
    one.page.keyboard.press("Alt+b")
    dialog, keys = one.page.locator("#readback"), one.page.keyboard
    assert "Point 1 of 3" in dialog.inner_text()
    keys.press("Enter")
    assert dialog.locator("textarea").input_value() == "Nobody inspects"
    keys.press("e")
    keys.type(" the brokers")
    keys.press("Enter")
    assert dialog.is_visible() and one.words()[1] == "Nobody inspects the brokers"
    keys.press("ArrowUp")
    assert "read back" in dialog.locator(".marks").inner_text()
    keys.press("PageDown")
    hall.does("announce", text="Two more minutes")
    until(lambda: "Two more minutes" in dialog.locator(".from-front").inner_text())
    keys.press("Alt+r")
    until(lambda: "Two more" not in dialog.inner_text())
    until(lambda: "read back" in other.line("Fee caps exist").locator(".mark").inner_text())
    # Somebody changes it while it is being read.
    other.line("Nobody inspects the brokers").locator("textarea").click()
    other.page.keyboard.press("End")
    other.page.keyboard.type("!")
    until(lambda: dialog.locator("textarea").input_value() == "Nobody inspects the brokers!")
    keys.press("Enter")
    until(lambda: "has just changed this" in dialog.inner_text())
    assert dialog.locator("textarea").input_value() == "Nobody inspects the brokers!"
    time.sleep(0.9)
    one.page.context.set_offline(True)
    keys.press("Enter")
    assert "stays at this table" in dialog.inner_text()
    keys.press("ArrowDown")
    assert "Confirmed: 2 of 3" in dialog.inner_text()
    keys.press("Enter")
    assert dialog.locator("textarea").input_value() == "Amparo was deported"
    one.page.context.set_offline(False)
    keys.press("Enter")
    assert "All is read back" in dialog.inner_text()
    until(lambda: "read back" in other.line("Nobody inspects the brokers!").locator(".mark").inner_text())
    keys.press("Enter")
    until(dialog.is_hidden, 15)
    until(lambda: "You said at" in other.page.locator("#done-said").inner_text())
    # What stays at the table is read back at the table, and counted nowhere else.
    states = board.locator(".table-states")
    until(lambda: re.search(r"all 2 read back\s+done at", states.inner_text()))
    other.write("one word more")
    until(lambda: "Written since" in one.page.locator("#done-said").inner_text())
    until(lambda: re.search(r"read back 2 of 3\s+done at .*wrote since", states.inner_text()))
    one.page.locator("#done").click()
    until(lambda: other.page.locator("#done").get_attribute("aria-pressed") == "false")
    one.page.get_by_role("button", name="People at this table").click()
    one.page.get_by_label("How many people sit at this table?").fill("9")
    one.page.get_by_role("button", name="Tell").click()
    until(lambda: other.page.locator("#headcount").inner_text() == "9")
    people = one.page.get_by_label("How many people sit at this table?")
    people.fill("7")
    one.page.context.set_offline(True)
    one.page.get_by_role("button", name="Tell").click()
    until(one.page.locator("[data-undelivered]").is_visible)
    assert people.input_value() == "7"
    one.page.context.set_offline(False)
    assert "Amparo" not in board.content()


def test_it_reads_from_right_to_left_on_a_phone(hall):
    one = hall.notebook(viewport={"width": 390, "height": 844}, has_touch=True)
    one.write("واحد", "اثنان")
    hall.does("announce", text="Five more minutes")
    until(one.page.locator("#front").is_visible)
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    one.page.locator("[data-read]").click()
    one.page.locator("#open-readback").click()
    area = one.page.locator("#readback textarea")
    assert area.input_value() == "واحد"
    one.page.keyboard.press("ArrowLeft")
    assert area.input_value() == "اثنان"
    one.page.keyboard.press("ArrowRight")
    assert area.input_value() == "واحد"
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
