"""The board under a moderator's hands, in real Chromium: folded, ordered, a table's notes beside it, by keys alone."""

import os
import signal

import pytest

from tests.live.test_door import Laptop
from tests.notebooks import until
from tests.plenary.test_live_board import served, write  # noqa: F401 a served app with four tables

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHIFTS = """() => {
  window.shifts = 0;
  const add = (one) => { if (!one.hadRecentInput) window.shifts += one.value; };
  new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: "layout-shift", buffered: false });
}"""


def test_a_moderator_reads_folds_and_looks_beside_without_a_mouse(served, laptop):  # noqa: F811
    page = laptop(viewport={"width": 1280, "height": 800})
    page.goto(served.told["board"])
    first, second = Laptop(served, 1), Laptop(served, 2)
    question = served.told["questions"][0]
    write(first, question, "Fee caps exist")
    until(lambda: page.locator("#c1-0").inner_text() == "1")
    page.evaluate(SHIFTS)

    # Beside the board, by keys; what comes meanwhile comes there too, and nothing moves.
    page.locator("#h1 a").first.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    until(lambda: "Fee caps exist" in panel.inner_text())
    write(first, question, "Nobody checks them")
    until(lambda: "Nobody checks them" in panel.inner_text() and page.locator("#c1-0").inner_text() == "2")
    assert page.evaluate("window.shifts") < 0.01
    star = panel.locator(".star-button").first
    star.focus()
    page.keyboard.press("Space")
    until(lambda: star.get_attribute("aria-pressed") == "true")
    page.keyboard.press("Escape")
    until(panel.is_hidden)
    assert page.evaluate("document.activeElement.closest('th').id") == "h1"

    # Folded regions stay folded, and say how to unfold them.
    page.locator("#fold-all").focus()
    page.keyboard.press("Enter")
    assert page.locator("#h1").is_hidden() and page.locator("#fold-all").inner_text() == "Unfold all regions"
    page.reload()
    assert page.locator("#h1").is_hidden()
    page.locator("#fold-all").click()
    assert page.locator("#h1").is_visible()

    # Ordered when asked; a line that came meanwhile does not jump, a button offers it.
    page.locator("#order").select_option("points")
    order = "[...document.querySelectorAll('tbody')[0].querySelectorAll('tr[id]')].map((row) => row.id)"
    before = page.evaluate(order)
    assert before == ["t3", "t1"]
    for n in range(4):
        write(Laptop(served, 3), question, f"said {n}")
    until(page.locator("#order-again").is_visible)
    assert page.evaluate(order) == before
    page.locator("#order-again").click()
    assert page.evaluate(order) == ["t1", "t3"]

    # A gap is told, and the page is whole afterwards.
    os.kill(served.server.pid, signal.SIGSTOP)
    try:
        until(page.locator("#lost").is_visible, 20)
    finally:
        os.kill(served.server.pid, signal.SIGCONT)
    write(second, question, "said after the gap")
    until(lambda: page.locator("#c2-0").inner_text() == "1")
    until(page.locator("#lost").is_hidden)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
