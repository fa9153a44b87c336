"""The notebook's page as a person sees it, for tests in real browsers."""

import re
import time
from collections.abc import Callable
from typing import Any

# What a mark says of words that the server has not acknowledged, or may not have.
NOT_THERE = re.compile("on this laptop|on its way|only on this page")


def until(what: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Patience costs nothing where all is well, and the machine may be busy."""
    end = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.03)
    return value


class Notebook:
    """A page of the notebook, as a person sees it."""

    def __init__(self, page, link: str) -> None:
        self.page = page
        page.goto(link)
        self.loaded()

    @classmethod
    def at(cls, page) -> "Notebook":
        """The notebook that a page shows already."""
        notebook = cls.__new__(cls)
        notebook.page = page
        return notebook

    def loaded(self) -> None:
        self.page.wait_for_selector("body[data-loaded]")

    def section(self, label: str):
        no = self.page.locator(".no", has_text=re.compile(rf"^{label}$"))
        return self.page.locator("section.question", has=no)

    def new_line(self, label: str = "1", block: int | None = None):
        place = self.section(label) if label else self.page.locator("#later")
        if block is not None:
            place = place.locator("article.issue").nth(block)
        return place.locator("ol.answers:visible > li.draft textarea").last

    def write(self, *points: str, label: str = "1", block: int | None = None) -> None:
        self.new_line(label, block).click()
        for n, point in enumerate(points):
            if n:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(point) if not point.isascii() else self.page.keyboard.type(point)

    def words(self, label: str = "1") -> list[str]:
        place = self.section(label) if label else self.page.locator("#later")
        return place.locator("ol.answers > li[data-doc] textarea").evaluate_all("all => all.map(one => one.value)")

    def line(self, words: str):
        docs = self.page.locator("ol.answers > li[data-doc]")
        look = "(all, w) => 1 + all.findIndex(one => one.value === w)"
        return docs.nth(until(lambda: docs.locator("textarea").evaluate_all(look, words)) - 1)

    def on_server(self) -> bool:
        return (
            self.page.locator("#state").inner_text() == "All on the server"
            and self.page.locator("li.answer[data-doc] .mark", has_text=NOT_THERE).count() == 0
        )
