"""Issues and recommendations as lines of tables: a cell for each tick list, in the organizer's order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reports.content import (
    NamedIssue,
    Point,
    QuestionSection,
    RegionFacts,
    RegionIssues,
    RegionPoints,
    ReportContent,
    TableFacts,
    Ticked,
)
from reports.words import Passage

MOST_COLUMNS = 4


@dataclass(frozen=True)
class ShownRow:
    """A line: a point or an issue of a table, its cells in the order of the columns, and what fits no column."""

    table: TableFacts
    cells: tuple[tuple[Passage, ...], ...]
    rest: tuple[Ticked, ...]
    point: Point | None = None
    issue: Passage | None = None
    points: int = 0


@dataclass(frozen=True)
class RegionRows:
    """The lines of a region."""

    region: RegionFacts
    rows: tuple[ShownRow, ...]


def issue_columns(content: ReportContent) -> tuple[str, ...]:
    """The lists by which issues are told apart, as far as anything is ticked."""
    issues = [issue for region in content.issues for table in region.tables for issue in table.issues]
    used = {ticked.name for issue in issues for ticked in (*issue.ticked, *issue.counted)}
    return tuple(name for name in content.issue_lists if name in used)[:MOST_COLUMNS]


def issue_rows(region: RegionIssues, columns: Sequence[str]) -> RegionRows:
    """A region's issues in the order of its tables."""
    return RegionRows(
        region.region,
        tuple(_issue_row(table.table, issue, columns) for table in region.tables for issue in table.issues),
    )


def _issue_row(table: TableFacts, issue: NamedIssue, columns: Sequence[str]) -> ShownRow:
    """What is ticked on the issue itself, then how often each choice was on the points about it."""
    cells, rest = _in_columns([*issue.ticked, *issue.counted], columns)
    own = tuple(ticked for ticked in rest if ticked in issue.ticked)
    return ShownRow(table, cells, own, issue=issue.name, points=issue.points)


def recommended_columns(section: QuestionSection) -> tuple[str, ...]:
    """The question's own lists, as far as anything is ticked or written."""
    points = [point for region in section.regions for point in _points_of(region)]
    used = {ticked.name for point in points for ticked in point.ticked}
    return tuple(name for name in section.lists if name in used)[:MOST_COLUMNS]


def recommended_rows(region: RegionPoints, columns: Sequence[str]) -> RegionRows:
    """A region's recommendations, each with its issue."""
    rows = []
    for table in region.tables:
        for group in table.groups:
            for point in group.points:
                cells, rest = _in_columns(point.ticked, columns)
                shown = replace(point, ticked=rest)
                rows.append(ShownRow(table.table, cells, rest, point=shown, issue=group.issue))
    return RegionRows(region.region, tuple(rows))


def _points_of(region: RegionPoints) -> list[Point]:
    return [point for table in region.tables for group in table.groups for point in group.points]


def _in_columns(
    ticked: Iterable[Ticked], columns: Sequence[str]
) -> tuple[tuple[tuple[Passage, ...], ...], tuple[Ticked, ...]]:
    found = list(ticked)
    cells = tuple(tuple(value for one in found if one.name == name for value in one.values) for name in columns)
    return cells, tuple(one for one in found if one.name not in columns)
