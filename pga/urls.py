"""All addresses that Django answers; the raw ones under /live/ stand in pga/live/routes.py."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("", include("sessions.urls")),
    path("", include("regions.urls")),
    path("", include("plenary.urls")),
    path("", include("reports.urls")),
]

handler400 = "pga.refusals.bad_request"
handler403 = "pga.refusals.forbidden"
handler404 = "pga.refusals.not_found"
handler500 = "pga.refusals.server_error"
