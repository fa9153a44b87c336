"""Keeping the search's index: what may leave its table, and nothing else, a moment after it is projected.

The index is a cache of a cache. Each table has a mark (up to which number of its projection the index knows it), so
whoever asks can bring it up to date first, and whatever was missed is made good the next time. A search never trusts
it: what it finds passes `leaving_table()` once more.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from pga.live.erasing import on_scrub
from pga.live.models import Document, Projection
from plenary.folding import index_words
from plenary.models import SearchEntry, SearchMark
from regions.models import Answer, DiscussionTable, PriorityIssue
from regions.vocabulary import ISSUE
from regions.withdrawals import on_withdrawal

log = logging.getLogger("plenary.indexing")
TABLES_AT_ONCE = 20
MOST_WRITTEN = 100


class _Behind(NamedTuple):
    """A table whose projection is ahead of the index; `since` None: all of it is looked at."""

    table: int
    number: int
    round: int
    since: int | None


class _Plan(NamedTuple):
    """What the index must say of some answers or issues (`of`: which of the two), by id, and what goes."""

    of: str
    words: Mapping[int, str]
    gone: Sequence[int]


def install() -> None:
    """Take out at once what may no longer leave its table, and let nothing remain of what is erased."""
    on_withdrawal(look_again)
    on_scrub(tidy)


def catch_up(table_ids: Iterable[int]) -> None:
    """Index what has changed at these tables since they were last indexed."""
    behind = _behind(table_ids)
    for start in range(0, len(behind), TABLES_AT_ONCE):
        try:
            _catch_up(behind[start : start + TABLES_AT_ONCE])
        except DatabaseError:
            # Erased under our hands, or another process was at it: the marks stand where they stood.
            log.info("Some tables could not be indexed now; they are the next time", exc_info=True)


def reindex() -> int:
    """Build the whole index anew; how many points and issues are in it."""
    SearchMark.objects.all().delete()
    entries = list(SearchEntry.objects.values_list("pk", flat=True))
    for some in _parts(entries):
        SearchEntry.objects.filter(pk__in=some).delete()
    for table in DiscussionTable.objects.order_by("pk").values_list("pk", flat=True):
        marks = _behind([table])
        _look_at(_ids(Answer, table=table), _ids(PriorityIssue, table=table), marks)
    tidy()
    return SearchEntry.objects.count()


def look_again(table_id: int, keys: Sequence[str]) -> None:
    """Index these points and issues, and the points about these issues, as they are now."""
    _look_at(*_named([table_id], keys))


def tidy() -> None:
    """Let nothing remain of words that were taken out: SQLite keeps them in its index until its parts are merged."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO pga_plenary_searchwords (pga_plenary_searchwords) VALUES ('optimize')")


def _behind(table_ids: Iterable[int]) -> list[_Behind]:
    tables = {f"table:{table}": table for table in table_ids}
    known = {mark.table_id: mark for mark in SearchMark.objects.filter(table__in=list(tables.values()))}
    found = Projection.objects.filter(scope__in=list(tables)).order_by("scope").values_list("scope", "number", "round")
    return [
        _Behind(tables[scope], number, turn, _since(known.get(tables[scope]), number, turn))
        for scope, number, turn in found
        if not _is_known(known.get(tables[scope]), number, turn)
    ]


def _is_known(mark: SearchMark | None, number: int, turn: int) -> bool:
    return mark is not None and (mark.number, mark.round) == (number, turn)


def _since(mark: SearchMark | None, number: int, turn: int) -> int | None:
    return mark.number if mark and mark.round == turn and mark.number <= number else None


