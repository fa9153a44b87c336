"""`manage.py report SESSION --output FILE`: the report of a session as PDF."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.compiling import Overtaken, PressBusy, PressFailed, compile_report, wait_for_tables
from reports.selecting import NoSuchSession, session_named


class Command(BaseCommand):
    """The same bytes that the button gives."""

    help = "Make the report of a session as PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which session, whereto, in which language."""
        parser.add_argument("session", help="id or code of the session")
        parser.add_argument("--output", type=Path, required=True, help="the PDF file to write")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Wait for the last words, compile, write."""
        try:
            session = session_named(options["session"])
        except NoSuchSession as error:
            raise CommandError(str(error)) from error
        begun = time.monotonic()
        if not wait_for_tables(session.pk):
            self.stderr.write("Some tables' last words are not in it: they could not be projected in time.")
        try:
            pdf = compile_report(session.pk, options["language"])
        except (Overtaken, PressBusy, PressFailed) as error:
            raise CommandError(str(error.__doc__)) from error
        options["output"].write_bytes(pdf)
        seconds = time.monotonic() - begun
        self.stdout.write(f"{options['output']}: session {session.code}, {len(pdf):,} bytes, {seconds:.1f} s")
