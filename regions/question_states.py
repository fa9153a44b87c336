"""Which questions are closed at which tables, and what came after the close of one."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from regions.models import QuestionState


class Closing(NamedTuple):
    """When a question was closed, and until when its points may still be mended."""

    at: datetime
    until: datetime

    @property
    def is_over(self) -> bool:
        """Whether the grace is over too."""
        return timezone.now() > self.until


class Closings:
    """The closed questions of one session: one query when it is made, none afterwards."""

    def __init__(self, session_id: int, states: Iterable[QuestionState] | None = None) -> None:
        rows = QuestionState.objects.filter(session=session_id) if states is None else states
        self._everywhere: dict[int, Closing] = {}
        self._apart: dict[tuple[int, int], Closing | None] = {}
        for state in rows:
            closing = Closing(state.closed_at, state.mended_until) if state.closed_at and state.mended_until else None
            if state.table_id:
                self._apart[state.question_id, state.table_id] = closing
            elif closing:
                self._everywhere[state.question_id] = closing

    def everywhere(self, question_id: int) -> Closing | None:
        """How the question is closed at all tables that have no state of their own; None: it is open there."""
        return self._everywhere.get(question_id)

    def apart(self, question_id: int) -> dict[int, Closing | None]:
        """Tables at which it stands otherwise than at all others."""
        return {table: closing for (question, table), closing in self._apart.items() if question == question_id}

    def at(self, question_id: int | None, table_id: int) -> Closing | None:
        """How the question is closed at this table; None: it is open."""
        if question_id is None:
            return None
        return self._apart.get((question_id, table_id), self._everywhere.get(question_id))

    def of_table(self, table_id: int) -> dict[int, Closing]:
        """All that is closed at a table, by question."""
        own = {question: closing for (question, table), closing in self._apart.items() if table == table_id}
        return {question: closing for question, closing in (self._everywhere | own).items() if closing}

    def questions(self) -> set[int]:
        """Those that are closed at any table."""
        return {*self._everywhere, *(question for (question, _table), closing in self._apart.items() if closing)}

    def first_until(self) -> datetime | None:
        """When the first grace of all was over: nothing that came before it came after a close."""
        closings = [*self._everywhere.values(), *(closing for closing in self._apart.values() if closing)]
        return min((closing.until for closing in closings), default=None)

    def came_after(self, question_id: int | None, table_id: int, at: datetime) -> bool:
        """Whether something that reached the server at this time came after the question's grace was over."""
        closing = self.at(question_id, table_id)
        return closing is not None and at > closing.until

    def __bool__(self) -> bool:
        return bool(self._everywhere or self._apart)
