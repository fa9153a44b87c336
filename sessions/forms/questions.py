"""The form of a guiding question."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions.actions.questions import CHANGEABLE
from sessions.forms.translated import add_language_fields, folded_language_fields, language_fields, texts_of
from sessions.models import BackgroundPaper, GuidingQuestion, TickList


class QuestionForm(forms.Form):
    """Words, roles and tick lists of a question or a sub-part."""

    parent = forms.ModelChoiceField(
        GuidingQuestion.objects.none(), label=_("Part of"), required=False, empty_label=_("no other question")
    )
    label = forms.CharField(label=_("Label"), max_length=20, required=False, help_text=_("As printed, such as 3 or a."))
    text = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
    short = forms.CharField(
        label=_("Short name"), max_length=60, required=False, help_text=_("Two or three words, for lists and boards.")
    )
    group = forms.CharField(label=_("Theme"), max_length=300, required=False)
    names_issues = forms.BooleanField(label=_("Its answers are the table’s priority issues"), required=False)
    issue_limit = forms.IntegerField(
        label=_("How many issues are asked for"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=_("A table that names more is told, not stopped."),
    )
    per_issue = forms.BooleanField(label=_("Asked about each priority issue"), required=False)
    recommends = forms.BooleanField(label=_("Asks for recommendations"), required=False)
    tick_lists = forms.ModelMultipleChoiceField(
        TickList.objects.none(),
        label=_("Tick lists under its answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, paper: BackgroundPaper, question: GuidingQuestion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": _as_set(question), **kwargs})
        self.paper, self.question = paper, question
        lists = cast("forms.ModelMultipleChoiceField[TickList]", self.fields["tick_lists"])
        lists.queryset = paper.event.tick_lists.all()
        if question is None:
            parents = cast("forms.ModelChoiceField[GuidingQuestion]", self.fields["parent"])
            parents.queryset = paper.questions.filter(parent=None)
        else:
            del self.fields["parent"]
        add_language_fields(self, "text", question.texts if question else {}, rows=2)

    def main_fields(self) -> list[forms.BoundField]:
        """Words of the question."""
        return [self[name] for name in ("parent", "label", "text", "short", "group") if name in self.fields]

    def role_fields(self) -> list[forms.BoundField]:
        """What the question does at a table and in the report."""
        return [self[name] for name in ("names_issues", "issue_limit", "per_issue", "recommends")]

    def language_fields(self) -> list[forms.BoundField]:
        """The usual languages."""
        return language_fields(self, "text")

    def folded_language_fields(self) -> list[forms.BoundField]:
        """The other languages."""
        return folded_language_fields(self, "text")

    def clean(self) -> dict[str, Any]:
        """A question that names issues cannot be asked about each of them."""
        cleaned = super().clean() or {}
        if cleaned.get("names_issues") and cleaned.get("per_issue"):
            self.add_error("per_issue", _("A question that names the issues cannot be asked about each issue."))
        return cleaned

    def typed(self) -> dict[str, Any]:
        """All changeable fields as they were typed."""
        words = self.cleaned_data["text"].replace("\r\n", "\n")
        cleaned = {**self.cleaned_data, "text": words, "texts": texts_of(self, "text")}
        return {name: cleaned[name] for name in CHANGEABLE}

    def changes(self) -> dict[str, Any]:
        """The fields that differ from what is kept."""
        return {name: value for name, value in self.typed().items() if getattr(self.question, name) != value}


def _as_set(question: GuidingQuestion | None) -> dict[str, Any]:
    if question is None:
        return {}
    lists = [row.tick_list_id for row in question.question_tick_lists.all()]
    return {name: getattr(question, name) for name in CHANGEABLE} | {"tick_lists": lists}
