"""What people in front send."""

from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from plenary.activity_queries import Wanted
from plenary.models import ModeratorLink
from regions.models import DiscussionTable
from regions.queries import asked_questions
from sessions.models import DiscussionSession


class ModeratorLinkForm(forms.Form):
    """Whose link it is, and what they do."""

    name = forms.CharField(label=_("Whose link"), max_length=120)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ModeratorLink.Role.choices,
        initial=ModeratorLink.Role.MODERATOR,
        help_text=_("A wall shows a projector what was released for it, and opens nothing else."),
    )
    may_write = forms.BooleanField(label=_("may write, not only read"), required=False, initial=True)


class ActivityForm(forms.Form):
    """By table, by question; nonsense asks for everything."""

    table = forms.ChoiceField(label=_("Table"), required=False)
    question = forms.ChoiceField(label=_("Question"), required=False)

    def __init__(self, *args: Any, session: DiscussionSession, **options: Any) -> None:
        super().__init__(*args, **options)
        self._tables = {str(table.pk): table for table in DiscussionTable.objects.filter(session=session)}
        self._questions = {str(asked.question.pk): asked.question for asked in asked_questions(session.paper_id)}
        numbers = [(pk, f"{table.number} {table.name}".strip()) for pk, table in self._tables.items()]
        labels = [(pk, str(question)) for pk, question in self._questions.items()]
        self.fields["table"].choices = [("", _("all")), *numbers]  # type: ignore[attr-defined]
        self.fields["question"].choices = [("", _("all")), *labels]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, str]:
        """What is filtered by, as an address says it."""
        sent = {"table": self.data.get("table", ""), "question": self.data.get("question", "")}
        known: dict[str, dict[str, Any]] = {"table": self._tables, "question": self._questions}
        return {name: value for name, value in sent.items() if value in known[name]}

    def wanted(self) -> Wanted:
        """What is asked for."""
        filters = self.filters()
        return Wanted(
            self._tables.get(filters.get("table", "")),
            self._questions.get(filters.get("question", "")),
            _time(self.data.get("before", "")),
        )


def _time(text: str) -> Any:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
