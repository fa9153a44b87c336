"""Forms by which organizers sign in."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sessions.actions.signing_in import count_wrong_password, forget_wrong_passwords, minutes_to_wait
from sessions.models import Organizer


class SignInForm(AuthenticationForm):
    """Name and password, with a limit on wrong ones per account."""

    error_messages = {
        "invalid_login": _("This name and password do not belong together. Mind capitals and small letters."),
        "inactive": _("This account is no longer in use."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Your name here")
        self.fields["password"].label = _("Password")

    def clean(self) -> dict[str, Any]:
        """Check the password, unless the account has to wait."""
        organizer = Organizer.objects.filter(username=self.cleaned_data.get("username", "")).first()
        if organizer is None:
            return super().clean()
        wait = minutes_to_wait(organizer)
        if wait:
            sentence = ngettext(
                "Too many wrong passwords. Try again in %(n)s minute.",
                "Too many wrong passwords. Try again in %(n)s minutes.",
                wait,
            )
            raise ValidationError(sentence % {"n": wait}, code="wait")
        try:
            cleaned = super().clean()
        except ValidationError:
            count_wrong_password(organizer)
            raise
        forget_wrong_passwords(organizer)
        return cleaned


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("A password, ten letters or more")
        self.fields["new_password1"].help_text = ""
        self.fields["new_password2"].label = _("The same password again")
