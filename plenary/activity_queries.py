"""The activity page: what moderators and organizers did, and that something was erased, newest first."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import NamedTuple, TypeVar

from django.db.models import Q, QuerySet

from plenary.activity_sentences import erasure_sentence, sentence_of
from plenary.models import Activity
from regions.models import DiscussionTable
from sessions.models import DiscussionSession, Erasure, GuidingQuestion, Organizer

PAGE = 50
Done = TypeVar("Done", Activity, Erasure)


class Deed(NamedTuple):
    """A sentence and its time."""

    at: datetime
    sentence: str


class DeedPage(NamedTuple):
    """Some deeds, newest first; `earlier` is the time before which more of them stand, None where they begin."""

    deeds: list[Deed]
    earlier: datetime | None


class Wanted(NamedTuple):
    """What is asked for: of one table, about one question, before a time."""

    table: DiscussionTable | None = None
    question: GuidingQuestion | None = None
    before: datetime | None = None


def activity_page(session: DiscussionSession, wanted: Wanted) -> DeedPage:
    """A page of deeds and erasures: four queries. What was done at the same moment is never parted."""
    deeds = [Deed(one.at, sentence_of(one)) for one in _whole_moments(_activities(session, wanted))]
    # Nobody knows under which question an erased point stood.
    erased = [] if wanted.question else _erasures(session, wanted)
    newest = sorted(chain(deeds, erased), key=lambda deed: deed.at, reverse=True)
    page = _cut(newest)
    return DeedPage(page, page[-1].at if len(page) < len(newest) else None)


def last_deed(session: DiscussionSession) -> Deed | None:
    """The newest deed of all."""
    return deed_of(_with_names(Activity.objects.filter(session=session)).first())


def deed_of(activity: Activity | None) -> Deed | None:
    """A deed as it is told."""
    return Deed(activity.at, sentence_of(activity)) if activity else None


def noted(activity_id: int) -> Deed | None:
    """One deed."""
    return deed_of(_with_names(Activity.objects.filter(pk=activity_id)).first())


def _with_names(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    return activities.select_related("link", "organizer", "table", "question__parent")


def _activities(session: DiscussionSession, wanted: Wanted) -> QuerySet[Activity]:
    found = _with_names(Activity.objects.filter(session=session))
    if wanted.table:
        found = found.filter(table=wanted.table)
    if wanted.question:
        found = found.filter(question=wanted.question)
    return found.filter(at__lt=wanted.before) if wanted.before else found


def _whole_moments(found: QuerySet[Done]) -> list[Done]:
    """A page and one more, and all that was done in the last one's moment."""
    some = list(found[: PAGE + 1])
    if len(some) <= PAGE:
        return some
    last = some[-1].at
    return [one for one in some if one.at != last] + list(found.filter(at=last))


def _erasures(session: DiscussionSession, wanted: Wanted) -> list[Deed]:
    tables = dict(DiscussionTable.objects.filter(session=session).values_list("pk", "number"))
    targets = [wanted.table.pk] if wanted.table else list(tables)
    found = Erasure.objects.filter(~Q(kind=Erasure.Kind.EVENT), target__in=targets)
    if wanted.before:
        found = found.filter(at__lt=wanted.before)
    some = _whole_moments(found.order_by("-at", "-pk"))
    names = _names(one.by_organizer for one in some)
    return [
        Deed(one.at, erasure_sentence(one, table=tables[one.target], who=names.get(one.by_organizer or 0, "")))
        for one in some
    ]


def _names(organizers: Iterable[int | None]) -> dict[int, str]:
    ids = {pk for pk in organizers if pk}
    found = Organizer.objects.filter(pk__in=ids) if ids else []
    return {one.pk: one.get_full_name() or one.username for one in found}


def _cut(newest: list[Deed]) -> list[Deed]:
    """The first page of them, to the end of its last moment."""
    if len(newest) <= PAGE:
        return newest
    last = newest[PAGE - 1].at
    return [deed for deed in newest if deed.at >= last]
