"""The app that makes sense: the board."""

from django.apps import AppConfig


class PlenaryConfig(AppConfig):
    """`plenary`, under a label of its own (Django owns the plain word `sessions`)."""

    name = "plenary"
    label = "pga_plenary"
