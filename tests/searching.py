"""Looking for words wherever the app might have left them: in every table, and in the bytes on the disk."""

from pathlib import Path
from typing import Any

from django.db import connection


def tables_with(*words: str) -> list[str]:
    """Names of the database's tables in which any of the words stands, in whatever column."""
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if _holds(cursor, name, words)]


def _holds(cursor: Any, table: str, words: tuple[str, ...]) -> bool:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return any(word in _read(value) for row in cursor.fetchall() for value in row for word in words)


def _read(value: Any) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode(errors="replace")
    # JSON of SQLite escapes what is not ASCII.
    return str(value).encode().decode("unicode_escape", errors="replace") if "\\u" in str(value) else str(value)


def files_with(folder: Path, *words: str) -> list[str]:
    """Names of the files below a folder in whose bytes any of the words stands."""
    found = []
    for path in sorted(folder.rglob("*")):
        held = path.read_bytes() if path.is_file() else b""
        if any(word.encode() in held for word in words):
            found.append(path.name)
    return found
