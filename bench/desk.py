"""How soon a rapporteur can type, and how smooth it stays: `.venv/bin/python -m bench.desk`.

Starts the real server with a table of 60 points and one of 300, and opens them in real Chromium with a phone's
processor (four times slower) and a poor network (150 ms, 1.6 Mbit/s down, 0.75 up): the first visit, and the next one,
which the service worker serves. Then types at the table of 300 points while two others type there, and notes the pauses
between frames; and, as the peer, types the same way in a bare page of 300 text areas, without a script or a style,
while the same two go on: what this machine and its Chromium need by themselves. All on this machine's own loopback;
ends by itself.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.running import running_app

CHROMIUM = "/usr/bin/chromium"
SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
MOST_FRAME_MS = 50
SEED = """
from pga.live import journal, projector
from pga.live.clock import clock_now
from regions.access import join
from regions.commands import new_key, text_update
from regions.layout import make_table, table_url
from regions.models import Region
from regions.positions import spread
from sessions.models import GuidingQuestion
from sessions.sample import sample_setup
session = sample_setup(None)[0]
region = Region.objects.create(event=session.event, name="Asia", hue="asia")
questions = list(GuidingQuestion.objects.filter(paper=session.paper, names_issues=False))
tables = []
for number, points in ((1, 60), (2, 300)):
    table = make_table(session=session, region=region, number=number)
    edits = []
    for n, position in enumerate(spread(points)):
        key, words = new_key("a"), f"Point {n}: fee caps exist on paper, nobody inspects."
        edits += [
            {"doc": key, "set": "position", "value": position, "at": clock_now()},
            {"doc": key, "set": "question", "value": questions[n % len(questions)].pk, "at": clock_now()},
            {"doc": key, "text": text_update(words), "at": clock_now()},
        ]
    for n, edit in enumerate(edits, 1):
        edit["id"] = n
    journal.append("table", table.pk, join(table).grant, edits)
    projector.project_now("table", table.pk)
    tables.append(table)
"""
# Until a letter that is typed becomes a point. Noted by the page itself, from the beginning of the navigation.
READY = """
const look = () => {
  if (document.querySelector("li.answer.draft textarea")) window.readyAt = performance.now();
  else requestAnimationFrame(look);
};
document.addEventListener("DOMContentLoaded", look);
"""
BARE = "<p>{n} <textarea rows=2 cols=60>Point {n}: fee caps exist on paper, nobody inspects.</textarea></p>"
FRAMES = """
window.frames_ = [];
window.tasks_ = [];
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.tasks_.push(task.duration);
}).observe({ type: "longtask" });
let last = performance.now();
const tick = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
requestAnimationFrame(tick);
"""


def slowed(context: BrowserContext, page: Page, network: dict[str, Any]) -> CDPSession:
    """A phone's processor on a hall's network."""
    tools = context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", network)
    return tools


def visit(context: BrowserContext, address: str, network: dict[str, Any]) -> dict[str, float]:
    """Milliseconds until a letter is taken, and kilobytes that travelled."""
    page = context.new_page()
    page.add_init_script(READY)
    tools = slowed(context, page, network)
    sizes: list[float] = []
    tools.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(address, wait_until="commit")
    page.wait_for_selector("li.answer.draft textarea")
    ready = page.evaluate("window.readyAt")
    line = page.locator("li.answer.draft textarea").first
    line.click()
    page.keyboard.type("x")
    page.wait_for_selector("li.answer[data-doc]:focus-within")
    page.wait_for_selector("body[data-loaded]")
    page.wait_for_timeout(1500)
    page.keyboard.press("Control+Delete")
    page.wait_for_timeout(1000)
    page.close()
    return {"typing_ms": round(ready), "kb": round(sum(sizes) / 1000, 1)}


def two_visits(browser: Browser, link: str) -> dict[str, dict[str, float]]:
    """A stranger's first visit, and the same laptop's next one on a network that is no better."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    first = visit(context, link, NETWORK)
    page = context.new_page()
    page.goto(link)
    page.wait_for_selector("body[data-offline]")
    address = page.url
    page.close()
    slow = {**NETWORK, "latency": 1_000, "downloadThroughput": 30_000, "uploadThroughput": 30_000}
    again = visit(context, address, slow)
    context.close()
    return {"first": first, "again": again}


