"""The allow-list reader: takes what a text needs, refuses all else, and nothing that it takes breaks the library."""

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from pga.live.merging import CannotMerge, merge, read, text_of, vector_of
from pga.live.updates import BadUpdate, advance, missing_before, read_update, read_vector, write_vector
from tests.live.hostile import item, said
from tests.live.typed import Typed, typed

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


@pytest.fixture(scope="module")
def real() -> list[Typed]:
    return typed(1, 25, 150)


def test_what_yjs_sends_is_read_and_said_shorter_without_another_meaning(real: list[Typed]) -> None:
    chance, shorter = random.Random(2), 0
    for updates, text in real:
        clocks: dict[int, int] = {}
        plain = []
        for update in updates:
            read_one = read_update(update)
            assert not missing_before(read_one, clocks)
            advance(clocks, read_one)
            again = read_update(read_one.plain)
            assert again == read_one._replace(splits=again.splits)
            plain.append(read_one.plain)
        shorter += sum(len(one) < len(other) for one, other in zip(plain, updates, strict=True))
        mixed = [chance.choice(pair) for pair in zip(plain, updates, strict=True)] + chance.sample(updates, 3)
        chance.shuffle(mixed)
        assert text_of(merge(b"", mixed)) == text_of(merge(b"", plain)) == text
    assert shorter > 50


def test_a_state_that_is_said_shortly_merges_with_all_that_comes_later_and_earlier() -> None:
    chance, shorter = random.Random(3), 0
    for updates, text in typed(6, 2, 1_500):
        state = b""
        for n, update in enumerate(updates):
            state = merge(state, [update, chance.choice(updates[: n + 1])])
            if chance.random() < 0.2:
                short = read(state).state
                shorter += len(short) < len(state)
                assert read_vector(vector_of(short)) == read_vector(vector_of(state))
                state = short
        assert text_of(state) == text
    assert shorter > 20


def test_a_state_with_a_gap_is_left_as_it_is() -> None:
    updates = typing([(n, f"{n} ") for n in range(900)])
    gap = merge(b"", [*updates[:600], *updates[601:]])
    assert len(gap) > 12_000 and read(gap).state == gap
    assert text_of(merge(read(gap).state, [updates[600]])) == text_of(merge(b"", updates))


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
        "a client twice": said([(1, 0, [item("a")]), (1, 1, [item("b", left=(1, 0))])]),
        "an empty struct": said([(1, 0, [item("a"), item("", left=(1, 0)), item("b", left=(1, 0))])]),
        "deletions that overlap": said([(1, 0, [item("abc")])], b"\x01\x01\x02\x00\x02\x01\x02"),
        "deletions of a client twice": said([(1, 0, [item("abc")])], b"\x02\x01\x01\x00\x01\x01\x01\x01\x01"),
        "a key": said([(1, 0, [b"\x24\x01\x01t\x01k\x01a"])]),
        "more structs than anybody types": said([(1, 0, [b"\x00\x01"] * 6_001)]),
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
