"""The sample paper written in other ways: each time the same things are found."""

import re
import textwrap
from io import BytesIO

import docx
import pytest

from sessions.papers.proposing import propose
from sessions.papers.reading import read_paper
from tests.sessions.test_papers_sample import SAMPLE

PAPER = SAMPLE.read_text(encoding="utf-8")


def wrapped(paper: str) -> str:
    """Every long line broken at 72 columns, items with a hanging indent."""
    out = []
    for line in paper.split("\n"):
        marker = re.match(r"\s*(?:\d\. |- (?:[ab]\. )?)?", line)[0]
        out.append(textwrap.fill(line.rstrip(), 72, subsequent_indent=" " * len(marker)) if len(line) > 72 else line)
    return "\n".join(out)


def lazily_wrapped(paper: str) -> str:
    """Every long line broken at 80 columns, with no indent in the lines that follow."""
    return "\n".join(textwrap.fill(line.rstrip(), 80) if len(line) > 80 else line for line in paper.split("\n"))


def without_emphasis(paper: str) -> str:
    """As plain text, headings on lines of their own."""
    own_line = re.sub(r"^\*\*([^*\n]+)\.\*\* ", r"\1\n\n", paper, flags=re.MULTILINE)
    return own_line.replace("**", "").replace("*", "")


def with_heading_signs(paper: str) -> str:
    """Headings as Markdown writes them."""
    front = "# \\1\n\n## \\2\n\n# "
    paper = re.sub(r"^\*\*(.+?)  \n(.+?)\*\*\n\n\*\*(.+?)\*\*", front + r"\3", paper)
    paper = re.sub(r"^\*\*([^*\n]+)\.\*\* ", r"## \1\n\n", paper, flags=re.MULTILINE)
    return re.sub(r"^\*\*(.+:)\*\*$", r"## \1", paper, flags=re.MULTILINE)


def underlined(paper: str) -> str:
    """Headings underlined."""
    signs = with_heading_signs(paper)
    return re.sub(r"^##? (.+)$", lambda found: f"{found[1]}\n{'-' * len(found[1])}", signs, flags=re.MULTILINE)


def with_numbered_headings(paper: str) -> str:
    """Headings numbered by hand, in plain text."""
    names = ("Introduction and background", "A new global agreement", "Guiding questions")
    paper = without_emphasis(paper)
    for number, name in enumerate(names, start=1):
        paper = paper.replace(f"\n{name}\n", f"\n{number}. {name}\n")
    return paper


def with_other_markers(paper: str) -> str:
    """Round bullets, brackets and tabs."""
    paper = re.sub(r"^- ", "•\t", paper, flags=re.MULTILINE)
    paper = re.sub(r"^(\d)\. ", r"\1)\t", paper, flags=re.MULTILINE)
    return re.sub(r"^  - ([ab])\. ", r"\t(\1)\t", paper, flags=re.MULTILINE)


def without_empty_lines(paper: str) -> str:
    """No empty line between anything."""
    return re.sub(r"\n\n+", "\n", paper)


def windows(paper: str) -> str:
    return paper.replace("\n", "\r\n")


def facts(found: dict) -> dict:
    """What must be the same however the paper is written."""
    section = [re.sub(r"^\d\. ", "", one["heading"]) for one in found["sections"]]
    questions = [
        (one["label"], plain(one["text"]), [(part["label"], plain(part["text"])) for part in one["parts"]])
        for one in found["questions"]
    ]
    keys = ("event", "title", "codes", "fields_of_work", "calls_for_action", "unrecognised")
    people = [{key: person[key] for key in ("role", "name", "organisation")} for person in found["people"]]
    return {
        **{key: found[key] for key in keys},
        "people": people,
        "sections": section,
        "questions": questions,
        "preamble": plain(found["preamble"]),
    }


def plain(text: str) -> str:
    return " ".join(text.split())


AS_PRINTED = facts(propose(read_paper("paper.md", PAPER.encode())).as_json())
WAYS = [
    wrapped,
    lazily_wrapped,
    without_emphasis,
    with_heading_signs,
    underlined,
    with_numbered_headings,
    with_other_markers,
    without_empty_lines,
    windows,
]


@pytest.mark.parametrize("way", WAYS)
def test_the_same_paper_written_another_way(way):
    found = propose(read_paper("paper.txt", way(PAPER).encode())).as_json()
    assert facts(found) == AS_PRINTED


@pytest.mark.parametrize("way", [without_emphasis, with_heading_signs])
def test_the_same_paper_wrapped_as_well(way):
    found = propose(read_paper("paper.txt", wrapped(way(PAPER)).encode())).as_json()
    assert facts(found) == AS_PRINTED


@pytest.mark.parametrize("listed_by_word", [True, False])
def test_the_same_paper_in_word(listed_by_word):
    document = docx.Document()
    for line in PAPER.split("\n"):
        item = re.match(r"(\d\. |- |  - )(.+)", line)
        style = {"- ": "List Bullet", "  -": "List Number 2"}.get(line[:3].rstrip("abcdefgh") if item else "")
        by_word = listed_by_word and item and line.startswith("- ")
        paragraph = document.add_paragraph("", style="List Bullet" if by_word else style if by_word else None)
        for place, piece in enumerate(re.split(r"\*\*", item[2] if by_word else line.rstrip())):
            run = paragraph.add_run(piece.replace("*", ""))
            run.bold = place % 2 == 1 or (line.startswith("Background") and place == 0)
    content = BytesIO()
    document.save(content)
    found = propose(read_paper("paper.docx", content.getvalue())).as_json()
    assert facts(found) == AS_PRINTED