def smoothness(browser: Browser, link: str, seconds: float) -> dict[str, dict[str, float]]:
    """Type among 300 points while two others type in theirs; and in a bare page while they go on."""
    others = [browser.new_context().new_page() for _ in range(2)]
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    for one in (*others, page):
        one.goto(link)
        one.wait_for_selector("body[data-loaded]")
    for n, one in enumerate(others):
        one.locator("li.answer[data-doc] textarea").nth(40 + n).click()
    ours = typed(context, page, "li.answer[data-doc] textarea", others, seconds)
    page.close()
    bare = context.new_page()
    bare.set_content("".join(BARE.format(n=n) for n in range(300)))
    peer = typed(context, bare, "textarea", others, seconds)
    context.close()
    return {"typing": ours, "bare_page": peer}


def typed(context: BrowserContext, page: Page, where: str, others: list[Page], seconds: float) -> dict[str, float]:
    """The pauses between frames of a page with a phone's processor."""
    slowed(context, page, FAST)
    page.locator(where).nth(3).click()
    page.keyboard.press("End")
    page.wait_for_timeout(1500)
    page.evaluate(FRAMES)
    until = time.monotonic() + seconds
    letters = 0
    while time.monotonic() < until:
        page.keyboard.type("fees "[letters % 5])
        for one in others:
            one.keyboard.type("ab "[letters % 3])
        letters += 1
        time.sleep(0.08)
    frames = sorted(page.evaluate("window.frames_"))
    tasks = page.evaluate("window.tasks_")
    return {
        "letters": letters,
        "frames": len(frames),
        "frame_p50_ms": round(frames[len(frames) // 2], 1),
        "frame_p99_ms": round(frames[int(len(frames) * 0.99)], 1),
        "longest_frame_ms": round(frames[-1], 1),
        "frames_over_50_ms": sum(1 for frame in frames if frame > MOST_FRAME_MS),
        "tasks_over_50_ms": len(tasks),
        "longest_task_ms": max(tasks, default=0),
    }


def run(seconds: float) -> dict[str, Any]:
    """Everything against a fresh server."""
    with running_app() as app, sync_playwright() as playwright:
        links = app.evaluate("[table_url(table) for table in tables]", SEED)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False)
        told = {"visits": two_visits(browser, links[0]), **smoothness(browser, links[1], seconds)}
        browser.close()
    return told


def main() -> None:
    """Print a table, then one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=12)
    told = run(min(parser.parse_args().seconds, 60))
    visits = told["visits"]
    print(f"{'60 points, processor / 4':<34}{'typing after':>14}{'travelled':>12}")
    for name, words in (("first", "first visit, 150 ms, 1.6 Mbit/s"), ("again", "next visit, 1 s, 0.24 Mbit/s")):
        print(f"{words:<34}{visits[name]['typing_ms']:>11} ms{visits[name]['kb']:>9} kB")
    heads = f"{'letters':>8}{'p99':>9}{'longest':>11}{'frames > 50':>13}{'tasks > 50':>12}"
    print(f"\n{'typing, two others typing':<34}{heads}")
    for name, words in (("typing", "notebook, 300 points"), ("bare_page", "bare page, 300 text areas")):
        row = told[name]
        print(f"{words:<34}{row['letters']:>8}{row['frame_p99_ms']:>6} ms{row['longest_frame_ms']:>8} ms", end="")
        print(f"{row['frames_over_50_ms']:>13}{row['tasks_over_50_ms']:>12}")
    print(json.dumps(told))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
