"""Which print parts a report falls into. A part begins a page and is the least that is set anew after a change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil

from django.utils.translation import gettext as _

from reports.content import (
    QuestionFacts,
    QuestionSection,
    RegionFacts,
    RegionPoints,
    ReportContent,
    TablePoints,
    TableStory,
    docs_in,
)
from reports.drawing import picture
from reports.parts import Entry, PrintPart, in_report_language, page_of
from reports.tabular import RegionRows, issue_columns, issue_rows, recommended_columns, recommended_rows
from reports.words import Passage

# Fewest tables: one part for all questions. Few: one per question, or its sub-parts would each begin a page. Many: one
# per question and region.
MANY_TABLES = 50
MANY_ISSUES = 250
FEWEST_TABLES = 8
FEW_TABLES = 12
FEW_STORIES = 3
STORIES_TOGETHER = 5
# What somebody changes is set again with all that stands in the same part.
TABLES_TOGETHER = 25


@dataclass(frozen=True)
class ShownSection:
    """A question's section within a part. Its heading, and the question whose sub-part it is, may stand further up.

    `compared` are its regions beside one another; of recommendations `columns` are tick lists, `rows` a region's lines.
    `again`: its region began further up.
    """

    question: QuestionFacts
    regions: tuple[RegionPoints, ...]
    points: int
    tables: int
    heading: bool
    show_stem: bool
    anchor: str
    part: bool = False
    compared: tuple[RegionPoints, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[RegionRows, ...] = ()
    again: bool = False

    @property
    def has_ticks(self) -> bool:
        """Whether any region ticked anything: an empty column says nothing."""
        return any(one.counted for one in self.compared)


@dataclass(frozen=True)
class ShownRegion:
    """A region's tables within a part; `anchor` is empty where the region began further up."""

    region: RegionFacts
    stories: tuple[TableStory, ...]
    anchor: str


def body_parts(content: ReportContent) -> list[PrintPart]:
    """The parts behind the front matter, in the order in which they are read."""
    return [
        *_plenary_part(content),
        *_issues_parts(content),
        *_compared_part(content),
        *_question_parts(content, content.naming, in_report_language(_("Priority issues"))),
        *_question_parts(content, content.questions, in_report_language(_("Question by question"))),
        *_question_parts(content, content.recommendations, in_report_language(_("Recommendations")), in_rows=True),
        *_minority_parts(content),
        *_story_parts(content),
        _closing_part(content),
    ]


def _plenary_part(content: ReportContent) -> Iterator[PrintPart]:
    """What the answers add up to, and what the plenary must hear, in the tables' own words."""
    if not content.synthesis and not content.starred:
        return
    entries = [(content.synthesis, _("Synthesis"), "synthesis"), (content.starred, _("For the plenary"), "starred")]
    yield PrintPart(
        name="plenary",
        page=page_of("plenary", content, synthesis=content.synthesis, starred=content.starred),
        docs=frozenset(docs_in((content.synthesis, content.starred))),
        chapter=in_report_language(_("Synthesis")),
        entries=tuple(Entry(1, "", in_report_language(name), anchor) for there, name, anchor in entries if there),
    )


def _issues_parts(content: ReportContent) -> Iterator[PrintPart]:
    """All issues; or region by region, where there are many tables."""
    heading = in_report_language(_("Priority issues by region"))
    columns = issue_columns(content)
    apart = content.named > MANY_ISSUES
    for n, regions in enumerate([(one,) for one in content.issues] if apart else [content.issues]):
        if regions:
            rows = [issue_rows(region, columns) for region in regions]
            page = page_of("issues", content, regions=rows, columns=columns, named=content.named, heading=n == 0)
            entries = (Entry(1, "", heading, "issues"),) if n == 0 else ()
            name = f"issues-{regions[0].region.id}"
            yield PrintPart(name, page, frozenset(docs_in(regions)), heading, entries)


def _compared_part(content: ReportContent) -> Iterator[PrintPart]:
    """Numbers; and, where there are few tables, the views of minorities beneath them."""
    heading = in_report_language(_("The regions compared"))
    pictures = [picture(one) for one in content.compared] if len(content.shares) > 1 else []
    voices = content.minority if _together(content) else ()
    entries = [Entry(1, "", heading, "compared")] if pictures else []
    entries += [Entry(1, "", in_report_language(_("Minority views")), "minority")] if voices else []
    if entries:
        page = page_of("compared", content, pictures=pictures, voices=voices, heading=True)
        yield PrintPart("compared", page, frozenset(docs_in(voices)), entries[0].title, tuple(entries))


