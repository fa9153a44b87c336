"""`manage.py import_paper FILE`: read a background paper, and say what was found or make an event of it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sessions.actions.confirming import confirm_paper
from sessions.actions.events import add_event
from sessions.actions.papers import take_paper
from sessions.models import BackgroundPaper, Event, Organizer
from sessions.papers.proposing import propose
from sessions.papers.reading import PaperUnreadable, read_paper


class Command(BaseCommand):
    """Import from the command line what the page imports, without the mending in between."""

    help = "Import a background paper (.docx, .md, .txt) into a new event or into one that exists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file; whether only to look; where it goes."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only say what was found")
        parser.add_argument("--json", action="store_true", help="print the whole proposal as JSON (docs/import.md)")
        parser.add_argument("--event", type=int, metavar="ID", help="into this event, else into a new one")
        parser.add_argument("--replaces", type=int, metavar="ID", help="the paper that this one corrects")
        parser.add_argument(
            "--no-confirm", action="store_true", help="leave it to be looked through and confirmed on the page"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read it, say what was found, and import it unless it is a dry run."""
        file = options["file"]
        try:
            content = file.read_bytes()
            found = propose(read_paper(file.name, content)).as_json()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except PaperUnreadable as error:
            raise CommandError(error.sentence) from error
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self._say(found)
        if not options["dry_run"]:
            paper = self._take(file, content, options)
            if not options["json"]:
                self.stdout.write(f"Imported into “{paper.event.name}” (event {paper.event_id}, paper {paper.pk}).")

    @transaction.atomic
    def _take(self, file: Path, content: bytes, options: dict[str, Any]) -> BackgroundPaper:
        event, is_new = self._event(file, options["event"])
        replaces = self._replaced(event, options["replaces"])
        paper = take_paper(event=event, file_name=file.name, content=content, replaces=replaces, names_event=is_new)
        if not options["no_confirm"]:
            paper = confirm_paper(paper)
        paper.event.refresh_from_db()
        return paper

    def _event(self, file: Path, event_id: int | None) -> tuple[Event, bool]:
        if event_id is not None:
            event = Event.objects.filter(pk=event_id).first()
            if event is None:
                raise CommandError(f"There is no event {event_id}.")
            return event, False
        organizer = Organizer.objects.filter(is_active=True).order_by("pk").first()
        if organizer is None:
            raise CommandError("Nobody could open the event: run make_organizer first.")
        return add_event(organizer=organizer, name=file.stem), True

    def _replaced(self, event: Event, paper_id: int | None) -> BackgroundPaper | None:
        if paper_id is None:
            return None
        paper = event.papers.exclude(confirmed_at=None).filter(pk=paper_id).first()
        if paper is None:
            raise CommandError(f"There is no confirmed paper {paper_id} in this event.")
        return paper

    def _say(self, found: dict[str, Any]) -> None:
        self.stdout.write(f"Event      {found['event'] or '–'}\nTitle      {found['title'] or '–'}")
        self.stdout.write(f"Sessions   {', '.join(found['codes']) or '–'}")
        for person in found["people"]:
            self.stdout.write(f"{person['role']:<20} {person['name'] or '–'}, {person['organisation'] or '–'}")
        for name in ("sections", "fields_of_work", "calls_for_action", "questions", "unrecognised"):
            self.stdout.write(f"{name.replace('_', ' ').capitalize():<20} {len(found[name])}")
        for question in found["questions"]:
            self.stdout.write(f"  {question['label']:<4} {question['text'][:90]}")
