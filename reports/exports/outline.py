"""From content to blocks, in the reading order of the PDF. Headings that would be empty do not come to be."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from reports.content import (
    IssuePoints,
    NamedIssue,
    Point,
    QuestionFacts,
    QuestionSection,
    RegionFacts,
    Rest,
    Synthesis,
    TableFacts,
    TableIssueStory,
    TableStory,
    Ticked,
    Voice,
)
from reports.exports.blocks import (
    SPACE,
    Block,
    Cover,
    Heading,
    Item,
    Items,
    Line,
    Outline,
    Paragraph,
    Span,
    plain,
    separated,
    table_number,
)
from reports.exports.closing import closing_blocks
from reports.exports.material import Material
from reports.words import Passage


def outline_of(material: Material) -> Outline:
    """The report in the language that is active."""
    content = material.content
    name = content.session.title.text or content.session.event.text
    blocks = [
        *_synthesis_blocks(content.synthesis),
        *_starred_blocks(content.starred),
        *_issue_blocks(material),
        *_chapter(_("Priority issues"), "naming", content.naming),
        *_chapter(_("Question by question"), "questions", content.questions),
        *_chapter(_("Recommendations"), "recommendations", content.recommendations),
        *_story_blocks(content.stories),
        *closing_blocks(material),
    ]
    return Outline(_cover(material), tuple(blocks), f"{content.session.code} · {name}")


def _cover(material: Material) -> Cover:
    session = material.content.session
    title = [plain(_("Session %(code)s") % {"code": session.code}, "label")]
    when = [plain(session.day)] if session.day else []
    if session.title.text:
        title.append((Span(session.title),))
    if session.place.text:
        when.append((Span(session.place),))
    return Cover(
        event=(Span(session.event),),
        title=separated(title, " "),
        subtitle=separated(
            [plain(_("Report of the discussion tables")), *((Span(one),) for one in session.narrowed)], " · "
        ),
        when=separated(when, " · "),
        numbers=tuple(_numbers(material)),
    )


def _numbers(material: Material) -> Iterator[tuple[int, Line]]:
    content = material.content
    heard = len(content.tables) - len(content.silent)
    tables = ngettext("table heard", "tables heard", heard)
    if content.silent:
        tables += " " + _("of %(all)s") % {"all": len(content.tables)}
    yield heard, plain(tables)
    yield content.regions, plain(ngettext("region", "regions", content.regions))
    yield content.named, plain(ngettext("priority issue", "priority issues", content.named))
    yield content.points, plain(npgettext("counted", "point", "points", content.points))
    if content.told:
        people = ngettext("person present", "people present", content.people_present)
        told = ngettext("told by %(told)s table of %(all)s", "told by %(told)s tables of %(all)s", content.told)
        yield content.people_present, plain(f"{people} ({told % {'told': content.told, 'all': len(content.tables)}})")


def _synthesis_blocks(parts: Sequence[Synthesis]) -> Iterator[Block]:
    if parts:
        yield Heading(1, plain(_("Synthesis")), "chapter", "synthesis")
    for n, part in enumerate(parts):
        session = plain(_("Session %(code)s") % {"code": part.session}) if part.session else ()
        if part.question:
            line = (*session, *[SPACE] * bool(session), *_label(part.question), Span(part.question.title))
            yield Heading(2, line, "question", f"synthesis-{n}")
        elif session:
            yield Heading(2, session, "plain", f"synthesis-{n}")
        if part.draft:
            yield Paragraph(plain(_("A draft that nobody has edited.")), "count")
        for passage in part.passages:
            yield Paragraph((Span(passage),), "full")
        for rest in part.rests:
            yield Paragraph(_rest_line(rest), "count")


def _rest_line(rest: Rest) -> Line:
    place = separated([(Span(rest.table.region.name),), plain(f"{table_number(rest.table)}:")], " · ")
    line = (*plain(f"[{rest.number}]"), SPACE, *place)
    if rest.point is None:
        return (*line, SPACE, *plain(_("(its table has taken it back)")))
    words = [span for one in rest.point.passages for span in (SPACE, Span(one))]
    changed = [SPACE, *plain(_("(its words have changed since)"))] if rest.changed else []
    return (*line, *words, *changed)


def _starred_blocks(voices: Sequence[Voice]) -> Iterator[Block]:
    if not voices:
        return
    yield Heading(1, plain(_("For the plenary")), "chapter", "starred")
    for voice in voices:
        place = separated([(Span(voice.table.region.name),), plain(table_number(voice.table))], " · ")
        yield Paragraph(place, "count")
        for passage in voice.point.passages:
            yield Paragraph((Span(passage),), "full")


def _issue_blocks(material: Material) -> Iterator[Block]:
    content = material.content
    if not content.issues:
        return
    yield Heading(1, plain(_("Priority issues by region")), "chapter", "issues")
    count = ngettext("%(named)s issue named", "%(named)s issues named", content.named) % {"named": content.named}
    yield Paragraph(plain(count), "count")
    for entry in content.issues:
        yield _region(2, entry.region, f"issues-of-{entry.region.id}")
        for table in entry.tables:
            yield _table(3, table.table)
            yield Items(tuple(_issue_item(issue) for issue in table.issues))


def _issue_item(issue: NamedIssue) -> Item:
    notes = [ticked_line(ticked) for ticked in issue.ticked]
    if issue.points:
        about = ngettext("%(points)s point about it", "%(points)s points about it", issue.points)
        notes += [plain(about % {"points": issue.points}), *(ticked_line(ticked) for ticked in issue.counted)]
    return Item(issue.name, separated(notes, " · "), "named")


def _chapter(heading: str, anchor: str, sections: Sequence[QuestionSection]) -> Iterator[Block]:
    if sections:
        yield Heading(1, plain(heading), "chapter", anchor)
    family = 0
    for section in sections:
        yield from _question_blocks(section, show_stem=section.question.family != family)
        family = section.question.family


def _question_blocks(section: QuestionSection, *, show_stem: bool) -> Iterator[Block]:
    question = section.question
    line = (*_label(question), Span(question.title))
    yield Heading(2, line, "question", f"question-{question.id}")
    if question.stem and show_stem:
        yield Paragraph((Span(question.stem),), "stem")
    if question.title.text != question.text.text:
        yield Paragraph((Span(question.text),), "full")
    yield Paragraph(_said(section), "count")
    for entry in section.regions:
        yield _region(3, entry.region)
        for table in entry.tables:
            yield _table(4, table.table)
            for group in table.groups:
                yield from _about(5, group)
                yield _points(group.points)


def _label(question: QuestionFacts) -> Line:
    return (Span(Passage(question.label, "ltr", ""), "label"), SPACE) if question.label else ()


def _said(section: QuestionSection) -> Line:
    points = ngettext("%(points)s point", "%(points)s points", section.points) % {"points": section.points}
    tables = ngettext("%(tables)s table", "%(tables)s tables", section.tables) % {"tables": section.tables}
    earlier = _("Asked by an earlier version of the paper.") + " " if section.question.no_longer_asked else ""
    return plain(f"{earlier}{points} · {tables}")


def _region(level: int, region: RegionFacts, anchor: str = "") -> Heading:
    return Heading(level, (Span(region.name),), "region", anchor, region.hue)


def _table(level: int, table: TableFacts) -> Heading:
    line = plain(table_number(table))
    if table.name.text:
        line = separated([line, (Span(table.name, "quiet"),)], " ")
    return Heading(level, line, "table", hue=table.region.hue)


def _about(level: int, group: IssuePoints | TableIssueStory) -> Iterator[Heading]:
    if group.issue:
        yield Heading(level, (Span(group.issue),), "issue")


def _points(points: Sequence[Point]) -> Items:
    return Items(tuple(_point_item(point) for point in points))


def _point_item(point: Point) -> Item:
    """A point has one passage here: nothing is cut into blocks."""
    notes = [plain(point.kind, "strong")] if point.kind else []
    notes += [ticked_line(ticked) for ticked in point.ticked]
    if point.said_by:
        notes.append((*plain(_("Said by") + ":", "quiet"), SPACE, Span(point.said_by)))
    return Item(point.passages[0], separated(notes, " · "))


def ticked_line(ticked: Ticked) -> Line:
    """A tick list and what is ticked of it."""
    values = separated([(Span(value),) for value in ticked.values], ", ")
    return (*plain(f"{ticked.name}:", "quiet"), SPACE, *values)


def _story_blocks(stories: Sequence[TableStory]) -> Iterator[Block]:
    if stories:
        yield Heading(1, plain(_("All points, table by table")), "chapter", "tables")
    region = 0
    for story in stories:
        if story.table.region.id != region:
            region = story.table.region.id
            yield _region(2, story.table.region, f"tables-of-{region}")
        yield _table(3, story.table)
        for about in story.issues:
            yield from _about(4, about)
            for group in about.questions:
                yield Paragraph(_asked(group.question), "asked")
                yield _points(group.points)


def _asked(question: QuestionFacts | None) -> Line:
    if question is None:
        return plain(_("Not placed under a question"))
    return (*_label(question), Span(question.short))
