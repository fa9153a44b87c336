"""The speaker's two minutes as a PDF: one page in the largest type in which all of it stands there.

It holds words that are said a minute later, so it is set anew each time and never kept on disk.
"""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from plenary.speaker import speakers_page
from plenary.synthesis_queries import Reference
from reports.binding import bound
from reports.compiling import MOST_ROUNDS, Overtaken, PressFailed
from reports.content import TableFacts
from reports.facts import table_facts
from reports.parts import Page, PrintPart
from reports.printed import Printed
from reports.queries import leaving_docs
from reports.turns import OneAtATime
from reports.words import Passage, passage, passages
from reports.workers import PressEnded, print_parts
from sessions.models import DiscussionSession

# Points of type, as classes of the style sheet.
SIZES = (30, 26, 23, 20, 17, 15, 13, 11, 9)
# More letters than these, divided by the square of the size, never stand on one page.
MOST_LETTERS = 550_000
MOST_WAIT = 2.0
one_at_a_time = OneAtATime()


@dataclass(frozen=True)
class Statement:
    """A point that the text names by `number`, in its table's words."""

    number: int
    table: TableFacts
    passages: tuple[Passage, ...]


class TooLong(Exception):
    """It does not fit on one page in any size that can be read."""


def make_speaker_sheet(session: DiscussionSession, language: str) -> bytes:
    """The page in this language. A point that is withdrawn while it is set is not on it: then it is set again.

    One at a time: whoever waits here keeps a thread from those who ask for pages.
    """
    with one_at_a_time.turn(MOST_WAIT):
        return _made(session, language)


def _made(session: DiscussionSession, language: str) -> bytes:
    with override(language):
        for _round in range(MOST_ROUNDS):
            page = speakers_page(session)
            docs = frozenset(one.doc for one in page.statements)
            shown = {
                "session": session,
                "name": passage(session.title or session.event.name),
                "title": f"{session.code} · {_('Two minutes for the speaker')}",
                "draft": page.is_draft and bool(page.paragraphs),
                "said": [one for text in page.paragraphs for one in passages(text, language)],
                "statements": [_statement(one) for one in page.statements],
            }
            made = _on_one_page(shown, page.letters, docs, language)
            if docs <= leaving_docs(session.pk):
                return made
    raise Overtaken


def _statement(reference: Reference) -> Statement:
    words = passages(reference.text, reference.table.language or "en")
    return Statement(reference.number, table_facts(reference.table), words)


def _on_one_page(shown: dict[str, object], letters: int, docs: frozenset[str], language: str) -> bytes:
    """In the largest size that needs one page only."""
    largest = math.sqrt(MOST_LETTERS / max(1, letters))
    for size in [size for size in SIZES if size <= largest]:
        page = Page("speaker_sheet", shown | {"size": size}, language)
        printed = _set(PrintPart("speaker", page, docs, style="speaker-sheet"))
        if printed.pages == 1:
            return _bound(printed)
    raise TooLong


def _set(part: PrintPart) -> Printed:
    printed = print_parts([part])[0]
    if printed is None:
        raise PressFailed
    return printed


def _bound(printed: Printed) -> bytes:
    try:
        return bound(printed, [])
    except PressEnded as error:
        raise PressFailed from error
