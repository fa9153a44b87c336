"""A session's report as plain data, apart from its style: what is printed, in which order, in whose direction."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from reports.words import Passage


@dataclass(frozen=True)
class RegionFacts:
    """A region as it is named and coloured."""

    id: int
    name: Passage
    hue: str


@dataclass(frozen=True)
class TableFacts:
    """A table as it is named; `session` is its session's code where a report has several."""

    id: int
    number: int
    name: Passage
    region: RegionFacts
    facilitators: tuple[Passage, ...] = ()
    rapporteurs: tuple[Passage, ...] = ()
    session: str = ""


@dataclass(frozen=True)
class Ticked:
    """A tick list and what is ticked of it, or the words written for it."""

    name: str
    values: tuple[Passage, ...]


@dataclass(frozen=True)
class Point:
    """One point made at a table; `doc` names it, as 'table:key'. `label` and `kind` are empty for the usual."""

    doc: str
    passages: tuple[Passage, ...]
    kind: str = ""
    ticked: tuple[Ticked, ...] = ()
    said_by: Passage | None = None
    label: str = ""
    minority: bool = False


@dataclass(frozen=True)
class IssuePoints:
    """Points about one issue of a table, or about none."""

    issue: Passage | None
    points: tuple[Point, ...]
    doc: str = ""


@dataclass(frozen=True)
class TablePoints:
    """A table's points in a section."""

    table: TableFacts
    groups: tuple[IssuePoints, ...]


@dataclass(frozen=True)
class RegionPoints:
    """A region's tables in a section; how many points they made, and how often each choice was ticked on them."""

    region: RegionFacts
    tables: tuple[TablePoints, ...]
    points: int = 0
    counted: tuple[Ticked, ...] = ()


@dataclass(frozen=True)
class QuestionFacts:
    """A question as it is asked. `stem` is the text of the question whose sub-part it is, `family` that one's id.

    `title` is its short name where it has one, else its text.
    """

    id: int
    family: int
    label: str
    title: Passage
    text: Passage
    short: Passage
    stem: Passage | None = None
    theme: str = ""
    no_longer_asked: bool = False


@dataclass(frozen=True)
class QuestionSection:
    """A question with what the regions said to it; `points` counts them, `tables` those who spoke.

    `lists` are the names of its tick lists, in the organizer's order.
    """

    question: QuestionFacts
    regions: tuple[RegionPoints, ...]
    points: int
    tables: int
    lists: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamedIssue:
    """A priority issue with its ticks, and the ticks of the points about it, counted."""

    doc: str
    name: Passage
    ticked: tuple[Ticked, ...]
    counted: tuple[Ticked, ...]
    points: int


@dataclass(frozen=True)
class TableIssues:
    """The issues that a table named."""

    table: TableFacts
    issues: tuple[NamedIssue, ...]


@dataclass(frozen=True)
class RegionIssues:
    """The issues of a region's tables."""

    region: RegionFacts
    tables: tuple[TableIssues, ...]


@dataclass(frozen=True)
class QuestionGroup:
    """Within one table: a question and the points to it."""

    question: QuestionFacts | None
    points: tuple[Point, ...]


@dataclass(frozen=True)
class TableIssueStory:
    """Within one table: an issue (or none) with all that was said about it, question by question."""

    issue: Passage | None
    questions: tuple[QuestionGroup, ...]
    doc: str = ""


@dataclass(frozen=True)
class TableStory:
    """All that a table said and that may leave it."""

    table: TableFacts
    issues: tuple[TableIssueStory, ...]


@dataclass(frozen=True)
class PersonFacts:
    """Somebody whom the paper names."""

    role: str
    name: Passage
    organisation: Passage


@dataclass(frozen=True)
class Voice:
    """A point that stands by itself, with where it was said."""

    table: TableFacts
    question: QuestionFacts | None
    issue: Passage | None
    point: Point
    doc: str = ""


@dataclass(frozen=True)
class Rest:
    """A point on which a text rests, by its number in that text: as it is now, and whether it has changed since.

    `point` is None where its table has taken it back.
    """

    number: int
    table: TableFacts
    point: Point | None
    changed: bool


@dataclass(frozen=True)
class Synthesis:
    """What the answers to a question add up to (to the session, where it is none), and on which points that rests.

    `session` is the session's code where a report has several.
    """

    question: QuestionFacts | None
    passages: tuple[Passage, ...]
    rests: tuple[Rest, ...] = ()
    draft: bool = False
    session: str = ""


@dataclass(frozen=True)
class Compared:
    """Regions against the choices of a tick list: how many points and issues of each carry which."""

    name: str
    choices: tuple[Passage, ...]
    rows: tuple[tuple[RegionFacts, tuple[int, ...]], ...]


@dataclass(frozen=True)
class RegionShare:
    """How much of the report a region's tables made."""

    region: RegionFacts
    tables: int
    points: int


@dataclass(frozen=True)
class SessionFacts:
    """The cover."""

    event: Passage
    place: Passage
    code: str
    title: Passage
    day: str
    closed: bool
    attributed: bool
    narrowed: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class ReportContent:
    """Everything that the report of a session says. `stayed` counts points that stay at their tables; `people_present`
    sit at the tables that told how many they are, of which there are `told`.

    `synthesis` and `starred` stand before everything else. `issue_lists` are the names of the
    lists by which issues are told apart, in columns.
    """

    session: SessionFacts
    tables: tuple[TableFacts, ...]
    issues: tuple[RegionIssues, ...]
    questions: tuple[QuestionSection, ...]
    recommendations: tuple[QuestionSection, ...]
    naming: tuple[QuestionSection, ...]
    stories: tuple[TableStory, ...]
    people: tuple[PersonFacts, ...]
    silent: tuple[TableFacts, ...]
    unanswered: tuple[QuestionFacts, ...]
    points: int
    named: int
    regions: int
    stayed: int = 0
    people_present: int = 0
    told: int = 0
    issue_lists: tuple[str, ...] = ()
    compared: tuple[Compared, ...] = ()
    minority: tuple[Voice, ...] = ()
    shares: tuple[RegionShare, ...] = ()
    synthesis: tuple[Synthesis, ...] = ()
    starred: tuple[Voice, ...] = ()


_NO_DOCS = (Passage, Ticked, RegionFacts, TableFacts, QuestionFacts, Compared, RegionShare)


def docs_in(content: object) -> Iterator[str]:
    """The points and issues whose words stand in a piece of content, as 'table:key'."""
    if isinstance(content, Point):
        yield content.doc
    elif isinstance(content, (tuple, list)):
        for item in content:
            yield from docs_in(item)
    elif is_dataclass(content) and not isinstance(content, _NO_DOCS):
        if doc := getattr(content, "doc", ""):
            yield doc
        yield from getattr(content, "docs", ())
        for field in fields(content):
            yield from docs_in(getattr(content, field.name))
