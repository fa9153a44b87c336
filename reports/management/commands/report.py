"""`manage.py report SESSION --output FILE`: the report of a session; the file's ending says in which form."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.choices import Choices
from reports.compiling import Overtaken, PressFailed, compile_report, wait_for_tables
from reports.exports.making import FORMS, TO_READ, make_here
from reports.selecting import NoSuchSession, session_named
from reports.turns import PressBusy


class Command(BaseCommand):
    """The same bytes that the button gives."""

    help = "Make the report of a session: as PDF, or as the ending of the file says (docx, xlsx, csv, json, md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which session, whereto, in which language."""
        parser.add_argument("session", help="id or code of the session")
        parser.add_argument("--output", type=Path, required=True, help="the file to write")
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
            made = _made(session.pk, options["output"].suffix.lower(), options["language"])
        except (Overtaken, PressBusy, PressFailed) as error:
            raise CommandError(str(error.__doc__)) from error
        options["output"].write_bytes(made)
        seconds = time.monotonic() - begun
        self.stdout.write(f"{options['output']}: session {session.code}, {len(made):,} bytes, {seconds:.1f} s")


def _made(session_id: int, suffix: str, language: str) -> bytes:
    """PDF where the ending says nothing else. The page is none of them: it lives on the app's style sheets."""
    ending = suffix.removeprefix(".")
    if ending in FORMS and ending != TO_READ:
        return make_here(Choices((session_id,), language=language), ending)
    return compile_report(session_id, language)
