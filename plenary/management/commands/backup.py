"""`manage.py backup FILE`: a whole copy of the SQLite database, taken while the tables go on writing."""

import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pga.live.models import new_epoch


class Command(BaseCommand):
    """Copy by SQLite's backup API: copying the file itself would miss what stands in the write-ahead log."""

    help = "Copy the SQLite database to FILE while the app goes on running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the copy goes."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, or say why not."""
        database, target = settings.DATABASES["default"], Path(options["file"])
        if "sqlite" not in database["ENGINE"]:
            raise CommandError("This event is kept on PostgreSQL: use pg_dump.")
        if target.exists():
            raise CommandError(f"{target} exists already; name a new file.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        with sqlite3.connect(database["NAME"]) as source, sqlite3.connect(target) as copy:
            source.backup(copy)
            # Whoever goes on with the copy lives another life: laptops then send again what it lacks.
            copy.execute("UPDATE pga_live_epoch SET name = ?", [new_epoch()])
        self.stdout.write(f"Copied to {target}.")
