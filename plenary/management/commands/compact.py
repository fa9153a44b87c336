"""`manage.py compact`: let what was typed without a pause be one row of the journal; the server does so by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from pga.live import compaction
from pga.live.models import JournalRow


class Command(BaseCommand):
    """Go through all tables once, in small transactions: it may run beside the server."""

    help = "Compact the journal: bursts of typing that are ten minutes old become one row each; no history is lost."

    def handle(self, *args: Any, **options: Any) -> None:
        """Compact, and say what came of it."""
        before = JournalRow.objects.count()
        compaction.without_fsync()
        scopes = compaction.waiting()
        for scope in scopes:
            compaction.compact(scope)
        self.stdout.write(f"{len(scopes)} tables looked at: {before} rows became {JournalRow.objects.count()}.")
