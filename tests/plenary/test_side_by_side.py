"""A moderator, a second one and a wall, side by side in real Chromium, while a table writes and takes back."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from regions.commands import new_key
from tests.live.test_door import Laptop, Stream
from tests.notebooks import until
from tests.running import RunningApp

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.slow]

BEFORE_TYPING = "Two of us were deported"
AFTER_RELEASE = "My brother works without a permit"
SEED = (
    "from plenary.links import *",
    "from plenary.models import *",
    "from regions.layout import make_table, table_url",
    "from regions.models import *",
    "from sessions.models import *",
    "from sessions.sample import sample_setup",
    "session = sample_setup(None)[0]",
    "region = Region.objects.create(event=session.event, name='Asia', hue='asia')",
    "table = make_table(session=session, region=region, number=1)",
    "make = lambda name, **more: moderator_url(make_moderator_link(session=session, name=name, **more))",
    "question = GuidingQuestion.objects.get(label='1', parent=None)",
)
ASKED = "[table_url(table), make('Ines'), make('Amal'), make('Hall', role='wall'), session.pk, question.pk]"


class Hall:
    """The app with everybody in it."""

    def __init__(self, app: RunningApp, laptop) -> None:
        self.app = app
        table, ines, amal, self.wall_link, self.session, self.question = app.evaluate(ASKED, *SEED)
        app.links = [table]
        self.table = Laptop(app, 1)
        self.ines, self.amal, self.wall = laptop(), laptop(), laptop(viewport={"width": 1280, "height": 720})
        self.ines.goto(ines)
        self.ines.goto(self.at(f"questions/{self.question}"))
        self.amal.goto(amal)
        self.amal.goto(self.at("stars"))
        self.wall.clock.install()
        self.wall.goto(f"{self.wall_link}?look=dark")
        self.streams = [self.listen(page, kind) for page, kind in ((self.ines, "changesen"), (self.amal, "deedsen"))]
        self.streams.append(self.listen(self.wall, "wallen"))

    def at(self, where: str) -> str:
        return f"{self.app.url}/sessions/{self.session}/{where}/"

    def listen(self, page, kind: str) -> Stream:
        """What a page hears, read beside it."""
        ear = Laptop(self.app, 1, join=False)
        ear.cookie = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
        return Listener(ear, f"/live/{kind}/{self.session}/stream")

    def says(self, words: str, *, stays: bool = False) -> str:
        doc = new_key("a")
        marks = [self.table.set(doc, "stays", True)] if stays else []
        placed = self.table.set(doc, "question", self.question)
        assert self.table.post(*marks, placed, self.table.text(doc, words))[0] == 200
        return doc

    def stands(self, words: str, *pages) -> bool:
        return all(words in page.inner_text("body") for page in pages)

    def order(self) -> list[str]:
        return self.amal.locator("#stars .wording").all_inner_texts()

    def on_wall(self) -> list[str]:
        return self.wall.locator("#statements blockquote").all_inner_texts()


class Listener(Stream):
    """A stream of pages, kept as it came."""

    heard = b""

    def run(self) -> None:
        while raw := self.answer.readline():
            self.heard += raw
        self.ended.set()


def star(page, words: str) -> None:
    """By the keyboard alone."""
    button = page.locator(".column li", has_text=words).locator(".star-button")
    button.focus()
    page.keyboard.press("Space")
    until(lambda: button.get_attribute("aria-pressed") == "true")
    assert page.evaluate("document.activeElement.className") == "star-button"


def last_deed(page) -> str:
    return re.sub("[\u2068\u2069]", "", page.inner_text("#last-deed"))


def row(page, words: str):
    return page.locator("#stars li", has_text=words)


def test_what_one_stars_the_other_releases_and_the_table_takes_back(app, laptop):
    hall = Hall(app, laptop)
    star_release_reword(hall)
    order(hall)
    taken_back_at_once(hall)
    what_does_not_fit_takes_turns(hall)
    a_wall_left_alone(hall)
    shut(hall)


def star_release_reword(hall: Hall) -> None:
    ines, amal, wall = hall.ines, hall.amal, hall.wall
    hall.says(BEFORE_TYPING, stays=True)
    first = hall.says("Cap the fees")
    hall.second, hall.secret = hall.says("أوقفوا الكفالة"), hall.says(AFTER_RELEASE)
    until(lambda: hall.stands(AFTER_RELEASE, ines) and hall.stands("أوقفوا الكفالة", ines))
    for words in ("Cap the fees", "أوقفوا الكفالة", AFTER_RELEASE):
        star(ines, words)
    until(lambda: hall.order() == ["Cap the fees", "أوقفوا الكفالة", AFTER_RELEASE])
    assert "Ines starred a point of table 1 to question 1" in last_deed(amal)
    assert hall.on_wall() == []
    for words in ("Cap the fees", AFTER_RELEASE):
        row(amal, words).get_by_role("button", name="Release to the wall").click()
        until(lambda words=words: words in hall.on_wall())
    until(lambda: "Amal released a point" in last_deed(ines))
    assert wall.url.endswith("/wall/?look=dark") and "Asia" in wall.inner_text("#statements")
    until(lambda: "3 points" in " ".join(wall.inner_text("#counts").split()))
    # The table goes on writing in a point that is on the wall.
    assert hall.table.post(hall.table.text(first, "Now"))[0] == 200
    until(lambda: "Now" in "".join(hall.on_wall()))
    until(lambda: amal.locator("#stars ins").count() == 1)
    amal.get_by_role("button", name="I have read the new words").click()
    until(lambda: amal.locator("#stars ins").count() == 0)


def order(hall: Hall) -> None:
    """By Alt and an arrow, then by dragging; the wall follows."""
    amal = hall.amal
    row(amal, "Cap the fees").locator("button[value=down]").focus()
    amal.keyboard.press("Alt+ArrowDown")
    until(lambda: "Cap the fees" in hall.order()[1])
    amal.keyboard.press("Alt+ArrowDown")
    until(lambda: "Cap the fees" in hall.order()[2])
    until(lambda: hall.on_wall()[0] == AFTER_RELEASE)
    handle = row(amal, "Cap the fees").locator(".handle")
    handle.drag_to(row(amal, "أوقفوا الكفالة"), target_position={"x": 200, "y": 3})
    until(lambda: "Cap the fees" in hall.order()[0])
    until(lambda: "Cap the fees" in hall.on_wall()[0])


def taken_back_at_once(hall: Hall) -> None:
    pages = (hall.ines, hall.amal, hall.wall)
    assert hall.stands(AFTER_RELEASE, *pages)
    assert hall.table.post(hall.table.set(hall.secret, "stays", True))[0] == 200
    # How soon is measured by bench.wall.
    until(lambda: not any(AFTER_RELEASE in page.content() for page in pages))
    for stream in hall.streams:
        assert BEFORE_TYPING.encode() not in stream.heard
        assert hall.secret.encode() not in stream.heard.rpartition(b"event: stars")[2]
        assert AFTER_RELEASE.encode() not in stream.heard.rpartition(b'id="statements"')[2]
    for where in ("stars", "activity", "wall", f"questions/{hall.question}", "board"):
        seen = hall.amal.request.get(hall.at(where)).text()
        assert BEFORE_TYPING not in seen and AFTER_RELEASE not in seen and hall.secret not in seen


@contextmanager
def frozen(app: RunningApp) -> Iterator[None]:
    """The line dies without a word, as when somebody stumbles over a cable."""
    assert app.server is not None
    os.kill(app.server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(app.server.pid, signal.SIGCONT)


MORE = """() => {
  const list = document.querySelector("#statements");
  for (let n = 0; n < 6; n += 1) list.append(list.firstElementChild.cloneNode(true));
  dispatchEvent(new Event("resize"));
}"""


def what_does_not_fit_takes_turns(hall: Hall) -> None:
    wall = hall.wall
    assert wall.inner_text("#turn") == ""
    wall.evaluate(MORE)
    first = wall.inner_text("#turn")
    assert first.startswith("1 / ") and first != "1 / 1"
    wall.clock.run_for(12_100)
    assert wall.evaluate("document.querySelector('#said').className") == "said is-turning"
    wall.clock.run_for(600)
    assert wall.inner_text("#turn") == first.replace("1", "2", 1)
    assert wall.evaluate("document.querySelector('#said').scrollLeft") > 1000
    wall.emulate_media(reduced_motion="reduce")
    wall.clock.run_for(12_100)
    assert wall.evaluate("document.querySelector('#said').className") == "said"
    assert not wall.inner_text("#turn").startswith("2 / ")


def a_wall_left_alone(hall: Hall) -> None:
    """It says when it is old, takes the words off when it is very old, and comes back by itself."""
    wall = hall.wall
    with frozen(hall.app):
        wall.clock.run_for(10_000)
        until(lambda: wall.locator("#stale").is_visible())
        assert "Cap the fees" in hall.on_wall()[0] and wall.locator("#said").is_visible()
        wall.clock.fast_forward(310_000)
        until(lambda: not wall.locator("#said").is_visible())

    def back() -> bool:
        wall.clock.fast_forward(3_000)
        return wall.locator("#stale").is_hidden() and wall.locator("#said").is_visible()

    until(back, 15)
    row(hall.amal, "Cap the fees").get_by_role("button", name="Take off the wall").click()
    row(hall.amal, "أوقفوا الكفالة").get_by_role("button", name="Release to the wall").click()
    until(lambda: hall.on_wall() == ["أوقفوا الكفالة"])
    row(hall.amal, "Cap the fees").get_by_role("button", name="Take the star away").click()
    button = hall.ines.locator(".column li", has_text="Cap the fees").locator(".star-button")
    until(lambda: button.get_attribute("aria-pressed") == "false")


def shut(hall: Hall) -> None:
    """A revoked link ends the wall while it is open; the board goes on."""
    hall.app.evaluate(
        "revoke_moderator_link(ModeratorLink.objects.select_related('session').get(role='wall'))", *SEED[:3]
    )
    until(lambda: "revoked" in hall.wall.inner_text("body") or "its own link" in hall.wall.inner_text("body"))
    assert hall.wall.request.get(hall.at("wall")).status == 403
    until(lambda: hall.amal.locator("#stars li").count() == 1)
