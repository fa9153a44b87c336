"""Print parts on disk, each under the hash of what it is made of, and an index of whose words stand in which.

Nothing stale is ever served: other words make another hash. What this module promises beside that is that withdrawn
words do not lie about: a file goes when a point in it is withdrawn, and when it has not been asked for in a while.
"""

import hashlib
import os
import re
import threading
from collections.abc import Iterable, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from pga.live import notices
from reports.models import CachedPart
from reports.parts import PrintPart
from reports.printed import Printed, receive_printed, send_printed

UNUSED_FOR = timedelta(minutes=20)
ISSUE = "i"
_DIGEST = 16
_KEY = re.compile(r"[0-9a-f]{64}")


def parts_folder() -> Path:
    """Where parts lie; for the app's own account only."""
    folder = Path(settings.DATA_DIR) / "parts"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def kept(key: str) -> Printed | None:
    """The part as it was set before, if it is still there whole."""
    try:
        whole = (parts_folder() / key).read_bytes()
        # A disk that forgets a byte must cost a second setting, not the report.
        if _digest(whole[_DIGEST:]) != whole[:_DIGEST]:
            return None
        return receive_printed(BytesIO(whole[_DIGEST:]))
    except (OSError, ValueError, KeyError):
        return None


def _digest(said: bytes) -> bytes:
    return hashlib.blake2b(said, digest_size=_DIGEST).digest()


def is_kept(key: str) -> bool:
    """Whether there is such a part, without reading it."""
    return (parts_folder() / key).exists()


def keep(session_id: int, part: PrintPart, printed: Printed) -> None:
    """Keep a part. The row is there before the file: a withdrawal finds all that lies on disk.

    Whoever drops it in this very moment takes the row away first and the file once more afterwards; so do we.
    """
    if not _indexed(session_id, part):
        return
    said = BytesIO()
    send_printed(said, printed)
    path = parts_folder() / part.key
    unfinished = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(_digest(said.getvalue()))
        file.write(said.getvalue())
    unfinished.replace(path)
    if not CachedPart.objects.filter(key=part.key).exists():
        path.unlink(missing_ok=True)


def _indexed(session_id: int, part: PrintPart) -> bool:
    """Whether the part stands in the index by now; not if its session or a table of it was erased meanwhile."""
    try:
        with transaction.atomic():
            row, made = CachedPart.objects.get_or_create(
                key=part.key, defaults={"session_id": session_id, "docs": sorted(part.docs), "used_at": timezone.now()}
            )
            if made:
                row.tables.add(*part.tables)
    except IntegrityError:
        return False
    return True


def drop(rows: Iterable[CachedPart]) -> None:
    """Remove parts from disk and from the index; after the commit once more, here and on every other machine."""
    found = list(rows)
    for row in found:
        (parts_folder() / row.key).unlink(missing_ok=True)
    CachedPart.objects.filter(pk__in=[row.pk for row in found]).delete()
    if found:
        notices.tell("parts_dropped")


def drop_strays() -> None:
    """Remove finished parts that stand in no index. The files are listed first: a part is indexed before it is one."""
    finished = [path for path in parts_folder().iterdir() if _KEY.fullmatch(path.name)]
    known = set(CachedPart.objects.values_list("key", flat=True))
    for path in finished:
        if path.name not in known:
            path.unlink(missing_ok=True)


def drop_gone(parts: Iterable[PrintPart], leaving: frozenset[str]) -> bool:
    """Remove those parts in which a point stands that no longer leaves its table; whether there were any."""
    gone = [part.key for part in parts if not part.docs <= leaving]
    drop(CachedPart.objects.filter(key__in=gone))
    for key in gone:
        (parts_folder() / key).unlink(missing_ok=True)
    return bool(gone)


def drop_holding(table_id: int, keys: Sequence[str]) -> None:
    """Remove the parts that hold one of these points. With an issue go the points about it: all parts of the table."""
    docs = {f"{table_id}:{key}" for key in keys}
    every = not docs or any(key.startswith(ISSUE) for key in keys)
    rows = CachedPart.objects.filter(tables=table_id)
    drop(row for row in rows if every or docs.intersection(row.docs))


def sweep(session_id: int, used: Iterable[str]) -> None:
    """Note what was used; remove what nobody has asked for in a while, and files that stand in no index."""
    now = timezone.now()
    CachedPart.objects.filter(key__in=list(used)).update(used_at=now)
    drop(CachedPart.objects.filter(session=session_id, used_at__lt=now - UNUSED_FOR))
    known = set(CachedPart.objects.values_list("key", flat=True))
    oldest = (now - UNUSED_FOR).timestamp()
    for path in parts_folder().iterdir():
        if path.name not in known and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
