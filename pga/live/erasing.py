"""Erasing a whole scope, and giving back the room in which erased words stood."""

import logging
from collections.abc import Callable

from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from django.db.models import F

from pga.live import notices
from pga.live.holding import hold
from pga.live.models import Compaction, Document, JournalRow, Projection, Scope, SettledIds

log = logging.getLogger("pga.live.erasing")
# Whatever in the cellar belongs to a scope and is erased with it; counter and projection stay, as its tombstone.
OF_A_SCOPE: tuple[type[models.Model], ...] = (JournalRow, Document, SettledIds, Compaction)
_LOCK_SECONDS = 2
_before: list[Callable[[], None]] = []
_LITTLE = 50_000_000


def on_scrub(function: Callable[[], None]) -> None:
    """Call before the room is given back: for whoever keeps words where deleting their rows does not destroy them."""
    if function not in _before:
        _before.append(function)


@transaction.atomic
def erase_scope(kind: str, scope_id: int, below: int) -> None:
    """Destroy a scope's journal and documents; grants of generations under `below` open nothing any more, for good.

    A writer that let such a grant in before sees it under the scope's lock; a projector that read the rows before sees
    that another round has begun.
    """
    scope = f"{kind}:{scope_id}"
    hold(kind, [scope_id])
    for model in OF_A_SCOPE:
        model._default_manager.filter(scope=scope).delete()  # noqa: SLF001 Django's documented name for it
    Scope.objects.filter(name=scope).update(number=F("number") + 1, below=below, documents=0, octets=0)
    number = Scope.objects.get(name=scope).number
    Projection.objects.filter(scope=scope).update(number=number, round=F("round") + 1)
    notices.doubt(scope)
    notices.keys_changed(kind, scope_id)
    notices.tell("projected", kind, scope_id, [])


def erased_below(kind: str, scope_id: int) -> int:
    """Grants of an earlier generation were erased with their words; 0 if nothing was."""
    return Scope.objects.filter(name=f"{kind}:{scope_id}").values_list("below", flat=True).first() or 0


def scrub(*, wholly: bool) -> bool:
    """Give back the room in which erased words stood, so that they cannot be read from the disk; whether it went well.

    Outside of any transaction. SQLite leaves copies in pages that it has parted or joined, `secure_delete` or not: the
    file is written anew, and the log cut to nothing. PostgreSQL frees the room to be written over; where `wholly` is
    asked for, or there is little, it writes its tables anew as well, for which nobody may write for a moment.
    """
    try:
        for function in _before:
            function()
        if connection.vendor == "sqlite":
            _rewrite_sqlite()
        else:
            _vacuum(wholly=wholly)
    except Exception:
        log.exception("The room of erased words could not be given back; it is tried again when the server starts")
        return False
    return True


def _rewrite_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    if busy:
        raise RuntimeError("Somebody reads the old pages still.")


def _vacuum(*, wholly: bool) -> None:
    names = ", ".join(connection.ops.quote_name(table) for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        if wholly or cursor.fetchone()[0] < _LITTLE:
            try:
                cursor.execute(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
                cursor.execute(f"VACUUM (FULL) {names}")
                return
            except OperationalError:
                log.warning("Somebody works with the tables; the room of erased words is only freed")
            finally:
                cursor.execute("RESET lock_timeout")
        cursor.execute(f"VACUUM {names}")


def _tables() -> list[str]:
    """The tables of the app's own models."""
    ours = (model for model in apps.get_models(include_auto_created=True) if model.__module__.split(".")[0] != "django")
    return sorted({model._meta.db_table for model in ours})  # noqa: SLF001 Django's documented name for it
