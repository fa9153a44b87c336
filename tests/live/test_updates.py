"""The allow-list reader: takes what a text needs, refuses all else, and nothing that it takes breaks the library."""

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from pga.live.merging import CannotMerge, merge, text_of, vector_of
from pga.live.updates import BadUpdate, advance, missing_before, read_update, read_vector, write_vector

WORDS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)


def typing(steps: list[tuple[int, str]]) -> list[bytes]:
    """The updates of somebody who types and deletes; a step is (place, words), no words delete a letter."""
    doc: Doc = Doc()
    text = doc.get("t", type=Text)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    for place, words in steps:
        now = str(text)
        at = len(now[: place % (len(now) + 1)].encode())
        if words:
            text.insert(at, words)
        elif at:
            first = now[0].encode()
            del text[0 : len(first)]
    return updates


STEPS = st.lists(st.tuples(st.integers(0, 40), st.one_of(WORDS, st.just(""))), min_size=1, max_size=12)


@given(STEPS)
def test_what_is_typed_is_read(steps: list[tuple[int, str]]) -> None:
    clocks: dict[int, int] = {}
    updates = typing(steps)
    for update in updates:
        read = read_update(update)
        assert not missing_before(read, clocks)
        advance(clocks, read)
    assert clocks == read_vector(vector_of(merge(b"", updates)))


@given(STEPS, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_text(steps: list[tuple[int, str]], chance: random.Random) -> None:
    updates = typing(steps)
    wanted = text_of(merge(b"", updates))
    shuffled = updates + chance.sample(updates, len(updates) // 2)
    chance.shuffle(shuffled)
    state = b""
    for update in shuffled:
        state = merge(state, [update])
    assert text_of(state) == wanted


@given(STEPS)
def test_a_gap_is_noticed(steps: list[tuple[int, str]]) -> None:
    updates = typing([(0, "first words"), *steps])
    later = [read_update(update) for update in updates[1:]]
    assert all(missing_before(update, {}) for update in later if update.structs or update.deletions)


def hostile() -> dict[str, bytes]:
    nested: Doc = Doc()
    nested["t"] = Map({"a": Array([1, 2])})
    other_root: Doc = Doc()
    other_root["u"] = Text("words")
    formatted: Doc = Doc()
    formatted["t"] = text = Text("words")
    text.format(0, 3, {"bold": True})
    embedded: Doc = Doc()
    embedded["t"] = words = Text("words")
    words.insert_embed(0, {"image": "x"})
    good = typing([(0, "words")])[0]
    return {
        "nothing": b"",
        "nested": nested.get_update(),
        "another root": other_root.get_update(),
        "format": formatted.get_update(),
        "embed": embedded.get_update(),
        "left over": good + b"\x00",
        "cut": good[:-1],
        "endless number": b"\xff" * 40,
        "many clients": b"\xff\xff\xff\x7f",
        "huge": b"\x01" * 70_000,
        "deep": bytes([1, 1, 1, 0, 8, 1, 1, 116, 1]) + b"\x75\x01" * 20_000,
    }


@pytest.mark.parametrize("name", sorted(hostile()))
def test_a_hostile_update_is_refused(name: str) -> None:
    with pytest.raises(BadUpdate):
        read_update(hostile()[name])


@given(st.data())
def test_a_damaged_update_is_refused_or_harmless(data: st.DataObject) -> None:
    good = bytearray(typing([(0, "some words"), (4, "more"), (1, "")])[data.draw(st.integers(0, 2))])
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, 10_000)) % len(good)] = data.draw(st.integers(0, 255))
    try:
        read_update(bytes(good))
    except BadUpdate:
        return
    with contextlib.suppress(CannotMerge):  # the projector puts such a row aside
        assert isinstance(text_of(merge(b"", [bytes(good)])), str)


@given(st.dictionaries(st.integers(1, 1 << 52), st.integers(0, 1 << 30), max_size=20))
def test_vectors_are_written_as_they_are_read(vector: dict[int, int]) -> None:
    assert read_vector(write_vector(vector)) == vector
