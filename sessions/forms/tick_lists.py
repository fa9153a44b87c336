"""The form of a tick list with its choices."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions.actions.tick_lists import ChoiceEntry
from sessions.forms.translated import add_language_fields, folded_language_fields, language_fields, texts_of
from sessions.models import TickList

BLANK_ROWS = 4
MOST_CHOICES = 60


class ChoiceFields(NamedTuple):
    """The fields of one choice."""

    name: forms.BoundField
    languages: list[forms.BoundField]
    folded: list[forms.BoundField]


class TickListForm(forms.Form):
    """Name, kind, where it stands, and a row for each choice. An emptied choice is removed."""

    name = forms.CharField(label=_("Name of the list"), max_length=120)
    kind = forms.ChoiceField(label=_("What may be ticked"), choices=TickList.Kind.choices, initial=TickList.Kind.MANY)
    on_issues = forms.BooleanField(label=_("Every priority issue may carry it"), required=False)
    on_answers = forms.BooleanField(label=_("Every answer may carry it"), required=False)

    def __init__(self, *args: Any, tick_list: TickList | None = None, **kwargs: Any) -> None:
        names = ("name", "kind", "on_issues", "on_answers")
        initial = {name: getattr(tick_list, name) for name in names} if tick_list else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        choices = list(tick_list.choices.all()) if tick_list else []
        self.keys: list[tuple[str, int | None]] = [(f"choice{choice.pk}", choice.pk) for choice in choices]
        self.keys += [(f"new{n}", None) for n in range(BLANK_ROWS if len(choices) < MOST_CHOICES else 0)]
        words = {choice.pk: choice for choice in choices}
        add_language_fields(self, "name", tick_list.texts if tick_list else {})
        for key, pk in self.keys:
            choice = words.get(pk or 0)
            self.fields[key] = forms.CharField(
                label=_("Choice"), max_length=600, required=False, initial=choice.name if choice else ""
            )
            self.fields[key].widget.attrs["dir"] = "auto"
            add_language_fields(self, key, choice.texts if choice else {})

    def main_fields(self) -> list[forms.BoundField]:
        """Name, kind and where the list stands."""
        return [self[name] for name in ("name", "kind", "on_issues", "on_answers")]

    def language_fields(self) -> list[forms.BoundField]:
        """The list's name in the usual languages."""
        return language_fields(self, "name")

    def folded_language_fields(self) -> list[forms.BoundField]:
        """The list's name in the other languages."""
        return folded_language_fields(self, "name")

    def choice_rows(self) -> list[ChoiceFields]:
        """A row for each choice, then the empty ones."""
        return [
            ChoiceFields(self[key], language_fields(self, key), folded_language_fields(self, key))
            for key, _pk in self.keys
        ]

    def clean(self) -> dict[str, Any]:
        """A list to tick from needs something to tick; names stand once."""
        cleaned = super().clean() or {}
        names = [entry.name.casefold() for entry in self.entries()]
        if not self.errors and cleaned["kind"] != TickList.Kind.WORDS and not names:
            raise forms.ValidationError(_("Give the list at least one choice."))
        if len(names) != len(set(names)):
            raise forms.ValidationError(_("Two choices have the same name."))
        return cleaned

    def entries(self) -> list[ChoiceEntry]:
        """The choices as they were typed, in order."""
        return [
            ChoiceEntry(pk, self.cleaned_data[key], texts_of(self, key))
            for key, pk in self.keys
            if self.cleaned_data.get(key)
        ]

    def typed(self) -> dict[str, Any]:
        """The list's own fields."""
        return {
            "name": self.cleaned_data["name"],
            "texts": texts_of(self, "name"),
            "kind": self.cleaned_data["kind"],
            "on_issues": self.cleaned_data["on_issues"],
            "on_answers": self.cleaned_data["on_answers"],
        }
