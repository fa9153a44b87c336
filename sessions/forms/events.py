"""Forms of events and their sessions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions.forms.papers import PaperFile
from sessions.models import BackgroundPaper, DiscussionSession, Event
from sessions.queries import has_answers, papers_in_use


class EventForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, place, day, and whether points may say who made them."""

    class Meta:
        model = Event
        fields = ("name", "place", "day", "attribution_allowed")
        labels = {"name": _("Name of the event"), "place": _("Place"), "day": _("First day")}
        help_texts = {
            "attribution_allowed": _(
                "Off unless you choose it: people at a table may be at risk when their name stands beside their words."
            )
        }
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attribution_allowed"].label = _("Points may say who made them")


class NewEventForm(forms.Form):
    """An event by its name, or by the background paper that names it."""

    name = forms.CharField(
        label=_("Name of the event"),
        max_length=300,
        required=False,
        help_text=_("Leave it empty to take the name that stands in the paper."),
    )
    paper = PaperFile(required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        cleaned = super().clean() or {}
        if not cleaned.get("name") and not cleaned.get("paper") and not self.errors:
            raise forms.ValidationError(_("Give the event a name, or choose its background paper."))
        return cleaned


MOST_GRACE_MINUTES = 14 * 24 * 60
FIRST_YEAR, LAST_YEAR = 2000, 2199


class SessionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Code, title, times and grace of a session."""

    class Meta:
        model = DiscussionSession
        fields = ("code", "title", "paper", "starts_at", "ends_at", "grace_minutes", "copy_hours")
        labels = {
            "code": _("Code"),
            "title": _("Title"),
            "paper": _("Background paper"),
            "starts_at": _("Starts"),
            "ends_at": _("Ends"),
        }
        help_texts = {
            "grace_minutes": _("Tables may go on writing for so long after the end. After a close it is kept as late."),
            "copy_hours": _("Then laptops delete what the server has. What they could not send stays on them."),
        }
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("starts_at", "ends_at")
        }

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["grace_minutes"] = forms.IntegerField(
            label=_("Grace after the end, in minutes"),
            min_value=0,
            max_value=MOST_GRACE_MINUTES,
            help_text=self.fields["grace_minutes"].help_text,
        )
        self.fields["copy_hours"].label = _("Copies on laptops after the close, in hours")
        self.fields["copy_hours"].required = False
        papers = papers_in_use(event)
        cast("forms.ModelChoiceField[BackgroundPaper]", self.fields["paper"]).queryset = papers
        if len(papers) < 2 and not (papers and self.instance.pk and self.instance.paper_id is None):
            del self.fields["paper"]

    def clean_code(self) -> str:
        """A code stands once in an event."""
        code = str(self.cleaned_data["code"]).strip()
        if self.event.sessions.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a session %(code)s already."), params={"code": code})
        return code

    def clean_paper(self) -> BackgroundPaper | None:
        """Answers belong to the questions of a paper: it stays once tables have answered."""
        paper: BackgroundPaper | None = self.cleaned_data["paper"]
        if "paper" in self.changed_data and self.instance.pk and has_answers(self.instance):
            raise forms.ValidationError(_("Tables have answered the questions of this session’s paper; it stays."))
        return paper

    def clean_copy_hours(self) -> int:
        """Left empty, it stays as it is."""
        hours: int | None = self.cleaned_data["copy_hours"]
        return int(self.instance.copy_hours) if hours is None else hours

    def clean(self) -> dict[str, Any]:
        """A session ends after it starts."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        for name, moment in (("starts_at", starts), ("ends_at", ends)):
            # A mistyped year would make times that no calendar knows of the grace before and after.
            if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
                self.add_error(name, _("Please look at the year once more."))
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The session has to end after it starts."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """What was changed on the page."""
        return {name: self.cleaned_data[name] for name in self.changed_data}
