"""What was found in a paper, and on which lines. The shape of its JSON is documented in docs/import.md."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sessions.papers.people import Person

Lines = tuple[int, ...]


@dataclass(frozen=True)
class Passage:
    """Words of the paper and the lines on which they stand."""

    text: str
    lines: Lines = ()
    heading: str = ""


NOTHING = Passage("")


@dataclass(frozen=True)
class Question:
    """A guiding question or a part of one; `lines` are its own, without those of its parts."""

    label: str
    group: str
    text: str
    lines: Lines
    parts: tuple["Question", ...] = ()

    def as_json(self, *, part: bool = False) -> dict[str, Any]:
        """The question as in the documented shape; parts carry no group, and parts only where they have some."""
        out: dict[str, Any] = {"label": self.label, "text": self.text, "lines": list(self.lines)}
        if not part:
            out["group"] = self.group
        if self.parts or not part:
            out["parts"] = [inner.as_json(part=True) for inner in self.parts]
        return out

    def owned(self, key: str) -> Iterator[tuple[str, Lines]]:
        """The lines of the question and of each of its parts."""
        yield key, self.lines
        for place, part in enumerate(self.parts):
            yield from part.owned(f"{key}.parts.{place}")


@dataclass(frozen=True)
class FoundList:
    """One list of the paper. `holds` says what it was taken for: questions, fields_of_work, calls_for_action, other."""

    id: str
    heading: str
    items: tuple[str, ...]
    holds: str
    lines: Lines

    def as_json(self) -> dict[str, Any]:
        """The list as in the documented shape."""
        return {
            "id": self.id,
            "heading": self.heading,
            "items": list(self.items),
            "holds": self.holds,
            "lines": list(self.lines),
        }


@dataclass
class Proposal:
    """Everything that was found. Each line of the paper that is not blank belongs to exactly one thing."""

    event: Passage = NOTHING
    title: Passage = NOTHING
    codes: list[str] = field(default_factory=list)
    code_lines: Lines = ()
    people: list[Person] = field(default_factory=list)
    people_lines: Lines = ()
    notes: list[Passage] = field(default_factory=list)
    sections: list[Passage] = field(default_factory=list)
    fields_of_work: list[Passage] = field(default_factory=list)
    fields_lines: Lines = ()
    calls_for_action: list[Passage] = field(default_factory=list)
    calls_lines: Lines = ()
    preamble: Passage = NOTHING
    questions: list[Question] = field(default_factory=list)
    groups: list[Passage] = field(default_factory=list)
    lists: list[FoundList] = field(default_factory=list)
    unrecognised: list[Passage] = field(default_factory=list)

    def lines_of(self) -> dict[str, list[int]]:
        """Which lines belong to which thing, each line once; a line that says two things goes with the first."""
        taken: set[int] = set()
        out: dict[str, list[int]] = {}
        for key, lines in self._owned():
            own = [number for number in lines if number not in taken]
            taken.update(own)
            if own:
                out[key] = own
        return out

    def _owned(self) -> Iterator[tuple[str, Lines]]:
        yield "event", self.event.lines
        yield "title", self.title.lines
        yield "codes", self.code_lines
        yield from ((f"people.{place}", person.lines) for place, person in enumerate(self.people))
        yield "people", self.people_lines
        yield "preamble", self.preamble.lines
        for place, question in enumerate(self.questions):
            yield from question.owned(f"questions.{place}")
        yield "fields_of_work", self.fields_lines
        yield "calls_for_action", self.calls_lines
        for name in ("fields_of_work", "calls_for_action", "groups", "sections", "notes", "unrecognised"):
            yield from ((f"{name}.{place}", passage.lines) for place, passage in enumerate(getattr(self, name)))

    def as_json(self) -> dict[str, Any]:
        """The proposal in the documented shape."""
        return {
            "event": self.event.text,
            "title": self.title.text,
            "codes": list(self.codes),
            "people": [
                {
                    "role": person.role,
                    "name": person.name,
                    "organisation": person.organisation,
                    "role_as_printed": person.role_as_printed,
                    "lines": list(person.lines),
                }
                for person in self.people
            ],
            "notes": [{"text": note.text, "lines": list(note.lines)} for note in self.notes],
            "sections": [
                {"heading": section.heading, "text": section.text, "lines": list(section.lines)}
                for section in self.sections
            ],
            "fields_of_work": [item.text for item in self.fields_of_work],
            "calls_for_action": [item.text for item in self.calls_for_action],
            "preamble": self.preamble.text,
            "questions": [question.as_json() for question in self.questions],
            "lists": [found.as_json() for found in self.lists],
            "unrecognised": [{"line": passage.lines[0], "text": passage.text} for passage in self.unrecognised],
            "where": self.lines_of(),
        }
