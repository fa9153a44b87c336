"""Merging of texts, by bytes.

Applying updates out of order to a live document loses text (measured); merging bytes does not.
"""

from collections.abc import Iterable

from pycrdt import Doc, Text, get_state, merge_updates

ROOT = "t"
_EMPTY = b"\x00\x00"


class CannotMerge(Exception):
    """The library refused bytes that passed the reader; the row is put aside."""


def merge(state: bytes, updates: Iterable[bytes]) -> bytes:
    """One state from a state and updates in any order, repeated or not."""
    parts = [part for part in (state, *updates) if part]
    try:
        return merge_updates(*parts) if len(parts) > 1 else (parts[0] if parts else b"")
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:  # the library panics with a BaseException
        raise CannotMerge(str(error)) from error


def text_of(state: bytes) -> str:
    """The text of a state, read from a fresh document."""
    if not state:
        return ""
    try:
        doc: Doc[Text] = Doc()
        text = doc.get(ROOT, type=Text)
        doc.apply_update(state)
        return str(text)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise CannotMerge(str(error)) from error


def vector_of(state: bytes) -> bytes:
    """The state vector of a state."""
    try:
        return get_state(state or _EMPTY)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise CannotMerge(str(error)) from error


def update_typing(text: str) -> bytes:
    """An update that types `text` into a new document."""
    doc: Doc[Text] = Doc()
    doc["t"] = Text(text)
    return doc.get_update()
