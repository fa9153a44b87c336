"""The form that asks an organizer to type what is about to be erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TypedAgainForm(forms.Form):
    """One line that has to say the same as `wanted`."""

    typed = forms.CharField(
        max_length=400, required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    )

    def __init__(self, *args: Any, label: str, wanted: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        self.fields["typed"].label = label

    def clean_typed(self) -> str:
        """Spaces and the digits' script do not count."""
        typed = str(self.cleaned_data["typed"])
        if _plain(typed) != _plain(self.wanted):
            raise forms.ValidationError(_("This is not what stands there; nothing was erased."))
        return typed


def _plain(text: str) -> str:
    words = " ".join(text.split())
    return str(int(words)) if words.isdecimal() else words
