"""Pairs of old and new questions that the preview of a corrected paper proposes."""

from sessions.papers.pairing import flattened, pair

OLD = [
    {"id": 11, "label": "1", "text": "Who decides on the berths of the old harbour?"},
    {"id": 12, "label": "2", "text": "What would help the crews of small ships?"},
    {"id": 13, "label": "3", "text": "At which level must the rules be improved?"},
]


def new(*questions: tuple[str, str]) -> list[dict]:
    return [{"label": label, "text": text} for label, text in questions]


def test_the_same_paper_again():
    assert pair(OLD, new(*((one["label"], one["text"]) for one in OLD))) == [(11, 0), (12, 1), (13, 2)]


def test_text_goes_before_label_when_questions_change_places():
    moved = new(
        ("1", "What would help the crews of small ships most?"),
        ("2", "At which level must rules be improved?"),
        ("3", "Who decides on berths of the old harbour?"),
    )
    assert pair(OLD, moved) == [(12, 0), (13, 1), (11, 2)]


def test_a_question_put_in_between_and_one_left_out():
    changed = new(
        ("1", "Who decides on the berths of the old harbour?"),
        ("2", "Which songs are sung on deck?"),
        ("3", "At which level must the rules be improved?"),
    )
    assert pair(OLD, changed) == [(11, 0), (None, 1), (13, 2), (12, None)]


def test_the_label_helps_where_the_text_changed_much():
    rewritten = new(("2", "Name everything that would help the people of small and old ships."))
    assert pair(OLD, rewritten) == [(12, 0), (11, None), (13, None)]


def test_each_question_is_used_once():
    twice = [{"id": 1, "label": "1", "text": "Who pays?"}, {"id": 2, "label": "1", "text": "Who pays?"}]
    assert pair(twice, new(("1", "Who pays?"))) == [(1, 0), (2, None)]
    assert pair(twice[:1], new(("1", "Who pays?"), ("1", "Who pays?"))) == [(1, 0), (None, 1)]


def test_nothing_to_pair():
    assert pair([], new(("1", "Who pays?"))) == [(None, 0)]
    assert pair(OLD[:1], []) == [(11, None)]
    assert pair([], []) == []


def test_parts_with_the_same_label_stay_with_their_question():
    questions = [
        {
            "label": "1",
            "text": "Who pays?",
            "parts": [{"label": "a", "text": "At sea?"}, {"label": "b", "text": "On land?"}],
        },
        {"label": "2", "text": "Who gains?", "parts": [{"label": "a", "text": "At sea?"}]},
    ]
    flat = flattened(questions)
    assert flat == [
        {"label": "1", "text": "Who pays?", "parent": ""},
        {"label": "a", "text": "At sea?", "parent": "1"},
        {"label": "b", "text": "On land?", "parent": "1"},
        {"label": "2", "text": "Who gains?", "parent": ""},
        {"label": "a", "text": "At sea?", "parent": "2"},
    ]
    old = [{"id": 20 + place, **one} for place, one in enumerate(reversed(flat))]
    assert pair(old, flat) == [(24, 0), (23, 1), (22, 2), (21, 3), (20, 4)]


def test_other_scripts():
    old = [{"id": 5, "label": "১", "text": "কে সিদ্ধান্ত নেয়?"}, {"id": 6, "label": "٢", "text": "ما الذي يساعد البحارة؟"}]
    assert pair(old, new(("1", "ما الذي يساعد البحارة اليوم؟"), ("2", "কে সিদ্ধান্ত নেয় এখানে?"))) == [(6, 0), (5, 1)]
