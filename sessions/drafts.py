"""What an organizer mends before a paper counts: the items found in it, as one flat list. Pure functions.

A draft is {"items": [Item, …], …}. Parts follow their question. What is dropped stays as an item of sort `unused`,
so that every line of the paper stands in exactly one item throughout.
"""

import string
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

ASKED = ("question", "part")
# What an item may be turned into; people and sections fill other fields as well.
SORTS = (
    "event",
    "title",
    "code",
    "person",
    "section",
    "field_of_work",
    "call_for_action",
    "preamble",
    "question",
    "part",
    "unused",
)
ROLES = ("moderator", "discussion_starter", "rapporteur", "other")


@dataclass(frozen=True)
class Item:
    """One thing found in the paper; of its fields those that its sort needs are filled. `lines` count from 1."""

    key: int
    sort: str
    text: str = ""
    lines: tuple[int, ...] = ()
    label: str = ""
    group: str = ""
    heading: str = ""
    role: str = ""
    role_as_printed: str = ""
    name: str = ""
    organisation: str = ""
    was: int | None = None  # the question of the paper that this one corrects
    by_hand: bool = False  # stands nowhere in the paper; without lines and not by hand, it shares a line with another


class UnknownItem(Exception):
    """There is no item of this key; somebody mended the draft in another window."""


class NothingToDo(Exception):
    """The mend does not fit the item: nothing above it to merge with, no line break to split at."""


def load(items: Sequence[dict[str, Any]]) -> list[Item]:
    """Items as they were kept in JSON."""
    return [Item(**{**found, "lines": tuple(found["lines"])}) for found in items]


def dump(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Items for JSON."""
    return [{**asdict(found), "lines": list(found.lines)} for found in items]


def next_key(items: Sequence[Item]) -> int:
    """A key that no item has."""
    return max((found.key for found in items), default=0) + 1


def place_of(items: Sequence[Item], key: int) -> int:
    """Where the item of this key stands."""
    for place, found in enumerate(items):
        if found.key == key:
            return place
    raise UnknownItem(key)


def change(items: list[Item], key: int, fields: dict[str, Any]) -> list[Item]:
    """Other words in an item."""
    place = place_of(items, key)
    return [*items[:place], replace(items[place], **fields), *items[place + 1 :]]


def turn(items: list[Item], key: int, sort: str) -> list[Item]:
    """Make another sort of thing of an item, without losing its words."""
    found = items[place_of(items, key)]
    if sort == found.sort:
        return items
    words = "\n".join(word for word in (found.heading, found.text) if word)
    if found.sort == "person":
        words = ", ".join(word for word in (found.name, found.organisation) if word)
    turned = Item(key, sort, words, found.lines, label=found.label, group=found.group, by_hand=found.by_hand)
    if sort in ASKED and found.sort in ASKED:
        turned = replace(turned, was=found.was)
    if sort == "person":
        name, _comma, organisation = words.partition(",")
        turned = replace(turned, text="", name=name.strip(), organisation=organisation.strip(), role="other")
    if sort == "section":
        heading, _break, text = words.partition("\n")
        turned = replace(turned, heading=heading if text else "", text=text or heading)
    place = place_of(items, key)
    rest = [*items[:place], *items[place + 1 :]]
    target = place if sort in ASKED and found.sort in ASKED else _place_among(rest, turned, place)
    return [*rest[:target], turned, *rest[target:]]


def _place_among(rest: list[Item], turned: Item, place: int) -> int:
    """Behind the last item of its family that stands earlier in the paper; where it was, if there is none."""
    if turned.sort == "unused" or not turned.lines:
        return place
    earlier = [
        n
        for n, other in enumerate(rest)
        if same_family(other, turned) and other.lines and other.lines[0] < turned.lines[0]
    ]
    if earlier:
        return earlier[-1] + 1
    later = [n for n, other in enumerate(rest) if same_family(other, turned)]
    return later[0] if later else place


def same_family(one: Item, other: Item) -> bool:
    """Whether two items stand in one list on the page: questions with parts, else the same sort."""
    return one.sort == other.sort or (one.sort in ASKED and other.sort in ASKED)


def _block(items: list[Item], place: int) -> tuple[int, int]:
    """From where to where an item reaches: a question takes its parts along."""
    end = place + 1
    if items[place].sort == "question":
        while end < len(items) and items[end].sort == "part":
            end += 1
    return place, end


def move(items: list[Item], key: int, by: int) -> list[Item]:
    """One place up (-1) or down (+1) in its list; a question moves with its parts, past whole questions."""
    place = place_of(items, key)
    start, end = _block(items, place)
    block, rest = items[start:end], [*items[:start], *items[end:]]
    whole = block[0].sort == "question"
    stops = [n for n, other in enumerate(rest) if (other.sort == "question" if whole else same_family(other, block[0]))]
    if by < 0:
        before = [n for n in stops if n < start]
        if not before:
            raise NothingToDo
        target = before[-1]
    else:
        after = [n for n in stops if n >= start]
        if not after:
            raise NothingToDo
        target = _block(rest, after[0])[1] if whole else after[0] + 1
    return [*rest[:target], *block, *rest[target:]]


def split(items: list[Item], key: int) -> list[Item]:
    """Make two of one where its text has its first line break; the second keeps the lines as well as it can."""
    place = place_of(items, key)
    found = items[place]
    first, gap, second = found.text.partition("\n")
    if not gap or not first.strip() or not second.strip():
        raise NothingToDo
    cut = 1 if len(found.lines) > 1 else len(found.lines)
    upper = replace(found, text=first.strip(), lines=found.lines[:cut])
    lower = Item(
        next_key(items), found.sort, second.strip(), found.lines[cut:], group=found.group, by_hand=found.by_hand
    )
    return [*items[:place], upper, lower, *items[place + 1 :]]


def merge(items: list[Item], key: int) -> list[Item]:
    """Join an item to the one above it in its list."""
    place = place_of(items, key)
    above = [n for n in range(place) if same_family(items[n], items[place])]
    if not above or items[place].sort == "person":
        raise NothingToDo
    upper, lower = items[above[-1]], items[place]
    words = [word for word in (upper.text, lower.heading, lower.text) if word]
    lines = tuple(sorted({*upper.lines, *lower.lines}))
    upper = replace(upper, text="\n".join(words), lines=lines, was=upper.was or lower.was)
    return [*items[: above[-1]], upper, *items[above[-1] + 1 : place], *items[place + 1 :]]


def pair_once(items: list[Item], key: int) -> list[Item]:
    """A question of the earlier paper has one pair: the item of this key, and no other."""
    was = items[place_of(items, key)].was
    return [replace(found, was=None) if was and found.was == was and found.key != key else found for found in items]


def renumber(items: list[Item]) -> list[Item]:
    """Label questions 1, 2, 3 … and the parts of each a, b, c …, in the order in which they stand."""
    made, question, part = [], 0, 0
    for found in items:
        label = found.label
        if found.sort == "question":
            question, part = question + 1, 0
            label = str(question)
        elif found.sort == "part":
            label = string.ascii_lowercase[part % 26] * (part // 26 + 1)
            part += 1
        made.append(replace(found, label=label))
    return made


def add(items: list[Item], sort: str, text: str) -> list[Item]:
    """An item that stands nowhere in the paper."""
    return [*items, Item(next_key(items), sort, text, by_hand=True)]
