"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.access import organizer_of_first_link
from sessions.actions.signing_in import choose_first_password
from sessions.forms.signing_in import FirstPasswordForm, SignInForm

sign_in = LoginView.as_view(
    template_name="sessions/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
    http_method_names=["get", "head", "post"],
)
sign_out = LogoutView.as_view(http_method_names=["post"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link: choose a password, and be signed in."""
    organizer = organizer_of_first_link(token)
    if organizer is None:
        return _used_up(request)
    form = FirstPasswordForm(organizer, request.POST or None)
    if not form.is_valid():
        return render(request, "sessions/first_sign_in.html", {"form": form, "organizer": organizer})
    if not choose_first_password(organizer=organizer, password=form.cleaned_data["new_password1"]):
        return _used_up(request)
    login(request, organizer, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("event_list")


def _used_up(request: HttpRequest) -> HttpResponse:
    context = {
        "heading": _("This link has been used"),
        "sentence": _("A first sign-in link is good once. Sign in with your password, or ask for a new link."),
        "to_sign_in": True,
    }
    return render(request, "refused.html", context, status=403)
