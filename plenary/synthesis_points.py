"""The points that stand beside a text of the synthesis: issues and starred ones first."""

from typing import NamedTuple

from plenary import synthesis_vocabulary as words
from plenary.queries.points import Showing, ShownPoint
from plenary.star_queries import StarredPoint, starred_points
from plenary.synthesis_drafts import Drafts, letters_of
from regions.models import Answer, PriorityIssue
from sessions.models import DiscussionSession, GuidingQuestion

MOST_SHOWN = 300


class Beside(NamedTuple):
    """A point with what a reference to it says: `token` for the text, `seen` for the wording that is shown."""

    point: ShownPoint
    is_starred: bool
    token: str
    seen: str

    @property
    def of(self) -> str:
        """The point, as a reference's register names it."""
        return f"{self.point.table.pk}:{self.point.key}"

    @property
    def key(self) -> str:
        """The reference's own id."""
        return words.reference_key(self.point.key)


class PointsBeside(NamedTuple):
    """What stands beside one text: points, how many more there are, and the draft."""

    points: list[Beside]
    more: int
    draft: str


def points_beside(session: DiscussionSession, key: str, question: GuidingQuestion | None) -> PointsBeside:
    """For a question all of its points, for the session its issues and what is starred, for the speaker the latter."""
    stars = starred_points(session)
    shown = _shown(session, key, question, {star.star.key for star in stars})
    starred = {(star.table.pk, star.star.key) for star in stars}
    ordered = sorted(shown, key=lambda point: _place(point, (point.table.pk, point.key) in starred))
    some = ordered[:MOST_SHOWN]
    letters = letters_of({point.table.pk for point in some})
    signing_key = session.event.signing_key
    points = [
        Beside(
            point,
            (point.table.pk, point.key) in starred,
            words.token(point.table.number, letters.get((point.table.pk, point.key), point.key[1:])),
            words.wording_mark(signing_key, point.table.pk, point.key, point.text),
        )
        for point in some
    ]
    return PointsBeside(points, len(ordered) - len(some), _draft(session, key, stars))


def _draft(session: DiscussionSession, key: str, stars: list[StarredPoint]) -> str:
    return Drafts(session, stars).text(key)


def _shown(
    session: DiscussionSession, key: str, question: GuidingQuestion | None, starred: set[str]
) -> list[ShownPoint]:
    showing = Showing(session)
    answers = Answer.objects.leaving_table().filter(table__session=session)
    issues = PriorityIssue.objects.leaving_table().filter(table__session=session)
    answers = answers.filter(question=question) if question else answers.filter(key__in=starred)
    if key == words.TWO_MINUTES:
        issues = issues.filter(key__in=starred)
    elif question and not question.names_issues:
        issues = issues.none()
    return showing.issues(issues) + showing.answers(answers)


def _place(point: ShownPoint, is_starred: bool) -> tuple[object, ...]:
    region = point.table.region
    return not is_starred, not point.is_issue, region.order, region.pk, point.table.number
