"""The synthesis within the JSON: its texts, and the points on which each rests, in the words that these have now."""

from typing import Any

from plenary.synthesis_queries import CHANGED, GONE, SAME, Reference, SynthesisPart
from plenary.synthesis_vocabulary import TWO_MINUTES
from reports.exports.exact import exact
from reports.words import direction, spoken_language

_STATES = {SAME: "same", CHANGED: "changed", GONE: "taken_back"}


def synthesis_text(part: SynthesisPart) -> dict[str, Any]:
    """A text that somebody wrote or began. Paragraphs name their points by number, as [1]."""
    about = "question" if part.question else "speaker" if part.key == TWO_MINUTES else "session"
    return {
        "about": about,
        "session": part.session_id,
        "question": part.question.pk if part.question else None,
        "paragraphs": part.paragraphs,
        "draft": part.is_draft,
        "references": [_reference(one) for one in part.references],
    }


def _reference(reference: Reference) -> dict[str, Any]:
    """Words as they are now; how they stood before is the table's own. Taken back, not even its id is told."""
    gone = reference.state == GONE
    words = exact(reference.text)
    return {
        "number": reference.number,
        "table": reference.table.pk,
        "state": _STATES[reference.state],
        "id": None if gone else reference.doc,
        "text": None if gone else reference.text,
        "direction": None if gone else direction(words),
        "language": None if gone else spoken_language(words, reference.table.language or "en"),
    }
