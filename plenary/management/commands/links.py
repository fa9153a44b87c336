"""`manage.py links [EVENT] [--json]`: every link of an event, for whoever prints or tests."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plenary.links import moderator_url
from plenary.models import ModeratorLink
from regions.layout import table_url
from sessions.models import DiscussionSession, Event


class Command(BaseCommand):
    """Links are signatures: nothing secret is stored, and they can be printed again at any time."""

    help = "Print every link of an event (the newest one unless told otherwise)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which event; in which form."""
        parser.add_argument("event", nargs="?", type=int, help="the event's id")
        parser.add_argument("--json", action="store_true", help="as documented in docs/protocol.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        events = Event.objects.filter(pk=options["event"]) if options["event"] else Event.objects.all()
        event = events.first()
        if event is None:
            raise CommandError("There is no such event." if options["event"] else "There is no event yet.")
        told = {"event": {"id": event.pk, "name": event.name}, "sessions": [_session(s) for s in event.sessions.all()]}
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) if options["json"] else _in_lines(told))


def _session(session: DiscussionSession) -> dict[str, Any]:
    tables = session.tables.select_related("session__event", "region").filter(link_revoked_at=None)
    links = session.moderator_links.select_related("session__event").filter(revoked_at=None)
    return {
        "id": session.pk,
        "code": session.code,
        "tables": [
            {
                "id": table.pk,
                "number": table.number,
                "region": table.region.name,
                "language": table.language,
                "url": table_url(table),
                "code": table.code,
            }
            for table in tables
        ],
        "moderators": [
            {"name": link.name, "role": link.role, "may_write": link.may_write, "url": moderator_url(link)}
            for link in links
            if link.role != ModeratorLink.Role.WALL
        ],
        "walls": [
            {"name": link.name, "url": moderator_url(link)} for link in links if link.role == ModeratorLink.Role.WALL
        ],
    }


def _in_lines(told: dict[str, Any]) -> str:
    lines = [told["event"]["name"]]
    for session in told["sessions"]:
        lines.append(f"\nSession {session['code']}")
        lines += [f"  Table {t['number']:<4} {t['code']}  {t['url']}  ({t['region']})" for t in session["tables"]]
        lines += [f"  {link['name']:<10} {link['url']}" for link in session["moderators"]]
        lines += [f"  Wall       {link['url']}  ({link['name']})" for link in session["walls"]]
    return "\n".join(lines)
