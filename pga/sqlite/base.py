"""Django's wrapper for SQLite, in the settings `pga.sqlite`: a transaction begins when it is its thread's turn."""

from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from pga.sqlite.turns import turns_of


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own for SQLite, but for the beginning and the end of a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        if not turns_of(self.settings_dict["NAME"]).take(self.settings_dict["OPTIONS"]["timeout"]):
            raise OperationalError("database is locked")
        self._has_turn = True
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # unknown to the stubs
        except BaseException:
            self._pass_on()
            raise

    def commit(self) -> None:
        """End one's turn with the transaction."""
        # Where that fails the transaction is still open: Django rolls it back.
        super().commit()
        self._pass_on()

    def rollback(self) -> None:
        """End one's turn, however it goes."""
        try:
            super().rollback()
        finally:
            self._pass_on()

    def close(self) -> None:
        """End one's turn: SQLite takes an open transaction back."""
        try:
            super().close()
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._has_turn:
            self._has_turn = False
            turns_of(self.settings_dict["NAME"]).pass_on()
