"""Addresses of `reports`."""

from django.urls import path

from reports import organizer_views, views

urlpatterns = [
    path("sessions/<int:session_id>/report.pdf", views.report_pdf, name="report_pdf"),
    path("sessions/<int:session_id>/cards.pdf", views.table_cards, name="table_cards"),
    path("events/<int:event_id>/erase/", organizer_views.event_erase, name="event_erase"),
]
