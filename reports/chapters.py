"""Which print parts a report falls into. A part begins a page and is the least that is set anew after a change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from reports.content import (
    QuestionFacts,
    QuestionSection,
    RegionFacts,
    RegionPoints,
    ReportContent,
    TableStory,
    docs_in,
)
from reports.parts import Entry, PrintPart, in_report_language, page_of
from reports.words import Passage

# Few tables: one part per question, or its sub-parts would each begin a page. Many: one per question and region.
MANY_TABLES = 50
FEW_TABLES = 12
FEW_STORIES = 3
STORIES_TOGETHER = 5


@dataclass(frozen=True)
class ShownSection:
    """A question's section within a part. Its heading, and the question whose sub-part it is, may stand further up."""

    question: QuestionFacts
    regions: tuple[RegionPoints, ...]
    points: int
    tables: int
    heading: bool
    show_stem: bool
    anchor: str


@dataclass(frozen=True)
class ShownRegion:
    """A region's tables within a part; `anchor` is empty where the region began further up."""

    region: RegionFacts
    stories: tuple[TableStory, ...]
    anchor: str


def body_parts(content: ReportContent) -> list[PrintPart]:
    """The parts behind the front matter, in the order in which they are read."""
    return [
        *_issues_part(content),
        *_question_parts(content, content.naming, in_report_language(_("Priority issues"))),
        *_question_parts(content, content.questions, in_report_language(_("Question by question"))),
        *_question_parts(content, content.recommendations, in_report_language(_("Recommendations"))),
        *_story_parts(content),
        _closing_part(content),
    ]


def _issues_part(content: ReportContent) -> Iterator[PrintPart]:
    """All issues; or region by region, where there are many tables."""
    heading = in_report_language(_("Priority issues by region"))
    many = len(content.tables) > MANY_TABLES
    for n, regions in enumerate([(one,) for one in content.issues] if many else [content.issues]):
        if regions:
            page = page_of("issues", content, regions=regions, named=content.named, heading=n == 0)
            entries = (Entry(1, "", heading, "issues"),) if n == 0 else ()
            name = f"issues-{regions[0].region.id}"
            yield PrintPart(name, page, frozenset(docs_in(regions)), heading, entries)


def _question_parts(content: ReportContent, sections: Sequence[QuestionSection], head: Passage) -> Iterator[PrintPart]:
    """A question with its sub-parts; or, where there are many tables, each question region by region."""
    if len(content.tables) > MANY_TABLES:
        pieces = [[piece] for section in sections for piece in _region_by_region(section)]
    else:
        pieces = [list(family) for _id, family in groupby(sections, key=lambda section: section.question.family)]
    begun: set[int] = set()
    for piece in pieces:
        shown = [_shown(section, n == 0, section.question.id not in begun) for n, section in enumerate(piece)]
        begun |= {section.question.id for section in piece}
        yield PrintPart(
            name=f"question-{piece[0].question.id}-{piece[0].regions[0].region.id}",
            page=page_of("question", content, sections=shown),
            docs=frozenset(docs_in(piece)),
            chapter=head,
            entries=tuple(_question_entry(section) for section in shown if section.heading),
        )


def _region_by_region(section: QuestionSection) -> list[QuestionSection]:
    return [replace(section, regions=(region,)) for region in section.regions]


def _shown(section: QuestionSection, first: bool, heading: bool) -> ShownSection:
    return ShownSection(
        question=section.question,
        regions=section.regions,
        points=section.points,
        tables=section.tables,
        heading=heading,
        show_stem=first and section.question.stem is not None,
        anchor=f"question-{section.question.id}",
    )


def _question_entry(section: ShownSection) -> Entry:
    level = 2 if section.question.stem and not section.show_stem else 1
    return Entry(level, section.question.label, section.question.title, section.anchor)


def _story_parts(content: ReportContent) -> Iterator[PrintPart]:
    """All points table by table: in one part, or in groups of five tables of a region."""
    heading = in_report_language(_("All points, table by table"))
    begun: set[int] = set()
    for stories in _stories_together(content):
        regions = tuple(_shown_regions(stories, begun))
        first = not begun
        begun |= {region.region.id for region in regions}
        entries = tuple(Entry(2, "", region.region.name, region.anchor) for region in regions if region.anchor)
        yield PrintPart(
            name=f"tables-{stories[0].table.id}",
            page=page_of("tables", content, regions=regions, heading=first),
            docs=frozenset(docs_in(stories)),
            chapter=heading,
            entries=((Entry(1, "", heading, "tables"), *entries) if first else entries),
        )


def _stories_together(content: ReportContent) -> Iterator[tuple[TableStory, ...]]:
    """Few tables: whole regions until three tables are together, so that two presses share the work. Many: in fives."""
    together: tuple[TableStory, ...] = ()
    for _region, group in groupby(content.stories, key=lambda story: story.table.region.id):
        stories = tuple(group)
        if len(content.tables) > FEW_TABLES:
            yield from (stories[n : n + STORIES_TOGETHER] for n in range(0, len(stories), STORIES_TOGETHER))
        elif len(together := together + stories) >= FEW_STORIES:
            yield together
            together = ()
    if together:
        yield together


def _shown_regions(stories: tuple[TableStory, ...], begun: set[int]) -> Iterator[ShownRegion]:
    for ident, group in groupby(stories, key=lambda story: story.table.region.id):
        told = tuple(group)
        yield ShownRegion(told[0].table.region, told, "" if ident in begun else f"tables-of-{ident}")


def _closing_part(content: ReportContent) -> PrintPart:
    """People, tables not heard from, method. It holds nothing that was said."""
    seated = [table for table in content.tables if table.facilitators or table.rapporteurs]
    entries = []
    if content.people or seated:
        entries.append(Entry(1, "", in_report_language(_("People")), "people"))
    if content.silent:
        entries.append(Entry(1, "", in_report_language(_("Tables not heard from")), "silent"))
    entries.append(Entry(1, "", in_report_language(_("How these notes were made")), "method"))
    page = page_of(
        "closing",
        content,
        persons=content.people,
        silent=content.silent,
        unanswered=content.unanswered,
        people=seated,
        facilitators=any(table.facilitators for table in seated),
        rapporteurs=any(table.rapporteurs for table in seated),
    )
    return PrintPart("closing", page, chapter=in_report_language(_("People and method")), entries=tuple(entries))
