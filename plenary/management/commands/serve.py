"""`manage.py serve`: make the database, a sample event where there is none, say what to open, and serve."""

import errno
import io
import socket
from argparse import ArgumentParser
from typing import Any

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from pga.live import server
from plenary.links import moderator_url
from plenary.models import ModeratorLink
from plenary.referring import forget_all_wordings_that_stay
from plenary.sample import make_sample_event
from plenary.starring import forget_all_that_stays
from regions.layout import table_url
from regions.models import DiscussionTable
from sessions.access import first_sign_in_url
from sessions.actions.erasing import scrub
from sessions.models import Event, Organizer


class Command(BaseCommand):
    """Everything that `make run` does once the machine is set up."""

    help = "Make the database, a sample event where there is none, print what to open, and serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen; whether a sample event is wanted."""
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--no-sample", action="store_true", help="make no sample event, print no addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up, print, serve until stopped."""
        refuse_a_taken_port(options["host"], options["port"])
        call_command("migrate", verbosity=0, interactive=False)
        # Somebody may have pulled the plug in the middle of an erasure, or of a withdrawal.
        scrub()
        forget_all_that_stays()
        forget_all_wordings_that_stay()
        if not options["no_sample"]:
            if not Event.objects.exists():
                make_sample_event()
            self.print_addresses()
        server.run(options["host"], options["port"])

    def print_addresses(self) -> None:
        """An organizer's address, a board, and a table's notebook with its QR code."""
        self.stdout.write(f"\nPGA Rapporteur serves {settings.PUBLIC_URL}\n\n")
        for organizer in Organizer.objects.filter(is_active=True).order_by("pk")[:1]:
            self.stdout.write(f"  Organizer   {self.organizer_address(organizer)}\n")
        links = ModeratorLink.objects.select_related("session__event").filter(revoked_at=None).order_by("pk")
        walls = links.filter(role=ModeratorLink.Role.WALL)
        for name, some in (("Board", links.exclude(role=ModeratorLink.Role.WALL)), ("Wall", walls)):
            for link in some[:1]:
                self.stdout.write(f"  {name:<10}  {moderator_url(link)}\n")
        table = DiscussionTable.objects.select_related("session__event").order_by("session__code", "-number").first()
        if table:
            address = table_url(table)
            self.stdout.write(
                f"  Notebook    {address}\n              (table {table.number}, typed code {table.code})\n\n"
            )
            drawn = io.StringIO()
            segno.make(address, error="l").terminal(out=drawn, compact=True)
            self.stdout.write(drawn.getvalue())
        if settings.PUBLIC_URL_IS_LOCAL:
            self.stdout.write("Only this computer can open these; for a hall set HOST and PUBLIC_URL (README.md).\n")
        self.stdout.write("Stop with Ctrl+C; everything entered is kept.\n")
        self.stdout.flush()

    def organizer_address(self, organizer: Organizer) -> str:
        """The sign-in page, or the one-time link while nobody has chosen a password."""
        if organizer.has_usable_password():
            return f"{settings.PUBLIC_URL}/sign-in/  (as {organizer.username})"
        return f"{first_sign_in_url(organizer)}  (good once; then choose a password)"


def refuse_a_taken_port(host: str, port: int) -> None:
    """Say so before any address is printed: each of them would lead to the other program."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} is taken by another program. Choose another, as in PORT=8001."
                ) from error
