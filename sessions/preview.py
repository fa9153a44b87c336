"""The preview of a paper: its lines on one side, on the other what was found in it. Composed for one page."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from sessions.drafts import Item, load
from sessions.forms.papers import SORT_NAMES, MendForm
from sessions.models import BackgroundPaper, GuidingQuestion
from sessions.queries import questions_of

# Heading, sorts, and what to say where nothing was found.
GROUPS: tuple[tuple[Any, tuple[str, ...], Any], ...] = (
    (_("Event, title and sessions"), ("event", "title", "code"), _("Neither name nor code was found.")),
    (_("People"), ("person",), _("Nobody is named.")),
    (_("Preamble of the guiding questions"), ("preamble",), _("The questions have no preamble.")),
    (
        _("Guiding questions"),
        ("question", "part"),
        _("This paper asks no questions. Add them below, or on the page of questions once the paper is confirmed."),
    ),
    (_("Fields of work"), ("field_of_work",), _("No list of fields was found.")),
    (_("Calls for action"), ("call_for_action",), _("No list of calls was found.")),
    (_("Context"), ("section",), _("No section of context was found.")),
    (_("Not recognised, or left out"), ("unused",), _("Every line has found its place.")),
)


# A form takes a few milliseconds: beyond so many items only the opened one has its form on the page.
MOST_FORMS = 250


class FoundItem(NamedTuple):
    """An item with the form that mends it, unless the paper is so long that only the opened item has one."""

    item: Item
    sort_name: Any
    form: MendForm | None
    is_open: bool
    can_order: bool
    was: GuidingQuestion | None


class Group(NamedTuple):
    """Items that stand together on the page."""

    name: str
    heading: Any
    nothing: Any
    found: list[FoundItem]


class PaperLine(NamedTuple):
    """A line of the paper, and the item that it belongs to."""

    number: int
    text: str
    item: Item | None
    sort_name: Any


def preview_of(paper: BackgroundPaper, *, open_key: int | None, bound: MendForm | None = None) -> dict[str, Any]:
    """Everything that the page shows."""
    items = load(paper.proposal.get("items", []))
    earlier = questions_of(paper.replaces) if paper.replaces else []
    few = len(items) <= MOST_FORMS
    forms = {item.key: MendForm(item=item, earlier=earlier) for item in items if few or item.key == open_key}
    if bound:
        forms[bound.item.key] = bound
    was = {question.pk: question for question in earlier}
    found = [_found(item, forms.get(item.key), was, open_key) for item in items]
    groups = [
        Group(sorts[0], heading, nothing, [one for one in found if one.item.sort in sorts])
        for heading, sorts, nothing in GROUPS
    ]
    paired = {item.was for item in items}
    return {
        "groups": groups,
        "lines": _lines(paper, items),
        "lists": paper.proposal.get("lists", []),
        "question_count": sum(item.sort in {"question", "part"} for item in items),
        "unpaired": [question for question in earlier if question.pk not in paired],
    }


def _found(item: Item, form: MendForm | None, was: dict[int, GuidingQuestion], open_key: int | None) -> FoundItem:
    is_open, can_order = item.key == open_key, item.sort != "unused"
    return FoundItem(item, SORT_NAMES[item.sort], form, is_open, can_order, was.get(item.was or 0))


def _lines(paper: BackgroundPaper, items: list[Item]) -> list[PaperLine]:
    owner = {number: item for item in items for number in item.lines}
    return [
        PaperLine(number, text, owner.get(number), SORT_NAMES[owner[number].sort] if number in owner else "")
        for number, text in paper.proposal.get("lines", [])
    ]
