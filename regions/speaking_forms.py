"""Forms by which a table's people speak to the moderators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regions.models.speaking import MOST_SAID


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


class ReplyForm(forms.Form):
    """What a table writes back to an announcement, if it does."""

    words = _OneLine(label=_("Your answer"))
