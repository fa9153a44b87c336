"""`manage.py erase --event N | --table N | --answer TABLE KEY --yes`: erase for good, beside the server or not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from regions.erasing import erase_point, erase_table
from regions.history import state_now
from regions.models import DiscussionTable
from reports.erasing import erase_event
from sessions.actions.erasing import scrub
from sessions.models import Event


class Command(BaseCommand):
    """Without `--yes` it says what would go, and erases nothing."""

    help = "Erase an event, a table's notes, or one point (deleted or not) with its history. Nothing brings it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One thing at a time, by its id."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--event", type=int, metavar="N")
        what.add_argument("--table", type=int, metavar="N", help="the table's id, as in its notebook's address")
        what.add_argument(
            "--answer", nargs=2, metavar=("TABLE", "KEY"), help="the table's id and the point's or issue's"
        )
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, or say what that would be."""
        if options["event"] is not None:
            self._event(_one(Event, options["event"], "event"), sure=options["yes"])
        elif options["table"] is not None:
            self._table(_one(DiscussionTable, options["table"], "table"), sure=options["yes"])
        else:
            table, key = options["answer"]
            self._point(_one(DiscussionTable, table, "table"), key, sure=options["yes"])
        if not scrub():
            raise CommandError("Erased, but the words' room is not given back yet; the server tries when it starts.")

    def _event(self, event: Event, *, sure: bool) -> None:
        self._ask(f"event {event.pk} ({event.name}) with all its tables and reports", sure=sure)
        erase_event(event=event)
        self.stdout.write("The event is erased.")

    def _table(self, table: DiscussionTable, *, sure: bool) -> None:
        self._ask(f"the notes of table {table.pk} (number {table.number} of session {table.session.code})", sure=sure)
        erase_table(table=table)
        self.stdout.write("The notes are erased; the table has a new link.")

    def _point(self, table: DiscussionTable, key: str, *, sure: bool) -> None:
        if state_now(table, key) is None:
            raise CommandError(f"Nothing is kept of {key!r} at table {table.pk}.")
        self._ask(f"{key} of table {table.pk} with its history", sure=sure)
        erase_point(table=table, key=key)
        self.stdout.write("The point is erased.")

    def _ask(self, what: str, *, sure: bool) -> None:
        if not sure:
            raise CommandError(f"This would erase {what}, for good. Nothing was erased; add --yes to do it.")


def _one(model: Any, ident: Any, name: str) -> Any:
    found = model.objects.filter(pk=int(ident)).first() if str(ident).isdigit() else None
    if found is None:
        raise CommandError(f"There is no {name} {ident}.")
    return found
