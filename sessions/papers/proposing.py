"""Puts together what a paper holds: a proposal, which the organizer mends and confirms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sessions.papers.blocks import blocks_of
from sessions.papers.front import front_of
from sessions.papers.generic_words import DISCUSSION
from sessions.papers.lines import Line
from sessions.papers.lists import (
    Chunk,
    announces_questions,
    chunks_of,
    gathered,
    purpose,
    questions_among,
    score,
)
from sessions.papers.naming_people import Cast, cast_of
from sessions.papers.outline import Node
from sessions.papers.proposal import FoundList, Passage, Proposal, Question
from sessions.papers.role_words import ROLE

__all__ = ["Proposal", "choose_list", "propose"]


_CHOICE_END = re.compile(r"(?:\s*[;,؛،]|[;,]\s*(?:and|or|et|ou|y|o))$")


def propose(lines: Sequence[Line]) -> Proposal:
    """What the paper holds. Its questions are in the list that looks most like questions, if one does."""
    return _Assembly(lines).proposal(None)


def choose_list(lines: Sequence[Line], list_id: str) -> Proposal:
    """The proposal with another list of the paper as its questions; the id is that of Proposal.lists."""
    return _Assembly(lines).proposal(list_id)


def _id(place: int) -> str:
    return f"list-{place + 1}"


@dataclass
class _Section:
    heading: str
    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class _Assembly:
    """One paper, taken apart once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        blocks = blocks_of(lines)
        self.front, size = front_of(blocks)
        self.cast: Cast = cast_of(blocks[size:])
        head = chunks_of(self.cast.left[: max(self.cast.after, 0)])
        self.notes_end = len(head)
        self.chunks: list[Chunk] = head + chunks_of(self.cast.left[max(self.cast.after, 0) :])
        self.sets = gathered(self.chunks)
        self.holds: dict[int, str] = {}
        self.used: set[int] = set()
        self.out = Proposal()

    def proposal(self, list_id: str | None) -> Proposal:
        """Everything, each chunk once."""
        self._front()
        questions = self._choose(list_id)
        self._choices(questions)
        if questions is not None:
            self._preamble(self.sets[questions][0])
            self._questions(self.sets[questions])
        self._lists()
        self._rest(after=self.sets[questions][-1] if questions is not None else len(self.chunks))
        return self.out

    def _front(self) -> None:
        front, out = self.front, self.out
        out.event, out.title, out.codes = front.event, front.title, front.codes
        out.code_lines, out.notes = tuple(front.code_lines), list(front.notes)
        out.people, out.people_lines = self.cast.people, tuple(self.cast.lines)
        out.unrecognised = [Passage(line.text, (line.number,)) for line in front.left]

    def _choose(self, list_id: str | None) -> int | None:
        if list_id is not None:
            chosen = next((at for at in range(len(self.sets)) if _id(at) == list_id), None)
            if chosen is None:
                raise LookupError(list_id)
            return chosen
        scores = [max(score(self.chunks, at) for at in places) for places in self.sets]
        return scores.index(max(scores)) if scores and max(scores) > 0 else None

    def _choices(self, questions: int | None) -> None:
        """Finds the fields of work and the calls for action: the first list announced as such."""
        for place, places in enumerate(self.sets):
            if place == questions:
                self.holds[place] = "questions"
                continue
            self.holds[place] = "other"
            name, above = self._announced(places[0])
            if not name or name in self.holds.values():
                continue
            self.holds[place] = name
            nodes = [node for at in places for node in self.chunks[at].nodes]
            items = [_choice(node) for node in nodes]
            lines = tuple(number for at in above for number in self.chunks[at].numbers)
            self.used.update((*above, *places))
            if name == "fields_of_work":
                self.out.fields_of_work, self.out.fields_lines = items, lines
            else:
                self.out.calls_for_action, self.out.calls_lines = items, lines

    def _announced(self, at: int) -> tuple[str, list[int]]:
        """What announces the list as fields or calls, and the chunks that do nothing else."""
        if at == 0 or self.chunks[at - 1].kind == "list":
            return "", []
        near = self.chunks[at - 1]
        name = purpose(near.announces)
        heading = at > 1 and near.kind == "para" and self.chunks[at - 2].kind == "heading"
        said = purpose(near.heading) if near.heading else near.text.rstrip().endswith(":")
        above = [at - 1] if said else []
        if heading and (over := purpose(self.chunks[at - 2].announces)):
            return over, [at - 2, at - 1]
        return name, above if name else []

    def _preamble(self, first: int) -> None:
        """Takes what stands between the words that announce the questions and the first question."""
        start = self._opening(first)
        if start is None:
            return
        inside = list(range(start, first))
        themes = [at for at in inside[1:] if self.chunks[at].kind == "heading"]
        taken = [at for at in inside if not themes or at < themes[0]]
        texts = [self.chunks[at].text for at in taken if self.chunks[at].kind == "para" and not _row(self.chunks[at])]
        self.used.update(taken)
        self.out.preamble = Passage(
            "\n\n".join(filter(None, texts)),
            tuple(number for at in taken for number in self.chunks[at].numbers),
            self.chunks[start].heading,
        )

    def _opening(self, first: int) -> int | None:
        for at in range(first - 1, -1, -1):
            chunk = self.chunks[at]
            if chunk.kind == "list" or at in self.used:
                break
            told = announces_questions(chunk) or DISCUSSION.search(chunk.announces)
            if chunk.heading and told:
                return at
        near = first - 1
        if near < 0 or near in self.used or self.chunks[near].kind != "para":
            return None
        near_text = self.chunks[near].text
        told = announces_questions(self.chunks[near]) or near_text.endswith(":") or DISCUSSION.search(near_text)
        return near if told and not self.chunks[near].heading else None

    def _questions(self, places: list[int]) -> None:
        for at in places:
            group = self._group(at, several=len(places) > 1)
            for theme, node in questions_among(self.chunks[at]):
                self.out.questions.append(_question(node, theme or group))
            asked = {id(node) for _, node in questions_among(self.chunks[at])}
            themes = [node for node in self.chunks[at].nodes if id(node) not in asked]
            self.out.groups.extend(Passage(node.text, node.numbers) for node in themes)
            self.used.add(at)

    def _group(self, at: int, *, several: bool) -> str:
        """The theme over a list of questions; a heading that only says 'Questions' is none."""
        above, only_says = at - 1, []
        while above >= 0 and self.chunks[above].kind != "list":
            chunk = self.chunks[above]
            said = announces_questions(chunk) or bool(DISCUSSION.search(chunk.announces))
            if chunk.heading and not said:
                break
            if above in self.used and said and chunk.heading and not several:
                return ""
            if chunk.kind == "heading" and said and above not in self.used:
                only_says.append(above)
            above -= 1
        if above < 0 or self.chunks[above].kind == "list" or not (several or above > self._start()):
            return ""
        if several and self._outside(above):
            return ""
        for place in [*only_says, *([above] if above == at - 1 - len(only_says) else [])]:
            if place not in self.used and self.chunks[place].kind == "heading":
                self.used.add(place)
                self.out.groups.append(Passage(self.chunks[place].heading, self.chunks[place].numbers))
        return self.chunks[above].heading

    def _start(self) -> int:
        """The place of the words that announce the questions; past the end where nothing does."""
        lines = self.out.preamble.lines
        return next((at for at, chunk in enumerate(self.chunks) if lines and chunk.numbers[0] == lines[0]), 10**6)

    def _outside(self, above: int) -> bool:
        """Whether a heading stands over the announcement of all questions, as a section of context does."""
        start = self._start()
        if above >= start or start == 10**6:
            return False
        return sum(announces_questions(chunk) and bool(chunk.heading) for chunk in self.chunks) <= 1

    def _lists(self) -> None:
        for place, places in enumerate(self.sets):
            nodes = [node for at in places for node in self.chunks[at].nodes]
            near = self.chunks[places[0] - 1] if places[0] else None
            named = (near.heading or near.text) if near and near.kind != "list" else ""
            lines = sorted(number for at in places for number in self.chunks[at].numbers)
            items = tuple(inner.block.shown for node in nodes for inner in node.walk())
            self.out.lists.append(FoundList(_id(place), named, items, self.holds[place], tuple(lines)))

    def _rest(self, after: int) -> None:
        """Sections of context, notes on the people, and what is not recognised."""
        section: _Section | None = None
        sections: list[_Section] = []
        for at, chunk in enumerate(self.chunks):
            if at == after:
                section = None
            if at in self.used:
                continue
            if chunk.heading:
                section = _Section(chunk.heading)
                sections.append(section)
            elif section is None and (at < self.notes_end or self._is_note(chunk)) and not sections:
                self.out.notes.append(Passage(_shown(chunk), chunk.numbers))
                continue
            elif section is None and at > after:
                self._not_recognised(chunk)
                continue
            elif section is None:
                section = _Section("")
                sections.append(section)
            if chunk.kind != "heading":
                section.texts.append(_shown(chunk))
            section.lines.extend(chunk.numbers)
        self.out.sections = [Passage(_paragraphs(one.texts), tuple(one.lines), one.heading) for one in sections]

    def _is_note(self, chunk: Chunk) -> bool:
        """Whether a paragraph under the people speaks of them, or is set off as a remark."""
        if chunk.kind != "para" or not chunk.block or not self.cast.people:
            return False
        roles = re.findall(rf"(?<!\w)(?:{ROLE})(?!\w)", chunk.text, re.IGNORECASE)
        return all(line.slanted for line in chunk.block.lines) or len(roles) >= 2

    def _not_recognised(self, chunk: Chunk) -> None:
        if chunk.block:
            self.out.unrecognised.append(Passage(chunk.block.shown, chunk.numbers))
        for top in chunk.nodes:
            self.out.unrecognised.extend(Passage(node.block.shown, node.numbers) for node in top.walk())


