"""Regions beside one another in numbers."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from reports.content import Compared, RegionShare, TableFacts
from reports.queries import SessionRows
from reports.words import Passage


def compared(
    rows: SessionRows, tables: Mapping[int, TableFacts], choices: Mapping[int, Passage]
) -> tuple[Compared, ...]:
    """Regions that were heard against choices, for every list of which anything is ticked."""
    heard = {answer.table_id for answer in rows.answers} | {issue.table_id for issue in rows.issues}
    regions = list({facts.region.id: facts.region for pk, facts in tables.items() if pk in heard}.values())
    counts: Counter[tuple[int, int]] = Counter()
    for answer in rows.answers:
        counts.update((tables[answer.table_id].region.id, choice.pk) for choice in rows.ticks.get(answer.pk, ()))
    for issue in rows.issues:
        counts.update((tables[issue.table_id].region.id, choice.pk) for choice in rows.issue_ticks.get(issue.pk, ()))
    found = []
    for tick_list in rows.tick_lists:
        known = sorted(tick_list.choices.all(), key=lambda choice: (choice.order, choice.pk))
        lines = tuple((region, tuple(counts[region.id, choice.pk] for choice in known)) for region in regions)
        if any(any(numbers) for _region, numbers in lines):
            found.append(Compared(tick_list.shown_name, tuple(choices[choice.pk] for choice in known), lines))
    return tuple(found)


def shares(rows: SessionRows, tables: Mapping[int, TableFacts]) -> tuple[RegionShare, ...]:
    """How much of the report each region made."""
    points = Counter(answer.table_id for answer in rows.answers)
    seated: dict[int, list[TableFacts]] = defaultdict(list)
    for facts in tables.values():
        seated[facts.region.id].append(facts)
    return tuple(
        RegionShare(those[0].region, len(those), sum(points[facts.id] for facts in those)) for those in seated.values()
    )
