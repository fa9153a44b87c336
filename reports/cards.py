"""Table cards: the sheet on a table that opens its notebook, with the guiding questions on its back.

Cards carry links, so they are set anew each time and never kept on disk.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import ceil
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from regions.layout import table_url
from regions.models import DiscussionTable
from reports.binding import bound, placed_in_order
from reports.content import TableFacts
from reports.facts import region_facts, table_facts
from reports.parts import PrintPart
from reports.queries import questions_of, tables_of
from reports.words import Passage, passage
from reports.workers import PressEnded, print_parts
from sessions.models import DiscussionSession, GuidingQuestion
from sessions.models.question import in_language

SHEETS_TOGETHER = 30
# Size of the questions on the back: letters a line, lines a page.
SIZES = (("large", 52, 26.0), ("middle", 64, 33.0), ("small", 78, 40.0), ("smallest", 98, 51.0))


class CardsFailed(Exception):
    """The press could not set the cards."""


class NoCards(Exception):
    """No table of the session has a link that opens."""


@dataclass(frozen=True)
class CardQuestion:
    """A question on the back of a card, in the table's language where there is one."""

    label: str
    text: Passage
    original: Passage | None
    part: bool
    per_issue: bool


@dataclass(frozen=True)
class Card:
    """What stands on the sheet of one table. `language` is that of our own words on it."""

    table: TableFacts
    language: str
    direction: str
    code: tuple[str, str]
    qr: SafeString
    questions: tuple[CardQuestion, ...]
    preamble: Passage
    size: str


def make_cards(session: DiscussionSession, only: Collection[int] = ()) -> bytes:
    """The cards of a session's tables, or of `only` these: one PDF, two pages a table. A revoked link has no card."""
    tables = [
        table for table in tables_of(session.pk) if table.link_revoked_at is None and (not only or table.pk in only)
    ]
    if not tables:
        raise NoCards
    questions = [question for question in questions_of(session) if question.unpaired_since is None]
    cards = [_card(session, table, questions) for table in sorted(tables, key=lambda table: table.number)]
    with override(settings.LANGUAGE_CODE):
        groups = [cards[n : n + SHEETS_TOGETHER] for n in range(0, len(cards), SHEETS_TOGETHER)]
        parts = [_part(session, group) for group in groups]
    printed = [found for found in print_parts(parts) if found is not None]
    if len(printed) < len(parts):
        raise CardsFailed
    try:
        return bound(printed[0], placed_in_order(parts[1:], printed[1:]))
    except PressEnded as error:
        raise CardsFailed from error


def _part(session: DiscussionSession, cards: list[Card]) -> PrintPart:
    context = {
        "session": session,
        "session_title": passage(session.title or (session.paper.title if session.paper else "")),
        "event": passage(session.event.name),
        "cards": cards,
        "address": f"{urlsplit(settings.PUBLIC_URL).netloc}{reverse('code_door')}",
        "title": _("Table cards %(code)s") % {"code": session.code},
    }
    return PrintPart("cards", render_to_string("reports/cards.html", context), style="cards")


def _card(session: DiscussionSession, table: DiscussionTable, questions: list[GuidingQuestion]) -> Card:
    language = table.language if table.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    preamble = passage(session.paper.preamble if session.paper else "")
    asked = tuple(_card_question(question, table.language) for question in questions)
    with override(language):
        facts = replace(table_facts(table), region=replace(region_facts(table), name=_region_name(table)))
    return Card(
        table=facts,
        language=language,
        direction="rtl" if get_language_info(language)["bidi"] else "ltr",
        code=(table.code[:4], table.code[4:]),
        qr=_qr(table_url(table), _("QR code that opens the notebook of this table")),
        questions=asked,
        preamble=preamble,
        size=_size(preamble, asked),
    )


def _size(preamble: Passage, questions: tuple[CardQuestion, ...]) -> str:
    """The largest size in which the questions fill one page; a guess on the safe side."""
    for size, letters, lines in SIZES:
        needed = 0.75 * ceil(len(preamble.text) / letters)
        for question in questions:
            needed += ceil(len(question.text.text) / letters) + 0.75 + 0.75 * question.per_issue
            needed += 0.75 * ceil(len(question.original.text) * 0.75 / letters) if question.original else 0
        if needed <= lines:
            return size
    return SIZES[-1][0]


def _region_name(table: DiscussionTable) -> Passage:
    return passage(in_language(table.region.name, table.region.texts, table.language))


def _card_question(question: GuidingQuestion, language: str) -> CardQuestion:
    """In the table's language, with the original beneath where that is another text."""
    text = in_language(question.text, question.texts, language or settings.LANGUAGE_CODE)
    return CardQuestion(
        label=question.full_label,
        text=passage(text, language),
        original=passage(question.text) if text != question.text else None,
        part=question.parent_id is not None,
        per_issue=question.per_issue,
    )


def _qr(address: str, title: str) -> SafeString:
    """An SVG of segno's making; the only markup here that no template wrote."""
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(border=0, omitsize=True, title=title, svgclass="qr", lineclass=None))  # noqa: S308
