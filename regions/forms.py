"""Forms by which an organizer lays tables out."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from regions.layout import MOST_AT_ONCE
from regions.models import DiscussionTable, Region, TablePerson
from sessions.forms.translated import add_language_fields, folded_language_fields, language_fields, texts_of
from sessions.languages import LANGUAGES
from sessions.models import DiscussionSession, Event

LANGUAGE_CHOICES = (("", _("not set")), *LANGUAGES)


class LayOutForm(forms.Form):
    """How many tables each region gets in one session."""

    session = forms.ModelChoiceField(DiscussionSession.objects.none(), label=_("Session"), empty_label=None)
    language = forms.ChoiceField(label=_("Language of these tables"), choices=LANGUAGE_CHOICES, required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[DiscussionSession]", self.fields["session"]).queryset = event.sessions.all()
        self.regions = list(event.regions.all())
        for region in self.regions:
            self.fields[f"count_{region.pk}"] = forms.IntegerField(
                label=region.shown_name, min_value=0, max_value=MOST_AT_ONCE, required=False
            )

    def count_fields(self) -> list[forms.BoundField]:
        """The fields that ask how many."""
        return [self[f"count_{region.pk}"] for region in self.regions]

    def wanted(self) -> list[tuple[Region, int]]:
        """Regions that get tables, each with how many."""
        counts = ((region, self.cleaned_data.get(f"count_{region.pk}") or 0) for region in self.regions)
        return [(region, count) for region, count in counts if count]

    def clean(self) -> dict[str, Any]:
        """At least one table is wanted."""
        cleaned = super().clean() or {}
        if not self.errors and not self.wanted():
            raise forms.ValidationError(_("Say for at least one region how many tables it gets."))
        return cleaned


class TableForm(forms.Form):
    """One table and its people."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), empty_label=None)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=100_000)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, required=False)
    facilitators = forms.CharField(
        label=_("Facilitators, one to a line"), widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}), required=False
    )
    rapporteurs = forms.CharField(
        label=_("Rapporteurs, one to a line"), widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}), required=False
    )

    def __init__(self, *args: Any, table: DiscussionTable, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _as_typed(table), **kwargs})
        self.table = table
        regions = table.session.event.regions.all()
        cast("forms.ModelChoiceField[Region]", self.fields["region"]).queryset = regions

    def clean_number(self) -> int:
        """A number stands once in a session."""
        number = int(self.cleaned_data["number"])
        if self.table.session.tables.filter(number=number).exclude(pk=self.table.pk).exists():
            raise forms.ValidationError(_("This session has a table %(number)s already."), params={"number": number})
        return number

    def clean_facilitators(self) -> list[str]:
        """Names, one to a line."""
        return _names(self.cleaned_data["facilitators"])

    def clean_rapporteurs(self) -> list[str]:
        """Names, one to a line."""
        return _names(self.cleaned_data["rapporteurs"])


class RegionForm(forms.Form):
    """Name and colour of a region; once it is there, its name in other languages too."""

    name = forms.CharField(label=_("Name of the region"), max_length=120)
    hue = forms.ChoiceField(label=_("Colour"), choices=Region.Hue.choices)

    def __init__(self, *args: Any, event: Event, region: Region | None = None, **kwargs: Any) -> None:
        initial = {"name": region.name, "hue": region.hue} if region else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.event, self.region = event, region
        add_language_fields(self, "name", region.texts if region else {})

    def main_fields(self) -> list[forms.BoundField]:
        """Name and colour."""
        return [self["name"], self["hue"]]

    def language_fields(self) -> list[forms.BoundField]:
        """The name in the usual languages."""
        return language_fields(self, "name")

    def folded_language_fields(self) -> list[forms.BoundField]:
        """The name in the other languages."""
        return folded_language_fields(self, "name")

    def clean_name(self) -> str:
        """A name stands once in an event."""
        name = str(self.cleaned_data["name"])
        if self.event.regions.filter(name=name).exclude(pk=self.region.pk if self.region else 0).exists():
            raise forms.ValidationError(_("There is a region of this name already."))
        return name

    def typed(self) -> dict[str, Any]:
        """Name, colour, and the name in other languages."""
        return {
            "name": self.cleaned_data["name"],
            "hue": self.cleaned_data["hue"],
            "texts": texts_of(self, "name"),
        }


def _names(text: str) -> list[str]:
    return [line.strip()[:200] for line in text.splitlines() if line.strip()]


def _as_typed(table: DiscussionTable) -> dict[str, Any]:
    people = list(table.people.all())

    def of(role: str) -> str:
        return "\n".join(person.name for person in people if person.role == role)

    return {
        "region": table.region_id,
        "number": table.number,
        "name": table.name,
        "language": table.language,
        "facilitators": of(TablePerson.Role.FACILITATOR),
        "rapporteurs": of(TablePerson.Role.RAPPORTEUR),
    }
