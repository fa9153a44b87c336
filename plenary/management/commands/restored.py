"""`manage.py restored`: say that the database was put back from an older copy."""

from typing import Any

from django.core.management.base import BaseCommand

from pga.live import journal


class Command(BaseCommand):
    """Begin another life of the database; a copy made by `backup` begins one by itself."""

    help = "After a restore from a backup: let every laptop send again what the backup lacked. Restart the server then."

    def handle(self, *args: Any, **options: Any) -> None:
        """Change the epoch."""
        journal.begin_epoch()
        self.stdout.write("Laptops will send again what this database lacks. Restart the server now.")
