"""From the parser's proposal to a draft that an organizer can mend: every line of the paper in exactly one item."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sessions.drafts import ASKED, Item, dump, next_key
from sessions.models import BackgroundPaper
from sessions.papers import pairing
from sessions.papers.people import Person
from sessions.papers.proposal import Passage, Proposal, Question
from sessions.papers.proposing import choose_list as propose_list
from sessions.papers.proposing import propose
from sessions.papers.reading import read_paper
from sessions.queries import questions_of


def read_draft(file_name: str, content: bytes) -> dict[str, Any]:
    """The draft of a paper with its lines: {"items", "lines": [[number, text]], "lists"}."""
    lines = read_paper(file_name, content)
    proposal = propose(lines)
    return {
        "items": dump(items_of(proposal)),
        "lines": [[line.number, line.text] for line in lines],
        "lists": _lists(proposal),
    }


def _lists(proposal: Proposal) -> list[dict[str, Any]]:
    return [
        {
            "id": found.id,
            "heading": found.heading,
            "first": found.items[0] if found.items else "",
            "count": len(found.items),
            "chosen": found.holds == "questions",
        }
        for found in proposal.lists
    ]


def items_of(proposal: Proposal) -> list[Item]:
    """The items of a proposal, keys from 1; what only frames other things (headings of lists) goes with the first."""
    where = {key: tuple(lines) for key, lines in proposal.lines_of().items()}
    made = [
        replace(found, key=key, lines=where.pop(place, ())) for key, (place, found) in enumerate(_found(proposal), 1)
    ]
    places = [place for place, _item in _found(proposal)]
    for place, lines in where.items():
        made = _give(made, places, place, lines, proposal)
    return made


def _give(made: list[Item], places: list[str], place: str, lines: tuple[int, ...], proposal: Proposal) -> list[Item]:
    """Lines that no item stands for: the heading of a list or a theme, the head of a table of people."""
    owner = next((n for n, other in enumerate(places) if other.startswith(f"{place}.")), None)
    if place.startswith("groups."):
        theme = proposal.groups[int(place.partition(".")[2])].text
        owner = next((n for n, found in enumerate(made) if found.group == theme), None)
    if owner is None:
        return [*made, Item(next_key(made), "unused", "", lines)]
    given = replace(made[owner], lines=tuple(sorted({*made[owner].lines, *lines})))
    return [*made[:owner], given, *made[owner + 1 :]]


def _found(proposal: Proposal) -> Iterator[tuple[str, Item]]:
    """Every item with its place in `lines_of`; codes share their lines, which go with the first."""
    for sort, passage in (("event", proposal.event), ("title", proposal.title)):
        if passage.text:
            yield sort, Item(0, sort, passage.text)
    for n, code in enumerate(proposal.codes):
        yield "codes" if n == 0 else f"codes#{n}", Item(0, "code", code)
    for n, person in enumerate(proposal.people):
        yield f"people.{n}", _person(person)
    context = [*_passages("sections", "section", proposal.sections), *_passages("notes", "section", proposal.notes)]
    yield from sorted(context, key=lambda found: found[1].lines)
    yield from _passages("fields_of_work", "field_of_work", proposal.fields_of_work)
    yield from _passages("calls_for_action", "call_for_action", proposal.calls_for_action)
    if proposal.preamble.text:
        yield "preamble", Item(0, "preamble", proposal.preamble.text)
    for n, question in enumerate(proposal.questions):
        yield from _asked(question, f"questions.{n}", question.group)
    yield from _passages("unrecognised", "unused", proposal.unrecognised)


def _passages(place: str, sort: str, passages: Sequence[Passage]) -> Iterator[tuple[str, Item]]:
    for n, passage in enumerate(passages):
        heading = passage.heading if sort == "section" else ""
        yield f"{place}.{n}", Item(0, sort, passage.text, passage.lines, heading=heading)


def _person(person: Person) -> Item:
    return Item(
        0,
        "person",
        role=person.role,
        role_as_printed=person.role_as_printed,
        name=person.name,
        organisation=person.organisation,
    )


def _asked(question: Question, place: str, group: str, above: str = "") -> Iterator[tuple[str, Item]]:
    """A question, then its parts; parts of parts become parts with both labels."""
    sort = "part" if ".parts." in place else "question"
    label = f"{above}{question.label}"
    yield place, Item(0, sort, question.text, label=label, group=group)
    for n, part in enumerate(question.parts):
        yield from _asked(part, f"{place}.parts.{n}", "", label if sort == "part" else "")


def choose_list(paper: BackgroundPaper, items: Sequence[Item], number: int) -> list[Item]:
    """The draft with another list as its questions; items that did not change stay as they were mended."""
    lines = read_paper(paper.file_name, bytes(paper.content))
    proposal = propose_list(lines, paper.proposal["lists"][number]["id"])
    paper.proposal["lists"] = _lists(proposal)
    mended = {found.lines: found for found in items if found.lines}
    fresh = [replace(found, key=next_key(items) + n) for n, found in enumerate(items_of(proposal))]
    fresh = [_as_mended(found, mended.get(found.lines)) for found in fresh]
    return [*fresh, *(found for found in items if found.by_hand)]


def _as_mended(fresh: Item, mended: Item | None) -> Item:
    return mended if mended and (mended.sort in ASKED) == (fresh.sort in ASKED) else fresh


def pair_with(earlier: BackgroundPaper, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items with, for each question, the question of the earlier paper that it seems to be."""
    asked = [n for n, found in enumerate(items) if found["sort"] in ASKED]
    paired = [{**found, "was": None} for found in items]
    for old, new in pairing.pair(_as_asked(earlier), _as_found([items[n] for n in asked])):
        if old is not None and new is not None:
            paired[asked[new]]["was"] = old
    return paired


def _as_asked(earlier: BackgroundPaper) -> list[dict[str, Any]]:
    return [
        {
            "id": question.pk,
            "label": question.label,
            "text": question.text,
            "parent": question.parent.full_label if question.parent else "",
        }
        for question in questions_of(earlier)
    ]


def _as_found(asked: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    found, above = [], ""
    for item in asked:
        is_part = item["sort"] == "part"
        found.append({"label": item["label"], "text": item["text"], "parent": above if is_part else ""})
        above = above if is_part else item["label"]
    return found
