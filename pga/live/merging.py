"""Merging of texts, by bytes.

Applying updates out of order to a live document loses text (measured); merging bytes does not.
"""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from pycrdt import Doc, Text, get_state, merge_updates

from pga.live.updates import read_vector

ROOT = "t"
_EMPTY = b"\x00\x00"
# The library sorts all that it merges again at every step: 2,000 at once cost 50 ms, ten times 200 cost 4.
MERGED_AT_ONCE = 200
# Bytes that are not letters, from which on it pays to say a state anew.
_WORDY = 4_000
_Made = TypeVar("_Made")


class CannotMerge(Exception):
    """The library refused bytes that passed the reader; the row is put aside."""


class Reading(NamedTuple):
    """A state that can be read: its text, the state itself, said shortly if that pays, and what loading it cost."""

    text: str
    state: bytes
    seconds: float = 0.0


def _tried(work: Callable[[], _Made]) -> _Made:
    """The library's answer; it panics with a BaseException, which would end a thread or leave a request unanswered."""
    try:
        return work()
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise CannotMerge(str(error)) from error


def merge(state: bytes, updates: Iterable[bytes]) -> bytes:
    """One state from a state and updates in any order, repeated or not."""
    left = [update for update in updates if update]
    for start in range(0, len(left), MERGED_AT_ONCE):
        state = _merged([part for part in (state, *left[start : start + MERGED_AT_ONCE]) if part])
    return state


def _merged(parts: list[bytes]) -> bytes:
    return _tried(lambda: merge_updates(*parts)) if len(parts) > 1 else parts[0]


def text_of(state: bytes) -> str:
    """The text of a state, read from a fresh document."""
    return _tried(lambda: str(_loaded(state)[1])) if state else ""


def _loaded(state: bytes) -> tuple[Doc[Text], Text]:
    doc: Doc[Text] = Doc()
    text = doc.get(ROOT, type=Text)
    doc.apply_update(state)
    return doc, text


def read(state: bytes) -> Reading:
    """The text of a state, and the state as short as it can be said; raises CannotMerge if any of it is unreadable.

    Merged bytes hold every burst of typing as a piece of its own, and every word that was deleted: an hour at one point
    would be 10,000 pieces, to be put in their places at every merge. A document that was loaded says the same in a few.
    What it says is taken only if it is as complete as the bytes were: they may hold a gap, where a row was put aside.
    """
    if not state:
        return Reading("", b"")
    begun = time.thread_time()
    doc, text = _tried(lambda: _loaded(state))
    seconds = time.thread_time() - begun
    words, vector = _tried(lambda: str(text)), vector_of(state)
    if len(state) - len(words.encode()) < _WORDY:
        return Reading(words, state, seconds)
    short = _tried(doc.get_update)
    is_whole = len(short) < len(state) and read_vector(vector_of(short)) == read_vector(vector)
    is_whole = is_whole and text_of(short) == words
    return Reading(words, short if is_whole else state, seconds)


def vector_of(state: bytes) -> bytes:
    """The state vector of a state."""
    return _tried(lambda: get_state(state or _EMPTY))


def update_typing(text: str) -> bytes:
    """An update that types `text` into a new document."""
    doc: Doc[Text] = Doc()
    doc["t"] = Text(text)
    return doc.get_update()
