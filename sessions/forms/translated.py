"""Fields for the same words in other languages."""

from typing import Any

from django import forms

from sessions.languages import LANGUAGES, NAMES, RIGHT_TO_LEFT, USUAL


def add_language_fields(form: forms.Form, prefix: str, texts: dict[str, str], *, rows: int = 1) -> None:
    """A field for each language, called <prefix>_<code>, filled with what there is."""
    for code, name in LANGUAGES:
        attrs: dict[str, Any] = {"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
        widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows > 1 else forms.TextInput(attrs=attrs)
        form.fields[f"{prefix}_{code}"] = forms.CharField(
            label=name, required=False, widget=widget, initial=texts.get(code, ""), max_length=None if rows > 1 else 600
        )


def language_fields(form: forms.Form, prefix: str) -> list[forms.BoundField]:
    """The fields that stand open: the usual languages, and those that have words."""
    return [form[f"{prefix}_{code}"] for code in NAMES if _is_open(form, prefix, code)]


def folded_language_fields(form: forms.Form, prefix: str) -> list[forms.BoundField]:
    """The other languages."""
    return [form[f"{prefix}_{code}"] for code in NAMES if not _is_open(form, prefix, code)]


def texts_of(form: forms.Form, prefix: str) -> dict[str, str]:
    """What was typed, by language; nothing for a language left empty."""
    typed = ((code, form.cleaned_data.get(f"{prefix}_{code}", "")) for code in NAMES)
    return {code: text for code, text in typed if text}


def _is_open(form: forms.Form, prefix: str, code: str) -> bool:
    return code in USUAL or bool(form[f"{prefix}_{code}"].value())
