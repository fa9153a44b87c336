"""By what the feed can be filtered: regions, tables, questions, issues, ticks, kinds, languages of a session."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from plenary.feed import ISSUE_KIND
from plenary.feed_filter import NONE, FeedFilter, number
from regions.models import Answer, DiscussionTable, PriorityIssue
from regions.queries import asked_questions
from sessions.languages import NAMES
from sessions.models import DiscussionSession, TickChoice

MOST_ISSUES = 300
MOST_LETTERS = 70


class Choice(NamedTuple):
    """One option; `group` is the heading under which it stands, if any."""

    value: str
    label: str
    group: str = ""


class ChoiceField(NamedTuple):
    """A list to choose from, and what is chosen."""

    name: str
    label: str
    choices: list[Choice]
    chosen: str


def choice_fields(session: DiscussionSession, asked: FeedFilter) -> list[ChoiceField]:
    """All lists of a session's feed: nine queries or ten."""
    tables = list(DiscussionTable.objects.filter(session=session).select_related("region"))
    tables.sort(key=lambda table: (table.region.order, table.region_id, table.number))
    found = {
        "region": (_("Region"), _regions(tables)),
        "table": (_("Table"), _tables(tables)),
        "question": (_("Question"), _questions(session)),
        "issue": (_("Priority issue"), _issues(session, asked)),
        "tick": (_("Ticked"), _ticks(session)),
        "kind": (_("Kind"), _kinds()),
        "language": (_("Language of the table"), _languages(tables)),
    }
    return [ChoiceField(name, label, choices, getattr(asked, name)) for name, (label, choices) in found.items()]


def _regions(tables: Iterable[DiscussionTable]) -> list[Choice]:
    return list(dict.fromkeys(Choice(str(table.region_id), table.region.shown_name) for table in tables))


def _tables(tables: Iterable[DiscussionTable]) -> list[Choice]:
    return [Choice(str(table.pk), f"{table.number} {table.name}".strip(), table.region.shown_name) for table in tables]


def _questions(session: DiscussionSession) -> list[Choice]:
    asked = [one.question for one in asked_questions(session.paper_id)]
    named = [Choice(str(question.pk), f"{question.full_label} {question.name}".strip()) for question in asked]
    return [*named, Choice(NONE, _("Not placed yet"))]


def _issues(session: DiscussionSession, asked: FeedFilter) -> list[Choice]:
    """All of them while they are few; else those of the chosen region or table. The chosen one in any case."""
    found = PriorityIssue.objects.leaving_table().filter(table__session=session)
    if found.count() > MOST_ISSUES:
        chosen = Q(pk=number(asked.issue))
        chosen |= Q(table=number(asked.table)) if asked.table else Q(table__region=number(asked.region))
        found = found.filter(chosen)
    rows = found.order_by("table__number", "position", "key").values_list("pk", "table__number", "text")
    return [Choice(str(pk), f"{place} · {text[:MOST_LETTERS]}") for pk, place, text in rows[:MOST_ISSUES]]


def _ticks(session: DiscussionSession) -> list[Choice]:
    found = TickChoice.objects.filter(tick_list__event=session.event_id).select_related("tick_list")
    return [
        Choice(str(choice.pk), choice.shown_name[:MOST_LETTERS], choice.tick_list.shown_name)
        for choice in found.order_by("tick_list__order", "tick_list", "order", "pk")
    ]


def _kinds() -> list[Choice]:
    kinds = [Choice(str(value), str(label)) for value, label in Answer.Kind.choices]
    return [*kinds, Choice(ISSUE_KIND, _("Priority issue"))]


def _languages(tables: Iterable[DiscussionTable]) -> list[Choice]:
    used = sorted({table.language for table in tables}, key=lambda code: (not code, code))
    return [Choice(code or NONE, NAMES.get(code, code) or _("not said")) for code in used]
