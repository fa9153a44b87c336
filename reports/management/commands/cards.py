"""`manage.py cards SESSION --output FILE`: the table cards of a session as PDF."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.cards import NoCards, make_cards
from reports.selecting import NoSuchSession, session_named


class Command(BaseCommand):
    """Each table's sheet: link, typed code, questions."""

    help = "Make the table cards of a session as PDF. Whoever holds a card can write at its table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which session, whereto."""
        parser.add_argument("session", help="id or code of the session")
        parser.add_argument("--output", type=Path, required=True, help="the PDF file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set and write."""
        try:
            session = session_named(options["session"])
        except NoSuchSession as error:
            raise CommandError(str(error)) from error
        try:
            pdf = make_cards(session)
        except NoCards as error:
            raise CommandError("No table of this session has a link that opens.") from error
        options["output"].write_bytes(pdf)
        self.stdout.write(f"{options['output']}: {session.tables.count()} cards, {len(pdf):,} bytes")
