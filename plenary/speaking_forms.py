"""Forms by which those who lead a session speak to its tables."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.access import Watch
from regions.models import DiscussionTable
from regions.models.speaking import MOST_ANNOUNCED, MOST_SAID
from regions.queries import AskedQuestion
from sessions.models import GuidingQuestion

GRACES = (0, 1, 2, 5, 10)
USUAL_GRACE = 2
WITH_PARTS = "+"
EVERY = "all"


class AnnounceForm(forms.Form):
    """What is said, and to whom."""

    text = forms.CharField(
        label=gettext_lazy("What the tables are to read"),
        max_length=MOST_ANNOUNCED,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    to = forms.ChoiceField(label=gettext_lazy("To"), required=False)

    def __init__(self, *args: Any, watch: Watch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = watch.session.tables.select_related("region").order_by("region__order", "region", "number")
        self.tables = {f"table:{table.pk}": table for table in tables}
        self.regions = {f"region:{table.region_id}": table.region for table in self.tables.values()}
        cast("forms.ChoiceField", self.fields["to"]).choices = self._choices()

    def _choices(self) -> list[Any]:
        regions = [(value, region.shown_name) for value, region in self.regions.items()]
        by_region = groupby(self.tables.items(), key=lambda item: item[1].region)
        return [
            ("", _("All tables")),
            (_("Tables of a region"), regions),
            *((region.shown_name, [(value, _name(table)) for value, table in some]) for region, some in by_region),
        ]

    def typed(self) -> dict[str, Any]:
        """Words, region, table; neither of these: all tables."""
        value = self.cleaned_data["to"]
        return {
            "text": self.cleaned_data["text"],
            "region": self.regions.get(value),
            "table": self.tables.get(value),
        }


def _name(table: DiscussionTable) -> str:
    return f"{_('Table %(number)s') % {'number': table.number}} {table.name}".strip()


class CountdownForm(forms.Form):
    """How long, and for what."""

    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=600, initial=10)
    question = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    label = forms.CharField(
        label=gettext_lazy("Called (optional)"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, asked: Sequence[AskedQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {str(one.question.pk): one.question for one in asked}
        choices = [("", _("Whole session")), *((pk, str(question)) for pk, question in self.questions.items())]
        cast("forms.ChoiceField", self.fields["question"]).choices = choices

    def typed(self) -> dict[str, Any]:
        """Length, question, label."""
        return {
            "length": timedelta(minutes=self.cleaned_data["minutes"]),
            "question": self.questions.get(self.cleaned_data["question"]),
            "label": self.cleaned_data["label"],
        }


class MoreTimeForm(forms.Form):
    """How much longer."""

    minutes = forms.IntegerField(min_value=1, max_value=600)


class QuestionForm(forms.Form):
    """Which questions, where, and how long their points may still be mended."""

    question = forms.ChoiceField(label=gettext_lazy("Question"))
    number = forms.IntegerField(
        label=gettext_lazy("Only at table (number)"), required=False, min_value=1, max_value=100_000
    )
    grace = forms.TypedChoiceField(
        label=gettext_lazy("What stands may be mended for"), coerce=int, initial=USUAL_GRACE, required=False
    )

    def __init__(self, *args: Any, watch: Watch, asked: Sequence[AskedQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.asked = watch.session, asked
        cast("forms.ChoiceField", self.fields["question"]).choices = self._choices()
        minutes = [(n, _("%(n)s min") % {"n": n}) for n in GRACES]
        cast("forms.TypedChoiceField", self.fields["grace"]).choices = minutes

    def _choices(self) -> list[tuple[str, str]]:
        whole = {one.question.parent_id for one in self.asked}
        choices = []
        for one in self.asked:
            choices.append((str(one.question.pk), str(one.question)))
            if one.question.pk in whole:
                parts = _("%(question)s, with its parts") % {"question": one.question.full_label}
                choices.append((f"{one.question.pk}{WITH_PARTS}", parts))
        return [*choices, (EVERY, _("All questions"))]

    def clean_number(self) -> DiscussionTable | None:
        """A table of this session, if one is named."""
        number = self.cleaned_data["number"]
        table = self.session.tables.filter(number=number).first() if number else None
        if number and table is None:
            raise forms.ValidationError(_("This session has no table %(number)s."), params={"number": number})
        return table

    def questions(self) -> list[GuidingQuestion]:
        """All that is meant."""
        value = str(self.cleaned_data["question"])
        wanted = value.rstrip(WITH_PARTS)
        return [
            one.question
            for one in self.asked
            if value == EVERY
            or str(one.question.pk) == wanted
            or (value.endswith(WITH_PARTS) and str(one.question.parent_id) == wanted)
        ]

    def time_to_mend(self) -> timedelta:
        """How long what stands may still be mended."""
        minutes = self.cleaned_data["grace"]
        return timedelta(minutes=USUAL_GRACE if minutes == "" else minutes)


class AnswerForm(forms.Form):
    """What the table is told beside 'on the way', if anything."""

    words = forms.CharField(max_length=MOST_SAID, required=False)
