"""Forms by which a background paper comes in and its draft is mended."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions.drafts import ASKED, SORTS, Item
from sessions.models import BackgroundPaper, Event, GuidingQuestion, PaperPerson
from sessions.papers.reading import KINDS, LARGEST
from sessions.queries import papers_in_use

SORT_NAMES = {
    "event": _("name of the event"),
    "title": _("title"),
    "code": _("code of a session"),
    "person": _("person"),
    "section": _("section of context"),
    "field_of_work": _("field of work"),
    "call_for_action": _("call for action"),
    "preamble": _("preamble of the questions"),
    "question": _("question"),
    "part": _("part of the question above"),
    "unused": _("nothing: leave it out"),
}


class PaperFile(forms.FileField):
    """A background paper as a file; one that is too large is refused before it is read."""

    default_error_messages = {"empty": _("This file is empty.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Background paper"))
        hint = _("Word (.docx), Markdown (.md) or plain text (.txt). You see what was found before it counts.")
        widget = forms.FileInput(attrs={"accept": ",".join(KINDS)})
        super().__init__(help_text=hint, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, unless it is larger than a paper."""
        file = super().clean(data, initial)
        if file and file.size > LARGEST:
            raise forms.ValidationError(
                _("This file is larger than 5 MB. A background paper is text; try it without pictures.")
            )
        return file


class PaperForm(forms.Form):
    """A background paper, new or corrected."""

    paper = PaperFile()
    replaces = forms.ModelChoiceField(
        BackgroundPaper.objects.none(),
        label=_("Is it a corrected paper?"),
        required=False,
        empty_label=_("no, a paper of its own"),
        help_text=_("A corrected paper keeps the answers that tables have given to the questions it still asks."),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = papers_in_use(event)
        cast("forms.ModelChoiceField[BackgroundPaper]", self.fields["replaces"]).queryset = papers
        if not papers:
            del self.fields["replaces"]


class MendForm(forms.Form):
    """The words of one item of a draft, and what to do with it."""

    key = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Item, earlier: list[GuidingQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"item{item.key}_%s", "initial": _as_found(item), **kwargs})
        self.item = item
        self.fields.update(_fields_of(item.sort))
        if earlier and item.sort in ASKED:
            choices = [("", _("a new question")), *((row.pk, str(row)) for row in earlier)]
            self.fields["was"] = forms.TypedChoiceField(
                label=_("In the earlier paper"), choices=choices, required=False, coerce=int, empty_value=None
            )
        self.fields["sort"] = forms.ChoiceField(
            label=_("It is a"), choices=[(sort, SORT_NAMES[sort]) for sort in SORTS], required=False, initial=item.sort
        )

    def word_fields(self) -> list[forms.BoundField]:
        """The fields that hold words."""
        return [self[name] for name in self.fields if name not in {"key", "sort"}]

    def typed(self) -> dict[str, Any]:
        """The words as they were typed."""
        words = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "sort"}}
        # A browser sends line breaks as two characters; a split looks for one.
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in words.items()}


class AddForm(forms.Form):
    """Something that the paper does not say."""

    sort = forms.ChoiceField(
        label=_("Add a"), choices=[(sort, SORT_NAMES[sort]) for sort in SORTS if sort not in {"unused", "person"}]
    )
    text = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))


def _text(label: Any, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, widget=widget, required=False)


def _line(label: Any, most: int) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


def _fields_of(sort: str) -> dict[str, forms.Field]:
    if sort == "person":
        role = forms.ChoiceField(label=_("Role"), choices=PaperPerson.Role.choices)
        return {"role": role, "name": _line(_("Name"), 200), "organisation": _line(_("Organisation"), 300)}
    if sort in ASKED:
        fields: dict[str, forms.Field] = {"label": _line(_("Label"), 20), "text": _text(_("Words"), 3)}
        return fields | ({"group": _line(_("Theme"), 300)} if sort == "question" else {})
    if sort == "section":
        return {"heading": _line(_("Heading"), 300), "text": _text(_("Words"), 6)}
    return {"text": _text(_("Words"), 5 if sort == "preamble" else 2)}


def _as_found(item: Item) -> dict[str, Any]:
    names = ("key", "text", "label", "group", "heading", "role", "name", "organisation", "was")
    return {name: getattr(item, name) for name in names}
