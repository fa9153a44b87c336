"""The feed: points and priority issues as they arrive, the newest first; everything comes through `leaving_table()`.

An item stands where it came (when its first word was written), so that it never moves while it is changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from plenary.feed_filter import NONE, FeedFilter, Place, number
from plenary.folding import index_words, query_of
from plenary.search import found_by
from regions.models import Answer, DiscussionTable, PriorityIssue
from sessions.models import DiscussionSession, GuidingQuestion, TickList

PAGE = 50
ISSUE_KIND = "issue"
# Changed so much later than it came, an item says so.
CHANGED_AFTER = timedelta(minutes=2)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TABLE = ("table__region", "table__session__event")


class FeedItem(NamedTuple):
    """One point or issue. `issue` is what it is about; `said_by` is empty where the event does not allow it."""

    id: str
    place: Place
    table: DiscussionTable
    text: str
    kind: str
    kind_name: str
    question: GuidingQuestion | None
    issue_id: int | None
    issue: str
    ticks: list[tuple[int, str]]
    free: list[tuple[str, str]]
    said_by: str
    came_at: datetime
    changed_at: datetime | None

    @property
    def words(self) -> str:
        """Folded, as the search finds it; for pages that search while it arrives."""
        return " ".join(index_words("\n".join([self.text, *(words for _name, words in self.free)])))


class FeedPage(NamedTuple):
    """Some items, and the place before which the earlier ones are, if there are any."""

    items: list[FeedItem]
    earlier: Place | None


class _Head(NamedTuple):
    """As much of an item as is needed to sort it."""

    at: datetime
    key: str
    is_issue: bool
    pk: int


def feed_page(session: DiscussionSession, asked: FeedFilter, most: int = PAGE) -> FeedPage:
    """The newest items that pass: eight queries however many there are."""
    heads = [*_heads(_answers(session, asked), most), *_heads(_issues(session, asked), most)]
    heads.sort(reverse=True)
    more, heads = len(heads) > most, heads[:most]
    items = _items(
        Answer.objects.leaving_table().filter(pk__in=[head.pk for head in heads if not head.is_issue]),
        PriorityIssue.objects.leaving_table().filter(pk__in=[head.pk for head in heads if head.is_issue]),
    )
    return FeedPage(items, _place(heads[-1].at, heads[-1].key) if more else None)


def items_of(tables: Iterable[int], keys: Sequence[str]) -> list[FeedItem]:
    """These points and issues, and the points about these issues, as far as they may be shown."""
    own = Q(table__in=list(tables), key__in=keys)
    about = Q(table__in=list(tables), issue__key__in=[key for key in keys if key.startswith("i")])
    return _items(Answer.objects.leaving_table().filter(own | about), PriorityIssue.objects.leaving_table().filter(own))


def item_id(table_id: int, key: str) -> str:
    """What an item's element is called."""
    return f"item-{table_id}-{key}"


def _answers(session: DiscussionSession, asked: FeedFilter) -> QuerySet[Answer]:
    found = Answer.objects.leaving_table().filter(_everywhere(session, asked))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.question:
        found = found.filter(question=None if asked.question == NONE else number(asked.question))
    if asked.issue:
        found = found.filter(issue=number(asked.issue))
    if asked.tick:
        found = found.filter(ticks__choice=number(asked.tick))
    return found


def _issues(session: DiscussionSession, asked: FeedFilter) -> QuerySet[PriorityIssue]:
    found = PriorityIssue.objects.leaving_table().filter(_everywhere(session, asked))
    if asked.kind not in {"", ISSUE_KIND}:
        return found.none()
    if asked.question:
        naming = naming_question(session.paper_id)
        found = found if naming and asked.question == str(naming.pk) else found.none()
    if asked.issue:
        found = found.filter(pk=number(asked.issue))
    if asked.tick:
        found = found.filter(ticks__choice=number(asked.tick))
    return found


