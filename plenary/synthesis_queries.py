"""Reads of a session's synthesis: its texts in paragraphs, each with the points that it rests on.

A table's words come through `leaving_table()` only; of a point that was taken back nothing is left but that it was.
"""

from collections.abc import Iterable, Sequence
from re import Match
from typing import NamedTuple

from plenary import synthesis_vocabulary as words
from plenary.models import SynthesisReference, SynthesisText
from plenary.star_queries import Place, Point, StarredPoint, points_at, starred_points
from plenary.synthesis_drafts import Drafts
from regions.models import DiscussionTable, PriorityIssue
from regions.queries import asked_questions
from regions.wording import Piece, changes
from sessions.models import DiscussionSession, GuidingQuestion

SAME, CHANGED, GONE = "same", "changed", "gone"


class Reference(NamedTuple):
    """A point on which a text rests. `number` is its number in that text, from 1; 0 where it stands in none.

    `text`: the table's words as they are now, empty if it took them back; `wording`: as the writer had read them, empty
    if that is not known. `seen` names the present words.
    """

    key: str
    number: int
    table: DiscussionTable
    point: str
    state: str
    text: str
    wording: str
    question: GuidingQuestion | None
    is_issue: bool
    seen: str

    @property
    def doc(self) -> str:
        """The point, by its table's id and its own."""
        return f"{self.table.pk}:{self.point}"

    @property
    def pieces(self) -> list[Piece]:
        """What has changed in the wording since; empty if nothing, or if the old one is not known."""
        return changes(self.wording, self.text) if self.state == CHANGED and self.wording else []


class SynthesisPart(NamedTuple):
    """One text: about a question, or about the session (`question` is None). Paragraphs name references as [1]."""

    session_id: int
    key: str
    question: GuidingQuestion | None
    paragraphs: list[str]
    is_draft: bool
    references: list[Reference]
    starred: list[StarredPoint]


class Synthesis(NamedTuple):
    """What a session adds up to: as a whole, question by question, and in two minutes for its speaker."""

    whole: SynthesisPart
    questions: list[SynthesisPart]
    two_minutes: SynthesisPart


class _Found:
    """References by their tables' numbers, for the tokens in texts."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._by_table: dict[int, list[Reference]] = {}
        for one in references:
            self._by_table.setdefault(one.table.number, []).append(one)

    def at(self, number: int, letters: str) -> Reference | None:
        """The reference that a token names, the oldest where several do."""
        here = self._by_table.get(number, ())
        return next((one for one in here if one.point[1:].startswith(letters)), None)


def synthesis_of(session: DiscussionSession) -> Synthesis:
    """The whole synthesis; where nothing is written yet, a draft put together from what the tables said."""
    starred = starred_points(session)
    drafts = Drafts(session, starred)
    texts = {row.key: row for row in SynthesisText.objects.filter(session=session)}
    found = _Found([*references_of(session), *_of_points(session, drafts.points)])

    def part(key: str, question: GuidingQuestion | None, own: list[StarredPoint]) -> SynthesisPart:
        row = texts.get(key)
        written = row if row and row.text.strip() else None
        text = written.text if written else drafts.text(key)
        paragraphs, references = _with_numbers(text, found)
        return SynthesisPart(session.pk, key, question, paragraphs, not written or written.is_draft, references, own)

    asked = [one.question for one in asked_questions(session.paper_id)]
    return Synthesis(
        part(words.WHOLE, None, starred),
        [part(words.text_key(one.pk), one, [star for star in starred if star.question == one]) for one in asked],
        part(words.TWO_MINUTES, None, [star for star in starred if star.released_at]),
    )


def written_parts(session: DiscussionSession) -> list[SynthesisPart]:
    """The texts that somebody wrote or at least began: the session's, the questions', the speaker's.

    Nothing that the app only proposes is among them.
    """
    begun = {row.key for row in SynthesisText.objects.filter(session=session).exclude(text="") if row.text.strip()}
    if not begun:
        return []
    whole = synthesis_of(session)
    return [part for part in [whole.whole, *whole.questions, whole.two_minutes] if part.key in begun]


def references_of(session: DiscussionSession) -> list[Reference]:
    """Every point that a text of this session names or once named, as it is now: three queries."""
    rows = list(SynthesisReference.objects.filter(session=session).select_related("table__region"))
    points = points_at([(row.table_id, row.point) for row in rows])
    return [_reference(session, row, points.get((row.table_id, row.point))) for row in rows]


def reference_states(session_id: int) -> dict[str, str]:
    """How it stands with each reference; no words."""
    session = DiscussionSession.objects.select_related("event").filter(pk=session_id).first()
    return {one.key: one.state for one in references_of(session)} if session else {}


def _reference(session: DiscussionSession, row: SynthesisReference, point: Point | None) -> Reference:
    mark = _mark(session, row.table_id, row.point, point.text) if point else ""
    state = GONE if point is None else SAME if mark == row.seen else CHANGED
    return Reference(
        key=row.key,
        number=0,
        table=row.table,
        point=row.point,
        state=state,
        text=point.text if point else "",
        wording=row.wording if point else "",
        question=getattr(point, "question", None),
        is_issue=row.point.startswith("i"),
        seen=mark,
    )


def _of_points(session: DiscussionSession, places: Sequence[Place]) -> list[Reference]:
    """References that a draft would make: to the words as they are now."""
    points = points_at(places)
    tables = {one.pk: one for one in DiscussionTable.objects.filter(session=session).select_related("region")}
    return [
        Reference(
            key=words.reference_key(key),
            number=0,
            table=tables[table],
            point=key,
            state=SAME,
            text=point.text,
            wording=point.text,
            question=getattr(point, "question", None),
            is_issue=isinstance(point, PriorityIssue),
            seen=_mark(session, table, key, point.text),
        )
        for (table, key), point in points.items()
    ]


def _mark(session: DiscussionSession, table: int, key: str, text: str) -> str:
    return words.wording_mark(session.event.signing_key, table, key, text)


def _with_numbers(text: str, found: _Found) -> tuple[list[str], list[Reference]]:
    """The text's paragraphs with a number for each point that it names, and these points."""
    numbers: dict[str, Reference] = {}

    def number(match: Match[str]) -> str:
        one = found.at(int(match[1]), match[2])
        if one is None:
            return str(match[0])
        known = numbers.setdefault(one.key, one._replace(number=len(numbers) + 1))
        return f"[{known.number}]"

    read = words.TOKEN.sub(number, text)
    return [line.strip() for line in read.splitlines() if line.strip()], list(numbers.values())
