"""Reads a background paper in Markdown, plain text or DOCX into lines."""

import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from sessions.papers.lines import Line, plain_lines
from sessions.papers.word import BrokenDocument, SwollenDocument, word_lines

LARGEST = 5 * 1024 * 1024
MOST_LINES = 5_000
MOST_LETTERS = 1_000_000  # 300 full pages; a pattern at work on more would keep everybody else waiting
KINDS = (".md", ".markdown", ".txt", ".docx")

__all__ = ["KINDS", "LARGEST", "Line", "PaperUnreadable", "read_paper"]


class PaperUnreadable(Exception):
    """The file cannot be read as a paper; `sentence` says why, to the person who chose it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_paper(file_name: str, content: bytes) -> list[Line]:
    """The lines of a paper, numbered from 1. Raises PaperUnreadable with a sentence for the organizer."""
    kind = PurePath(file_name).suffix.lower()
    if kind not in KINDS:
        raise PaperUnreadable(_("Please choose a Markdown (.md), plain text (.txt) or Word (.docx) file."))
    if len(content) > LARGEST:
        raise PaperUnreadable(_("This file is larger than 5 MB. A background paper is text; try it without pictures."))
    lines = _word(content) if kind == ".docx" else plain_lines(_not_too_long(_text(content)))
    if not any(not line.blank for line in lines):
        raise PaperUnreadable(_("This file holds no text."))
    if len(lines) > MOST_LINES:
        raise PaperUnreadable(_("This file has more than 5,000 lines. That is more than a background paper."))
    return lines


def _not_too_long(text: str) -> str:
    if len(text) > MOST_LETTERS:
        raise PaperUnreadable(_("This file has more than a million letters. That is more than a background paper."))
    return text


def _word(content: bytes) -> list[Line]:
    if not content:
        raise PaperUnreadable(_("This file is empty."))
    try:
        lines = word_lines(content, most=MOST_LINES + 1)
        _not_too_long("\n".join(line.text for line in lines))
        return lines
    except SwollenDocument as error:
        raise PaperUnreadable(
            _("This Word file unpacks to far more than a paper needs, so it was not read.")
        ) from error
    except BrokenDocument as error:
        raise PaperUnreadable(
            _("This is no Word file (.docx) that can be opened. Please save it again in Word and try once more.")
        ) from error


def _text(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 where it says so, else the old western encoding."""
    if not content.strip():
        raise PaperUnreadable(_("This file is empty."))
    text = _decoded(content)
    if "\x00" in text or _mostly_control(text):
        raise PaperUnreadable(_("This file is not text. Please save the paper as Markdown, plain text or Word."))
    text = re.sub(r"(?<![ \t])[ \t]{200,}", "    ", text)  # nobody means so many, and patterns are slow on them
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\u2028", "\n")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _mostly_control(text: str) -> bool:
    odd = sum(1 for character in text if (character < " " and character not in "\t\n\r\f\v") or character == "\ufffd")
    return odd * 100 > len(text)
