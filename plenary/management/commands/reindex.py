"""`manage.py reindex`: build the search's index anew, beside the server or not."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from plenary.indexing import reindex


class Command(BaseCommand):
    """Never needed for what tables write; after an upgrade that folds words in another way, it is."""

    help = "Build the index of the search anew, from what may leave the tables."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say how much there was."""
        begun = time.monotonic()
        count = reindex()
        self.stdout.write(f"{count} points and issues are indexed, {time.monotonic() - begun:.1f} s")
