"""The whole way, once: from a background paper to the plenary's PDF, in real Chromium."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.notebooks import Notebook, until
from tests.running import ROOT, RunningApp

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.slow]

PAPER = ROOT / "sessions" / "sample_paper.md"
LANGUAGES = {
    "en": "Fees are charged before departure",
    "fr": "Les accords sont négociés sans les communautés",
    "ar": "لا توجد آلية للشكوى في بلد المقصد",
    "bn": "দালালদের কেউ তদারকি করে না",
}
BEFORE_TYPING = "Two of us were deported in the spring"
AFTER_PRINTING = "My brother works there without a permit"
QUESTIONS = ("1", "3", "3a", "3b", "4")


def set_up(app: RunningApp, page) -> None:
    """The organizer: first sign-in, paper, roles, six regions with a table each."""
    page.goto(app.run("make_organizer", "amina").split()[-1])
    for field in page.locator("input[type=password]").all():
        field.fill("a long enough password")
    page.locator("main button.go").click()
    page.goto(f"{app.url}/events/add/")
    page.locator("main input[type=text]").first.fill("Forum")
    page.locator("main button.go").first.click()
    page.goto(f"{app.url}/events/1/paper/")
    page.locator("input[type=file]").set_input_files(PAPER)
    page.locator("main button.go").click()
    page.locator("#line-1").wait_for()
    page.locator("button.go", has_text="Confirm").first.click()
    page.goto(f"{app.url}/events/1/tables/")
    page.locator("main button.go", has_text="six regions").click()
    for count in page.locator("input[name^=count_]").all():
        count.fill("1")
    page.locator("main button.go", has_text="Lay out").click()
    until(lambda: page.locator(".table-line").count() == 6)


def set_roles(app: RunningApp, page) -> None:
    """Question 2 names the issues; 3, 3a, 3b and 4 are asked about each; level ticks under 1 and 3."""
    page.goto(f"{app.url}/events/1/tick-lists/add/")
    page.locator("input[name=name]").fill("Level")
    rows = page.locator("input[name^=new]:not([name*=_]):visible").all()
    for field, choice in zip(rows, ("local", "national"), strict=False):
        field.fill(choice)
    page.locator("main button.go").first.click()
    paper = app.evaluate("GuidingQuestion.objects.first().paper_id", "from sessions.models import *")
    for label, role in {"2": "names_issues", **dict.fromkeys(QUESTIONS[1:], "per_issue")}.items():
        page.goto(f"{app.url}/events/papers/{paper}/questions/")
        row = page.locator(".row", has=page.locator(".label", has_text=re.compile(rf"^{label}$")))
        row.get_by_role("link", name="Set up").click()
        page.locator(f"input[name={role}]").check()
        if label == "2":
            page.locator("input[name=issue_limit]").fill("2")
        if label == "3":
            page.get_by_label("Level").check()
        page.locator("main button.go").first.click()


def links(app: RunningApp) -> tuple[list[str], str]:
    """The tables' links and a moderator's."""
    return app.evaluate(
        "[table_url(table) for table in DiscussionTable.objects.filter(session__code='1A').order_by('number')], "
        "moderator_url(make_moderator_link(session=DiscussionSession.objects.get(code='1A'), name='M'))",
        "from regions.layout import table_url",
        "from regions.models import *",
        "from plenary.links import *",
        "from sessions.models import *",
    )


def text_of_pdf(app: RunningApp, page) -> str:
    """What the plenary's PDF says, downloaded as the page does."""
    page.goto(f"{app.url}/sessions/1/reports/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the report (PDF)").click()
    path = app.folder / "downloaded.pdf"
    download.value.save_as(path)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True).stdout
    return re.sub(r"\s+", " ", told)


