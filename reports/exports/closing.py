"""The end of the report as blocks: people, tables not heard from, method. It holds nothing that was said."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.content import QuestionFacts, TableFacts
from reports.exports.blocks import (
    Block,
    Grid,
    Heading,
    Item,
    Items,
    Line,
    Paragraph,
    Span,
    plain,
    separated,
    table_number,
)
from reports.exports.material import Material
from reports.parts import in_report_language
from reports.words import Passage


def closing_blocks(material: Material) -> Iterator[Block]:
    """What follows the points."""
    yield from _people(material)
    yield from _silent(material.content.silent)
    yield _chapter(_("How these notes were made"), "method")
    for sentence in _method(material):
        yield Paragraph(plain(sentence))
    yield from _unanswered(material.content.unanswered)


def _chapter(text: str, anchor: str) -> Heading:
    return Heading(1, plain(text), "closing", anchor)


def _people(material: Material) -> Iterator[Block]:
    content = material.content
    seated = [table for table in content.tables if table.facilitators or table.rapporteurs]
    if content.people or seated:
        yield _chapter(_("People"), "people")
    if content.people:
        head = (_("Role"), _("Name"), _("Organisation"))
        rows = tuple(
            (plain(person.role), (Span(person.name),), (Span(person.organisation),)) for person in content.people
        )
        yield Grid(_("People"), tuple(map(in_report_language, head)), rows)
    if seated:
        yield Heading(2, plain(_("At the tables")), "plain", "seats")
        yield _seats(seated)


def _seats(tables: Sequence[TableFacts]) -> Grid:
    """Who sat where; a column that nobody fills is left out."""
    facilitators = any(table.facilitators for table in tables)
    rapporteurs = any(table.rapporteurs for table in tables)
    head = [_("Table"), _("Region"), *[_("Facilitators")] * facilitators, *[_("Rapporteurs")] * rapporteurs]
    rows = tuple(
        (
            plain(f"{table.session} · {table.number}" if table.session else str(table.number)),
            (Span(table.region.name),),
            *[_names(table.facilitators)] * facilitators,
            *[_names(table.rapporteurs)] * rapporteurs,
        )
        for table in tables
    )
    return Grid(_("At the tables"), tuple(map(in_report_language, head)), rows)


def _names(names: Sequence[Passage]) -> Line:
    return separated([(Span(name),) for name in names], ", ")


def _silent(tables: Sequence[TableFacts]) -> Iterator[Block]:
    if not tables:
        return
    yield _chapter(_("Tables not heard from"), "silent")
    yield Paragraph(plain(_("These tables were laid out, but nothing that they wrote is in this report:")))
    yield Items(
        tuple(
            Item(
                in_report_language(table_number(table)),
                (Span(table.region.name),),
                "named",
            )
            for table in tables
        )
    )


def _method(material: Material) -> Iterator[str]:
    session = material.content.session
    yield _(
        "Each table wrote its own notes while it talked, point by point, under the guiding questions. The words stand"
        " here as the tables left them, in the languages in which they were written; nobody has edited or shortened"
        " them."
    )
    yield _(
        "Points that a table marked as staying at the table, and points that it deleted, are not in this report and are"
        " not counted in it."
    )
    if material.content.stayed:
        told = ngettext(
            "%(number)s point stays at its table; no more than this number is told of it.",
            "%(number)s points stay at their tables; no more than this number is told of them.",
            material.content.stayed,
        )
        yield told % {"number": material.content.stayed}
    if not session.attributed:
        yield _("Who made a point was not recorded.")
    if not session.closed:
        yield _("The session was still open when this report was made; later words are in a later one.")


def _unanswered(questions: Sequence[QuestionFacts]) -> Iterator[Block]:
    if not questions:
        return
    yield Heading(2, plain(_("Questions to which no point was placed")), "plain", "unanswered")
    yield Items(tuple(Item(_labelled(question)) for question in questions))


def _labelled(question: QuestionFacts) -> Passage:
    text = f"{question.label} {question.text.text}".strip()
    return Passage(text, question.text.direction, question.text.language)