def _catch_up(some: Sequence[_Behind]) -> None:
    """The numbers were read before the words: what is written meanwhile is looked at once more."""
    whole = [one.table for one in some if one.since is None]
    changed = Q(pk__in=[])
    for one in some:
        changed |= Q() if one.since is None else Q(scope=f"table:{one.table}", number__gt=one.since)
    answers, issues = _named(
        [one.table for one in some], Document.objects.filter(changed).values_list("doc", flat=True)
    )
    _look_at(answers | _ids(Answer, table__in=whole), issues | _ids(PriorityIssue, table__in=whole), some)


def _named(tables: Sequence[int], keys: Iterable[str]) -> tuple[set[int], set[int]]:
    """Answers and issues of these ids, with the answers about these issues."""
    keys = list(keys)
    named = [key for key in keys if key.startswith(ISSUE)]
    issues = _ids(PriorityIssue, table__in=tables, key__in=named) if named else set()
    about = _ids(Answer, issue__in=issues) if issues else set()
    return _ids(Answer, table__in=tables, key__in=keys) | about, issues


def _ids(model: type[Answer] | type[PriorityIssue], **which: object) -> set[int]:
    return set(model._default_manager.filter(**which).values_list("pk", flat=True))  # noqa: SLF001 Django's own name


def _look_at(answers: set[int], issues: set[int], marks: Sequence[_Behind] = ()) -> None:
    """Read and fold first, then write a little at a time: a long transaction would hold up the edit door's writer."""
    said = Answer.objects.leaving_table().filter(pk__in=answers).values_list("pk", "text", "words")
    named = PriorityIssue.objects.leaving_table().filter(pk__in=issues).values_list("pk", "text", "words")
    for plan in (_plan("answer", answers, said), _plan("issue", issues, named)):
        _carry_out(plan)
    SearchMark.objects.bulk_create(
        [SearchMark(table_id=one.table, number=one.number, round=one.round) for one in marks],
        update_conflicts=True,
        unique_fields=["table"],
        update_fields=["number", "round"],
    )


def _plan(of: str, looked_at: set[int], leaving: Iterable[tuple[int, str, Mapping[str, str]]]) -> _Plan:
    """Who said it is not searched; the free words of tick lists are."""
    words = {pk: " ".join(index_words("\n".join([text, *free.values()]))) for pk, text, free in leaving}
    entries = SearchEntry.objects.filter(**{f"{of}__in": looked_at})
    held = dict(entries.values_list(of, "words"))
    fresh = {pk: words[pk] for pk in sorted(words) if words[pk] and words[pk] != held.get(pk)}
    return _Plan(of, fresh, sorted(pk for pk in held if not words.get(pk)))


def _carry_out(plan: _Plan) -> None:
    for gone in _parts(plan.gone):
        SearchEntry.objects.filter(**{f"{plan.of}__in": gone}).delete()
    for fresh in _parts(sorted(plan.words)):
        _write(plan, fresh)


@transaction.atomic
def _write(plan: _Plan, fresh: Sequence[int]) -> None:
    """Write entries of points that are still there.

    Their tables' projections are locked first, as an erasure does: an entry that came between its deletions would make
    the erasure fail.
    """
    rows = (Answer if plan.of == "answer" else PriorityIssue)._default_manager.filter(pk__in=fresh)  # noqa: SLF001
    scopes = sorted({f"table:{table}" for table in rows.values_list("table_id", flat=True)})
    list(Projection.objects.select_for_update().filter(scope__in=scopes).order_by("scope"))
    there = set(rows.values_list("pk", flat=True))
    SearchEntry.objects.bulk_create(
        [SearchEntry(**{f"{plan.of}_id": pk, "words": plan.words[pk]}) for pk in fresh if pk in there],
        update_conflicts=True,
        unique_fields=[plan.of],
        update_fields=["words"],
    )


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """A hundred at a time, with as much rest between as each took, in which others may write."""
    for start in range(0, len(ids), MOST_WRITTEN):
        begun = time.perf_counter()
        yield ids[start : start + MOST_WRITTEN]
        if start + MOST_WRITTEN < len(ids):
            time.sleep(time.perf_counter() - begun)
