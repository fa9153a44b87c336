"""What stands where nobody has written yet: counts, priority issues and starred statements, put together.

A draft names points and repeats no words of theirs: what a table takes back is gone from it too.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from plenary import synthesis_vocabulary as words
from plenary.star_queries import Place, StarredPoint
from regions.models import Answer, AnswerTick, DiscussionTable, PriorityIssue
from regions.queries import asked_questions
from sessions.models import DiscussionSession, GuidingQuestion, TickChoice

MOST_ISSUES, MOST_STARRED, MOST_CHOICES = 12, 12, 4
LEFT_TO_RIGHT_MARK = "\u200e"
# What can be said in two minutes, with room to breathe.
SPEAKERS_STARS = 5


class _Counted(NamedTuple):
    points: int
    tables: int
    regions: int


class Drafts:
    """The drafts of one session. A handful of queries, however much was said."""

    def __init__(self, session: DiscussionSession, starred: Sequence[StarredPoint]) -> None:
        self._session, self._starred = session, starred
        self._questions = {one.question.pk: one.question for one in asked_questions(session.paper_id)}
        self._issues = self._issue_places()
        self.points: list[Place] = [*self._issues, *((star.table.pk, star.star.key) for star in starred)]
        self._letters = letters_of({table for table, _key in self.points})
        self._numbers = dict(DiscussionTable.objects.filter(session=session).values_list("pk", "number"))
        self._counts = self._count()
        self._ticks = self._count_ticks()

    def text(self, key: str) -> str:
        """The draft of one text; empty if nothing was said."""
        if key == words.TWO_MINUTES:
            released = [star for star in self._starred if star.released_at]
            lines = [self._counted(self._counts.get(None)), self._heard((released or self._starred)[:SPEAKERS_STARS])]
            return "\n".join(line for line in lines if line)
        question = self._questions.get(words.question_of(key) or 0)
        lines = self._of_question(question) if question else self._of_session()
        return "\n".join(line for line in lines if line)

    def _of_session(self) -> list[str]:
        naming = any(question.names_issues for question in self._questions.values())
        issues = "" if naming else self._named()
        return [self._counted(self._counts.get(None)), issues, self._heard(self._starred[:MOST_STARRED])]

    def _of_question(self, question: GuidingQuestion) -> list[str]:
        issues = self._named() if question.names_issues else ""
        own = [star for star in self._starred if star.question == question or (question.names_issues and star.is_issue)]
        ticks = [self._ticked(choices) for choices in self._ticks.get(question.pk, {}).values()]
        return [self._counted(self._counts.get(question.pk)), issues, *ticks, self._heard(own[:MOST_STARRED])]

    def _counted(self, counted: _Counted | None) -> str:
        if counted is None:
            return ""
        return _("Points: %(points)s. Tables: %(tables)s. Regions: %(regions)s.") % counted._asdict()

    def _named(self) -> str:
        """The priority issues, the starred ones first."""
        if not self._issues:
            return ""
        return _("Priority issues: %(issues)s") % {"issues": self._tokens(self._issues[:MOST_ISSUES])}

    def _heard(self, stars: Sequence[StarredPoint]) -> str:
        if not stars:
            return ""
        return _("What the plenary must hear: %(points)s") % {
            "points": self._tokens([(star.table.pk, star.star.key) for star in stars])
        }

    @staticmethod
    def _ticked(choices: list[tuple[TickChoice, int]]) -> str:
        told = " · ".join(f"{choice.shown_name} {n}" for choice, n in choices[:MOST_CHOICES])
        return f"{choices[0][0].tick_list.shown_name}: {told}"

    def _tokens(self, places: Sequence[Place]) -> str:
        # Without the mark a token after Arabic words is drawn in pieces.
        mark = LEFT_TO_RIGHT_MARK if get_language_bidi() else ""
        return " ".join(mark + words.token(self._numbers[table], self._letters[table, key]) for table, key in places)

    def _issue_places(self) -> list[Place]:
        issues = PriorityIssue.objects.leaving_table().filter(table__session=self._session)
        places: list[Place] = list(issues.order_by("table__number", "position", "key").values_list("table", "key"))
        starred = {(star.table.pk, star.star.key) for star in self._starred}
        return sorted(places, key=lambda place: place not in starred)

    def _count(self) -> dict[int | None, _Counted]:
        """Points by question; of the whole session under None."""
        answers = Answer.objects.leaving_table().filter(table__session=self._session).order_by()
        counting = {
            "points": Count("pk"),
            "tables": Count("table", distinct=True),
            "regions": Count("table__region", distinct=True),
        }
        counts: dict[int | None, _Counted] = {
            row["question"]: _Counted(row["points"], row["tables"], row["regions"])
            for row in answers.exclude(question=None).values("question").annotate(**counting)
        }
        whole = answers.aggregate(**counting)
        return counts | {None: _Counted(**whole)} if whole["points"] else counts

    def _count_ticks(self) -> dict[int, dict[int, list[tuple[TickChoice, int]]]]:
        """By question and tick list the choices that were ticked, the most frequent first."""
        answers = Answer.objects.leaving_table().filter(table__session=self._session).exclude(question=None)
        counted = AnswerTick.objects.filter(answer__in=answers.order_by()).values_list("answer__question", "choice")
        rows = list(counted.annotate(n=Count("pk")).order_by("-n", "choice__order", "choice"))
        choices = TickChoice.objects.select_related("tick_list").in_bulk({choice for _q, choice, _n in rows})
        found: dict[int, dict[int, list[tuple[TickChoice, int]]]] = defaultdict(dict)
        for question, choice, n in rows:
            found[question].setdefault(choices[choice].tick_list_id, []).append((choices[choice], n))
        return found


def letters_of(tables: set[int]) -> dict[Place, str]:
    """By how many of its id's letters each point of these tables is told from the others of its table. Two queries."""
    keys: dict[int, list[str]] = defaultdict(list)
    for rows in (Answer.objects.leaving_table(), PriorityIssue.objects.leaving_table()):
        for table, key in rows.filter(table__in=tables).order_by().values_list("table", "key"):
            keys[table].append(key)
    return {(table, key): letters for table, some in keys.items() for key, letters in _told_apart(some).items()}


def _told_apart(keys: list[str]) -> dict[str, str]:
    """The fewest first letters of each that no other has: in their order only neighbours can share more."""
    ordered = sorted(key[1:] + key[0] for key in keys)
    told: dict[str, str] = {}
    for n, one in enumerate(ordered):
        beside = [*ordered[max(0, n - 1) : n], *ordered[n + 1 : n + 2]]
        shared = max((_shared(one, other) for other in beside), default=0)
        told[one[-1] + one[:-1]] = one[: max(words.LEAST_LETTERS, shared + 1)][: len(one) - 1]
    return told


def _shared(one: str, other: str) -> int:
    """With how many letters both begin."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
