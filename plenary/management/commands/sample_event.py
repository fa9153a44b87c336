"""`manage.py sample_event`: an event to look at, with tables that have written."""

from typing import Any

from django.core.management.base import BaseCommand

from plenary.sample import make_sample_event


class Command(BaseCommand):
    """Add a sample event to the database."""

    help = "Add a sample event: a paper, questions, tables by region, notes in five scripts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and name it."""
        session = make_sample_event()
        self.stdout.write(f"Made “{session.event.name}”, session {session.code}, {session.tables.count()} tables.")