def _everywhere(session: DiscussionSession, asked: FeedFilter) -> Q:
    """What answers and issues are asked in the same way."""
    passes = Q(table__session=session)
    if asked.region:
        passes &= Q(table__region=number(asked.region))
    if asked.table:
        passes &= Q(table=number(asked.table))
    if asked.language:
        passes &= Q(table__language="" if asked.language == NONE else asked.language)
    if asked.q:
        passes &= found_by(query_of(asked.q))
    if asked.before:
        at = _EPOCH + timedelta(microseconds=asked.before.at)
        passes &= Q(created_at__lt=at) | Q(created_at=at, key__lt=asked.before.key)
    return passes


def _heads(found: QuerySet[Answer] | QuerySet[PriorityIssue], most: int) -> list[_Head]:
    is_issue = found.model is PriorityIssue
    rows = found.order_by("-created_at", "-key").values_list("created_at", "key", "pk")[: most + 1]
    return [_Head(at, key, is_issue, pk) for at, key, pk in rows]


def _place(at: datetime, key: str) -> Place:
    return Place((at - _EPOCH) // timedelta(microseconds=1), key)


def naming_question(paper_id: int | None) -> GuidingQuestion | None:
    """The question whose answers are priority issues; they stand under it."""
    return GuidingQuestion.objects.filter(paper=paper_id, names_issues=True).select_related("parent").first()


def _items(answers: QuerySet[Answer], issues: QuerySet[PriorityIssue]) -> list[FeedItem]:
    said = list(answers.select_related(*_TABLE, "question__parent", "issue").prefetch_related("ticks__choice"))
    named = list(issues.select_related(*_TABLE).prefetch_related("ticks__choice"))
    lists = _free_lists([*said, *named])
    naming = {paper: naming_question(paper) for paper in {issue.table.session.paper_id for issue in named}}
    items = [_said(answer, lists) for answer in said]
    items += [_named(issue, lists, naming[issue.table.session.paper_id]) for issue in named]
    return sorted(items, key=lambda item: item.place, reverse=True)


def _free_lists(rows: Sequence[Answer | PriorityIssue]) -> dict[str, str]:
    """Names of the tick lists whose words are free, by id as the words have it."""
    ids = {int(ident) for row in rows for ident in row.words}
    return {str(found.pk): found.shown_name for found in TickList.objects.filter(pk__in=ids)} if ids else {}


def _said(answer: Answer, lists: Mapping[str, str]) -> FeedItem:
    about = answer.issue if answer.issue and not answer.issue.deleted and answer.issue.text else None
    return FeedItem(
        **_both(answer, lists),
        kind=answer.kind,
        kind_name="" if answer.kind == Answer.Kind.POINT else answer.get_kind_display(),
        question=answer.question,
        issue_id=about.pk if about else None,
        issue=about.text if about else "",
        said_by=answer.attribution if answer.table.session.event.attribution_allowed else "",
    )


def _named(issue: PriorityIssue, lists: Mapping[str, str], naming: GuidingQuestion | None) -> FeedItem:
    return FeedItem(
        **_both(issue, lists),
        kind=ISSUE_KIND,
        kind_name=_("Priority issue"),
        question=naming,
        issue_id=issue.pk,
        issue="",
        said_by="",
    )


def _both(row: Answer | PriorityIssue, lists: Mapping[str, str]) -> dict[str, Any]:
    later = row.changed_at - row.created_at >= CHANGED_AFTER
    return {
        "id": item_id(row.table_id, row.key),
        "place": _place(row.created_at, row.key),
        "table": row.table,
        "text": row.text,
        "ticks": [(tick.choice_id, tick.choice.shown_name) for tick in row.ticks.all()],
        "free": [(lists[ident], words) for ident, words in row.words.items() if ident in lists],
        "came_at": row.created_at,
        "changed_at": row.changed_at if later else None,
    }
