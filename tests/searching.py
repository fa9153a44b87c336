"""Looking for words wherever the app might have left them: in every table, and in the bytes on the disk."""

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from tests.running import RunningApp


def tables_with(*words: str) -> list[str]:
    """Names of the database's tables in which any of the words stands, in whatever column."""
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if _holds(cursor, name, words)]


def _holds(cursor: Any, table: str, words: tuple[str, ...]) -> bool:
    cursor.execute(f'SELECT * FROM "{table}"')
    return any(word in _read(value) for row in cursor.fetchall() for value in row for word in words)


def _read(value: Any) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode(errors="replace")
    # JSON of SQLite escapes what is not ASCII.
    return str(value).encode().decode("unicode_escape", errors="replace") if "\\u" in str(value) else str(value)


def server_tables_with(app: RunningApp, *words: str) -> list[str]:
    """The same, read from a running app's database without asking it."""
    url = app.environment.get("DATABASE_URL")
    with psycopg.connect(url) if url else sqlite3.connect(app.folder / "rapporteur.sqlite3") as line:
        names = line.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if url
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        found = [name for (name,) in names.fetchall() if _holds(line.cursor(), name, words)]
    line.close()
    return found


def files_with(folder: Path, *words: str) -> list[str]:
    """Names of the files below a folder in whose bytes any of the words stands."""
    found = []
    for path in sorted(folder.rglob("*")):
        held = path.read_bytes() if path.is_file() else b""
        if any(word.encode() in held for word in words):
            found.append(path.name)
    return found
