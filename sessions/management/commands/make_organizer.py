"""`manage.py make_organizer NAME`: an organizer, and the one-time link by which a password is chosen."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.access import first_sign_in_url
from sessions.actions.signing_in import NameTaken, make_organizer
from sessions.models import Event, Organizer


class Command(BaseCommand):
    """Add an organizer; for one who has not chosen a password yet, print the link again."""

    help = "Add an organizer and print the one-time link by which a password is chosen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and for which events."""
        parser.add_argument("name", help="the name to sign in with")
        parser.add_argument("--event", type=int, action="append", default=[], metavar="ID", help="may open this event")
        parser.add_argument("--forgot", action="store_true", help="forget the password and print a new link")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the organizer and print the link."""
        events = list(Event.objects.filter(pk__in=options["event"]))
        if len(events) != len(set(options["event"])):
            raise CommandError("There is no such event.")
        organizer = self._organizer(options["name"].strip(), forgot=options["forgot"])
        organizer.events.add(*events)
        self.stdout.write(first_sign_in_url(organizer))

    def _organizer(self, name: str, *, forgot: bool) -> Organizer:
        if not name or len(name) > 150:
            raise CommandError("A name has 1 to 150 letters.")
        try:
            return make_organizer(name=name)
        except NameTaken:
            organizer = Organizer.objects.get(username__iexact=name)
        if organizer.has_usable_password():
            if not forgot:
                raise CommandError(f"{organizer.username} has a password already; --forgot makes a new link.")
            organizer.set_unusable_password()
            organizer.save(update_fields=["password"])
        return organizer