def test_from_the_paper_to_the_pdf(app, laptop):
    organizer = laptop()
    set_up(app, organizer)
    set_roles(app, organizer)
    tables, board_link = links(app)
    one, other, far = (Notebook(laptop(), link) for link in (tables[0], tables[0], tables[1]))
    board = laptop()
    board.goto(board_link)
    questions = board.context.new_page()
    questions.goto(board.url)
    questions.get_by_role("link", name="Questions").click()

    # Nobody writes before the two issues are named, since other questions repeat under each.
    for book in (one, far):
        book.write("Recruitment debts", "Locked passports", label="2")
    for label in QUESTIONS:
        for book in (one, far):
            table = "far" if book is far else "near"
            book.write(
                *(f"{words} ({label} {table})" for words in LANGUAGES.values()),
                label=label,
                block=None if label == "1" else 0,
            )
    said = [f"{words} (1 near)" for words in LANGUAGES.values()]
    until(lambda: other.words() == said)
    # How soon is measured by bench.board.
    one.write("seen by everybody")
    until(lambda: other.words()[-1] == "seen by everybody")
    until(lambda: "seen by everybody" in board.inner_text("body"))
    until(lambda: "seen by everybody" in questions.inner_text("body"))

    line = one.line(f"{LANGUAGES['en']} (3 near)")
    line.locator("button.tick", has_text="national").click()
    one.line("seen by everybody").locator("textarea").click()
    one.page.keyboard.press("Control+Delete")
    until(lambda: other.words() == said)
    until(lambda: "seen by everybody" not in questions.inner_text("body"))
    one.page.locator("#toast button").click()
    until(lambda: other.words()[-1] == "seen by everybody")

    # What may not leave: marked before the first letter, and marked after board and PDF had it.
    one.new_line().click()
    one.page.keyboard.press("Alt+s")
    one.page.keyboard.type(BEFORE_TYPING)
    one.write(AFTER_PRINTING)
    until(lambda: AFTER_PRINTING in questions.inner_text("body"))
    until(one.on_server)
    assert AFTER_PRINTING in text_of_pdf(app, board)
    one.line(AFTER_PRINTING).locator("button.stay").click()
    until(lambda: AFTER_PRINTING not in questions.inner_text("body"))
    until(lambda: AFTER_PRINTING not in board.inner_text("body"))
    until(lambda: other.words()[-2:] == [BEFORE_TYPING, AFTER_PRINTING])

    one.page.reload()
    one.loaded()
    assert one.words() == [*said, "seen by everybody", BEFORE_TYPING, AFTER_PRINTING]
    assert one.line(f"{LANGUAGES['en']} (3 near)").locator("button[aria-pressed=true]").inner_text() == "national"

    report = text_of_pdf(app, board)
    for label in QUESTIONS:
        for table in ("near", "far"):
            assert f"{LANGUAGES['en']} ({label} {table})" in report
            assert f"{LANGUAGES['fr']} ({label} {table})" in report
    assert report.count("Recruitment debts") >= 2
    nowhere_else(app, organizer, board, questions, far, report)
    other_forms(app, board)


def nowhere_else(app: RunningApp, organizer, board, questions, far: Notebook, report: str) -> None:
    """The two points that stay are in nothing but their own table's answers, and in no file of print parts."""
    for secret in (BEFORE_TYPING, AFTER_PRINTING):
        assert secret not in report
        pages = [f"{app.url}/sessions/1/board/", f"{app.url}/events/1/", f"{app.url}/events/1/tables/"]
        pages += [f"{app.url}/sessions/1/questions/{n}/" for n in range(1, 7)]
        pages += [f"{app.url}/sessions/1/report.{form}" for form in ("html", "csv", "json", "md")]
        for address in pages:
            for page in (organizer, board):
                assert secret not in page.request.get(address).text(), address
        assert secret not in far.page.content()
        assert far.page.request.get(f"{app.url}/live/table/1/snapshot").status == 401
        for path in (Path(app.folder) / "parts").rglob("*"):
            assert not path.is_file() or secret.encode() not in path.read_bytes(), path
    assert BEFORE_TYPING in one_tables_own(app)


def other_forms(app: RunningApp, page) -> None:
    """The report as a page, on a phone too; and a process of its own, as for a whole hall, makes the same file."""
    page.goto(f"{app.url}/sessions/1/report.html")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="All points, table by table").click()
    assert page.locator("#tables").evaluate("heading => heading.getBoundingClientRect().top") < 100
    assert page.locator(".words[lang=ar]").first.evaluate("words => getComputedStyle(words).direction") == "rtl"
    page.get_by_text("Download").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Word (DOCX)").click()
    assert downloading.value.suggested_filename == "Forum 1A report.docx"
    same = app.evaluate(
        "make_apart(Choices((1,)), 'docx') == make_here(Choices((1,)), 'docx')",
        "from reports.choices import Choices; from reports.exports.making import make_apart, make_here",
    )
    assert same


def one_tables_own(app: RunningApp) -> str:
    """What the table's own answers hold."""
    return " ".join(app.evaluate("list(Answer.objects.values_list('text', flat=True))", "from regions.models import *"))