def _row(chunk: Chunk) -> bool:
    """Whether the chunk is a row of a table, such as its head."""
    return chunk.block is not None and chunk.block.kind == "row"


def _as_choice(text: str) -> str:
    """An item as the name of a choice: without what joined it to the next item, or its one full stop."""
    text = _CHOICE_END.sub("", text)
    return text if re.search(r"[.?!]\s", text) or text.endswith("..") else text.removesuffix(".")


def _paragraphs(texts: Sequence[str]) -> str:
    """Paragraphs as one text; a sentence that a page break cut in two is whole again."""
    out = ""
    for text in filter(None, texts):
        cut = out and text[0].islower() and not re.search(r"[.?!:;)”\"]$", out)
        out += (" " if cut else "\n\n" if out else "") + text
    return out


def _choice(node: Node) -> Passage:
    """An item of a list of choices, with what stands under it."""
    under = [inner for child in node.children for inner in child.walk()]
    name = _as_choice(node.text)
    if under:
        name = f"{name.rstrip(':')}: " + "; ".join(_as_choice(inner.text) for inner in under)
    return Passage(name, tuple(number for inner in (node, *under) for number in inner.numbers))


def _question(node: Node, group: str) -> Question:
    parts = tuple(_question(child, "") for child in node.children)
    return Question(node.label, group, node.text, node.numbers, parts)


def _shown(chunk: Chunk) -> str:
    if chunk.kind != "list":
        return chunk.text
    return "\n".join(node.block.shown for top in chunk.nodes for node in top.walk())
