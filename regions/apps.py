"""The app that captures: tables, issues, answers."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """`regions`, under a label of its own (Django owns the plain word `sessions`)."""

    name = "regions"
    label = "pga_regions"

    def ready(self) -> None:
        """Let the edit door serve tables."""
        from pga.live.registry import register  # noqa: PLC0415 models are ready only now
        from regions.commands import TableScopes  # noqa: PLC0415

        register(TableScopes())
