"""The app that hands out: the PDF, the table cards."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """`reports`, under a label of its own (Django owns the plain word `sessions`)."""

    name = "reports"
    label = "pga_reports"
