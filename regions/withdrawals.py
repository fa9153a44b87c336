"""Points that may no longer leave their table, or were erased: whoever has shown or printed them takes them back."""

import logging
from collections.abc import Callable, Sequence

log = logging.getLogger("regions.withdrawals")
Listener = Callable[[int, Sequence[str]], None]
_listeners: list[Listener] = []
_erasing: list[Listener] = []


def on_withdrawal(function: Listener) -> None:
    """Call (table id, keys of answers and issues) after the commit that withdraws them."""
    if function not in _listeners:
        _listeners.append(function)


def withdrawn(table_id: int, keys: Sequence[str]) -> None:
    """Tell all; one that fails does not keep it from the others."""
    for function in _listeners:
        try:
            function(table_id, keys)
        except Exception:
            log.exception("A withdrawal at table %d was not followed everywhere", table_id)


def on_erasure(function: Listener) -> None:
    """Call (table id, keys of answers and issues; none: all of the table's) inside the transaction that erases them."""
    if function not in _erasing:
        _erasing.append(function)


def erased(table_id: int, keys: Sequence[str]) -> None:
    """Let whoever has made something of these points erase it too; one that fails keeps the erasure from happening."""
    for function in _erasing:
        function(table_id, keys)
