"""The synthesis as a report prints it: its texts, and beneath each the points on which it rests, as they are now."""

from collections.abc import Mapping

from plenary.synthesis_queries import CHANGED, GONE, Reference, SynthesisPart
from reports.content import Point, Rest, Synthesis, TableFacts
from reports.facts import question_facts, table_facts
from reports.words import passages


def summed(part: SynthesisPart, tables: Mapping[int, TableFacts], codes: Mapping[int, str]) -> Synthesis:
    """A text with the points on which it rests; of one that was taken back only that it was.

    `codes` are those of sessions that a report has to tell apart.
    """
    return Synthesis(
        question=question_facts(part.question) if part.question else None,
        passages=tuple(one for paragraph in part.paragraphs for one in passages(paragraph)),
        rests=tuple(_rest(one, tables) for one in part.references),
        draft=part.is_draft,
        session=codes.get(part.session_id, ""),
    )


def _rest(reference: Reference, tables: Mapping[int, TableFacts]) -> Rest:
    facts = tables.get(reference.table.pk) or table_facts(reference.table)
    words = passages(reference.text, reference.table.language or "en")
    point = Point(reference.doc, words) if reference.state != GONE else None
    return Rest(reference.number, facts, point, reference.state == CHANGED)