def _many(content: ReportContent) -> bool:
    """Whether it is set in smaller type and in many parts."""
    return len(content.tables) > MANY_TABLES


def _together(content: ReportContent) -> bool:
    """Whether small chapters share a page."""
    return len(content.tables) <= FEW_TABLES


def _question_parts(
    content: ReportContent, sections: Sequence[QuestionSection], head: Passage, *, in_rows: bool = False
) -> Iterator[PrintPart]:
    """A question with its sub-parts; where there are few tables, all of them; where many, each region by region."""
    if _many(content):
        pieces = [[piece] for section in sections for piece in _region_by_region(section)]
    elif len(content.tables) <= FEWEST_TABLES:
        pieces = [list(sections)] if sections else []
    else:
        pieces = [list(family) for _id, family in groupby(sections, key=lambda section: section.question.family)]
    begun: set[int] = set()
    begun_regions: set[tuple[int, int]] = set()
    whole = {section.question.id: section for section in sections}
    for piece in pieces:
        shown = [_shown(one, whole[one.question.id], piece, begun, in_rows=in_rows) for one in piece]
        begun |= {section.question.id for section in piece}
        first = (piece[0].question.id, piece[0].regions[0].region.id)
        if first in begun_regions:
            shown[0] = replace(shown[0], again=True)
        begun_regions.add(first)
        yield PrintPart(
            name=f"question-{piece[0].question.id}-{piece[0].regions[0].tables[0].table.id}",
            page=page_of("recommended" if in_rows else "question", content, sections=shown, dense=_many(content)),
            docs=frozenset(docs_in(piece)),
            chapter=head,
            entries=tuple(_question_entry(section) for section in shown if section.heading),
        )


def _region_by_region(section: QuestionSection) -> list[QuestionSection]:
    return [
        replace(section, regions=(replace(region, tables=tables),))
        for region in section.regions
        for tables in _evenly(region.tables)
    ]


def _evenly(tables: tuple[TablePoints, ...]) -> Iterator[tuple[TablePoints, ...]]:
    """A region of very many tables in parts of about the same size."""
    size = ceil(len(tables) / max(1, round(len(tables) / TABLES_TOGETHER)))
    yield from (tables[n : n + size] for n in range(0, len(tables), size))


def _shown(
    section: QuestionSection,
    whole: QuestionSection,
    piece: Sequence[QuestionSection],
    begun: set[int],
    *,
    in_rows: bool,
) -> ShownSection:
    heading = section.question.id not in begun
    first = next(one for one in piece if one.question.family == section.question.family) is section
    columns = recommended_columns(whole) if in_rows else ()
    return ShownSection(
        question=section.question,
        regions=() if in_rows else section.regions,
        points=section.points,
        tables=section.tables,
        heading=heading,
        show_stem=first and section.question.stem is not None,
        anchor=f"question-{section.question.id}",
        part=section.question.stem is not None and not first,
        compared=tuple(replace(one, tables=()) for one in whole.regions) if heading and len(whole.regions) > 1 else (),
        columns=columns,
        rows=tuple(recommended_rows(one, columns) for one in section.regions) if in_rows else (),
    )


def _question_entry(section: ShownSection) -> Entry:
    return Entry(2 if section.part else 1, section.question.label, section.question.title, section.anchor)


def _minority_parts(content: ReportContent) -> Iterator[PrintPart]:
    """Views of minorities stand with their questions too; here they cannot be overlooked."""
    heading = in_report_language(_("Minority views"))
    if _together(content):
        return
    groups = [list(group) for _id, group in groupby(content.minority, key=lambda voice: voice.table.region.id)]
    for n, voices in enumerate(groups if _many(content) else [list(content.minority)]):
        if voices:
            page = page_of("minority", content, voices=voices, heading=n == 0)
            entries = (Entry(1, "", heading, "minority"),) if n == 0 else ()
            yield PrintPart(f"minority-{voices[0].table.id}", page, frozenset(docs_in(voices)), heading, entries)


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
            page=page_of("tables", content, regions=regions, heading=first, dense=True),
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
        stayed=content.stayed,
        unanswered=content.unanswered,
        people=seated,
        facilitators=any(table.facilitators for table in seated),
        rapporteurs=any(table.rapporteurs for table in seated),
    )
    return PrintPart("closing", page, chapter=in_report_language(_("People and method")), entries=tuple(entries))
