"""The app that prepares: papers, questions, people."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """`sessions`, under a label of its own (Django owns the plain word `sessions`)."""

    name = "sessions"
    label = "pga_sessions"
