"""The form by which a rapporteur says who writes at a laptop."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regions.models import DiscussionTable, Laptop

MOST_LETTERS = 60


class LaptopNameForm(forms.Form):
    """One name, or none; the people of the table are offered."""

    name = forms.CharField(
        label=_("Name"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """On one line, and not a bare number, which would pass for another laptop's."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name.isdecimal():
            raise forms.ValidationError(_("A name has letters. Leave it empty to go by the number."))
        return name


def offered_names(table: DiscussionTable, laptop: Laptop) -> list[str]:
    """The table's facilitators and rapporteurs, each once, but for the name that the laptop has."""
    names = table.people.values_list("name", flat=True)
    return list(dict.fromkeys(short for name in names if (short := name[:MOST_LETTERS].strip()) != laptop.name))
