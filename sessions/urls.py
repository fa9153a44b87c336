"""Addresses of `sessions`: the organizer's pages. Url name = view name."""

from django.urls import path

from sessions.views import events, signing_in

urlpatterns = [
    path("", events.event_list, name="event_list"),
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("first/<str:token>/", signing_in.first_sign_in, name="first_sign_in"),
    path("events/add/", events.event_add, name="event_add"),
    path("events/<int:event_id>/", events.event_detail, name="event_detail"),
    path("events/<int:event_id>/settings/", events.event_settings, name="event_settings"),
    path("events/<int:event_id>/sessions/add/", events.session_add, name="session_add"),
    path("events/sessions/<int:session_id>/", events.session_settings, name="session_settings"),
    path("events/sessions/<int:session_id>/remove/", events.session_remove, name="session_remove"),
]
