"""What somebody chooses before a report is compiled."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from regions.models import Region
from reports.choices import Choices, Sheet
from sessions.models import DiscussionSession, GuidingQuestion

WHOLE, SUMMARY = "whole", "summary"


class QuestionField(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable when it runs
    """Questions by their labels and names."""

    def label_from_instance(self, question: Any) -> str:
        """As lists show it."""
        return f"{question.full_label} {question.name}".strip()


class RegionField(forms.ModelChoiceField):  # type: ignore[type-arg] # as above
    """Regions by their names in the reader's language."""

    def label_from_instance(self, region: Any) -> str:
        """As boards show it."""
        return str(region.shown_name)


class ChoicesForm(forms.Form):
    """Sent with the address: a report can be asked for again. Without `chosen` it is the whole report, at one click.

    `counts`: the form of the report that is asked for has a row for each answer.
    """

    chosen = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[(WHOLE, _("Everything")), (SUMMARY, _("Summary only"))],
        help_text=_("XLSX, CSV and JSON are of all points: there is no summary of them."),
    )
    region = RegionField(label=_("Region"), required=False, queryset=Region.objects.none(), empty_label=_("All"))
    question = QuestionField(
        label=_("Question"), required=False, queryset=GuidingQuestion.objects.none(), empty_label=_("All")
    )
    also = forms.TypedMultipleChoiceField(
        label=_("Together with"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    attribution = forms.BooleanField(label=_("Print who made a point"), required=False, initial=True)
    sheet = forms.ChoiceField(
        label=_("Paper size"),
        required=False,
        choices=Sheet.choices,
        help_text=_("Of PDF and Word; the others have none."),
    )
    language = forms.ChoiceField(
        label=_("Language of the report"),
        required=False,
        choices=settings.LANGUAGES,
        help_text=_("JSON is the same in every language."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        session: DiscussionSession,
        others: Sequence[DiscussionSession],
        counts: bool = False,
    ) -> None:
        asked = bool(data and data.get("chosen"))
        usual = {"chosen": "on", "attribution": "on", "language": own_language()}
        super().__init__(data if asked else usual, auto_id="choose-%s")
        self.session, self.counts = session, counts
        self._pick("region", Region.objects.filter(event=session.event_id, tables__session=session).distinct())
        self._pick("question", GuidingQuestion.objects.filter(paper=session.paper_id, parent=None, unpaired_since=None))
        together = self.fields["also"]
        assert isinstance(together, forms.TypedMultipleChoiceField)  # noqa: S101 for the types
        together.choices = [(other.pk, str(other)) for other in others]
        if not others:
            together.widget = forms.MultipleHiddenInput()
        if not session.event.attribution_allowed:
            del self.fields["attribution"]

    def clean_what(self) -> str:
        """Where every answer is a row, a summary would be a file with nothing in it."""
        what: str = self.cleaned_data["what"]
        if self.counts and what == SUMMARY:
            raise forms.ValidationError(
                _("This form of the report has a row for each answer, and a summary has none. Choose everything.")
            )
        return what

    def clean(self) -> None:
        """One question has all of its answers: what would be left out of it is its question's whole chapter."""
        super().clean()
        if self.cleaned_data.get("what") == SUMMARY and self.cleaned_data.get("question"):
            self.add_error("what", _("A summary has no question of its own. Choose everything, or all questions."))

    def _pick(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 for the types
        field.queryset = queryset

    def choices(self) -> Choices:
        """What was chosen, once it is valid."""
        chosen = self.cleaned_data
        region, question = chosen.get("region"), chosen.get("question")
        return Choices(
            sessions=(self.session.pk, *sorted(chosen.get("also") or ())),
            region=region.pk if region else None,
            question=question.pk if question else None,
            summary=chosen.get("what") == SUMMARY,
            attribution=bool(chosen.get("attribution")),
            sheet=chosen.get("sheet") or Sheet.A4.value,
            language=chosen.get("language") or own_language(),
        )


def own_language() -> str:
    """The reader's, where the app speaks it."""
    own = (get_language() or "").partition("-")[0]
    return own if own in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
