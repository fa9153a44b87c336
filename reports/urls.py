"""Addresses of `reports`."""

from django.urls import path, register_converter

from reports import choosing_views, export_views, organizer_views, views
from reports.exports.making import EndingConverter

register_converter(EndingConverter, "ending")

urlpatterns = [
    path("sessions/<int:session_id>/report.pdf", views.report_pdf, name="report_pdf"),
    path("sessions/<int:session_id>/report.<ending:ending>", export_views.report_file, name="report_file"),
    path("sessions/<int:session_id>/reports/", choosing_views.report_page, name="report_page"),
    path("sessions/<int:session_id>/reports/<int:number>.pdf", views.report_record, name="report_record"),
    path("sessions/<int:session_id>/reports/making/<slug:making>/", views.report_making, name="report_making"),
    path("sessions/<int:session_id>/speaker.pdf", views.speaker_pdf, name="speaker_pdf"),
    path("sessions/<int:session_id>/cards.pdf", views.table_cards, name="table_cards"),
    path("events/<int:event_id>/erase/", organizer_views.event_erase, name="event_erase"),
]
