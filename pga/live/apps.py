"""The cellar: documents in scopes, kept in a journal. No domain word stands below this line."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """`pga.live`: journal, edit door, writer, projector, notices, streams."""

    name = "pga.live"
    label = "pga_live"
