from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions import drafts
from sessions.drafts import Item, NothingToDo, UnknownItem


def paper() -> list[Item]:
    return [
        Item(1, "title", "Care", (1,)),
        Item(2, "field_of_work", "Wages", (2,)),
        Item(3, "field_of_work", "Health", (3,)),
        Item(4, "question", "Where?", (4,), label="1"),
        Item(5, "question", "Which level?\nAnd why?", (5, 6), label="2"),
        Item(6, "part", "In law", (7,), label="a"),
        Item(7, "part", "In practice", (8,), label="b"),
        Item(8, "question", "What next?", (9,), label="3"),
        Item(9, "unused", "Page 1 of 2", (10,)),
    ]


def texts(items: list[Item], *sorts: str) -> list[str]:
    return [found.text for found in items if found.sort in (sorts or drafts.ASKED)]


def test_a_question_moves_with_its_parts():
    assert texts(drafts.move(paper(), 5, -1)) == [
        "Which level?\nAnd why?",
        "In law",
        "In practice",
        "Where?",
        "What next?",
    ]
    assert texts(drafts.move(paper(), 4, 1)) == [
        "Which level?\nAnd why?",
        "In law",
        "In practice",
        "Where?",
        "What next?",
    ]
    with pytest.raises(NothingToDo):
        drafts.move(paper(), 4, -1)
    with pytest.raises(NothingToDo):
        drafts.move(paper(), 8, 1)


def test_a_part_moves_to_another_question():
    assert texts(drafts.move(paper(), 7, 1)) == [
        "Where?",
        "Which level?\nAnd why?",
        "In law",
        "What next?",
        "In practice",
    ]
    assert texts(drafts.move(paper(), 7, -1))[2:4] == ["In practice", "In law"]


def test_splitting_and_merging():
    halves = drafts.split(paper(), 5)
    assert texts(halves) == ["Where?", "Which level?", "And why?", "In law", "In practice", "What next?"]
    assert [found.lines for found in halves if found.text in {"Which level?", "And why?"}] == [(5,), (6,)]
    again = drafts.merge(halves, 10)
    assert texts(again) == texts(paper()) and again[4].lines == (5, 6)
    with pytest.raises(NothingToDo):
        drafts.split(paper(), 4)
    with pytest.raises(NothingToDo):
        drafts.merge(paper(), 4)


def test_turning_what_was_not_recognised_into_a_question_puts_it_where_the_paper_has_it():
    turned = drafts.turn(paper(), 9, "question")
    assert texts(turned)[-1] == "Page 1 of 2"
    early = [replace(found, lines=(5,)) if found.key == 9 else found for found in paper()]
    assert texts(drafts.turn(early, 9, "part"))[:3] == ["Where?", "Page 1 of 2", "Which level?\nAnd why?"]


def test_turning_into_a_person_reads_name_and_organisation():
    items = drafts.change(paper(), 9, {"text": "Rosa Quispe, Casa Migrante"})
    person = next(found for found in drafts.turn(items, 9, "person") if found.sort == "person")
    assert (person.name, person.organisation, person.role) == ("Rosa Quispe", "Casa Migrante", "other")
    back = next(found for found in drafts.turn(drafts.turn(items, 9, "person"), 9, "unused") if found.key == 9)
    assert back.text == "Rosa Quispe, Casa Migrante"


def test_renumbering():
    items = drafts.renumber(drafts.turn(paper(), 8, "part"))
    assert [found.label for found in items if found.sort in drafts.ASKED] == ["1", "2", "a", "b", "c"]


def test_keys_are_never_given_twice_and_unknown_ones_are_refused():
    assert drafts.add(paper(), "question", "New?")[-1].key == 10
    with pytest.raises(UnknownItem):
        drafts.change(paper(), 77, {"text": ""})


def test_drafts_survive_json():
    assert drafts.load(drafts.dump(paper())) == paper()


mends = st.one_of(
    st.tuples(st.just("move"), st.integers(1, 12), st.sampled_from([-1, 1])),
    st.tuples(st.just("turn"), st.integers(1, 12), st.sampled_from(drafts.SORTS)),
    st.tuples(st.sampled_from(["split", "merge"]), st.integers(1, 12)),
)


@given(st.lists(mends, max_size=12))
def test_every_line_stays_in_exactly_one_item_whatever_is_mended(steps):
    items = paper()
    for name, *args in steps:
        try:
            items = getattr(drafts, name)(items, *args)
        except (NothingToDo, UnknownItem):
            continue
    assert sorted(line for found in items for line in found.lines) == list(range(1, 11))
    assert len({found.key for found in items}) == len(items)


def test_pairs_follow_their_question_and_stay_single():
    items = drafts.change(paper(), 6, {"was": 70})
    assert next(found for found in drafts.turn(items, 6, "question") if found.key == 6).was == 70
    assert next(found for found in drafts.merge(items, 6) if found.key == 5).was == 70
    items = drafts.pair_once(drafts.change(items, 8, {"was": 70}), 8)
    assert [found.key for found in items if found.was == 70] == [8]
