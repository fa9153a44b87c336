"""The app that captures: tables, issues, answers."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """`regions`, under a label of its own (Django owns the plain word `sessions`)."""

    name = "regions"
    label = "pga_regions"
