"""Forms by which a table's people speak to the moderators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regions.models.speaking import MOST_SAID

# At one table; a hall would be a mistake.
MOST_PEOPLE = 200


class _OneLine(forms.CharField):
    """Words on one line, in whatever direction."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
        super().__init__(**{"required": False, "max_length": MOST_SAID, "widget": widget, **options})

    def to_python(self, value: Any) -> str:
        """Without line breaks."""
        return " ".join(str(super().to_python(value)).split())


class ReasonForm(forms.Form):
    """Why a table calls for help, if it says so."""

    reason = _OneLine(label=_("Why (optional)"))


class HeadcountForm(forms.Form):
    """How many people sit at a table; left empty, it is not told."""

    people = forms.IntegerField(
        label=_("How many people sit at this table?"),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        # A field for numbers takes no digits but European ones, and sends nothing in place of others.
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 8}),
        help_text=_(
            "With facilitator and rapporteur. The number alone is told, on the board and on the report’s cover."
        ),
    )


class ReplyForm(forms.Form):
    """What a table writes back to an announcement, if it does."""

    words = _OneLine(label=_("Your answer"))
