"""What changed between two wordings: nothing lost, nothing cut, and never long in the making."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regions import wording
from regions.wording import ADDED, REMOVED, SAME, changes, tokens_of

SCRIPTS = st.text(alphabet="ab ,\n.工资我们 ไทยเี้ កម្ពុជា မြန်မာ বাংলা عربي👩‍👧🇧🇩é́½", max_size=60)


@given(st.text(max_size=80) | SCRIPTS)
def test_tokens_are_the_text(text):
    assert "".join(tokens_of(text)) == text


@given(SCRIPTS, SCRIPTS)
def test_pieces_are_both_wordings(before, after):
    pieces = changes(before, after)
    if before == after:
        assert pieces == []
    elif all(piece.kind != wording.GAP for piece in pieces):
        assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == before
        assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == after


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("fees are paid", "fees were paid twice", "fees -are-+were+ paid+ twice+"),
        ("one two three", "four five six", "-one two three-+four five six+"),
        ("我们需要更多的监督", "我们需要更多监督员", "我们需要更多-的-监督+员+"),
        ("ฉันรักไทย", "ฉันรักลาว", "ฉันรัก-ไทย-+ลาว+"),
        ("কাজের অধিকার", "কাজের সমান অধিকার", "কাজের +সমান +অধিকার"),
        ("يدفع العمال", "يدفع كل العمال", "يدفع +كل +العمال"),
        ("he said 👩‍👧", "he said 👩‍👦", "he said -👩‍👧-+👩‍👦+"),
        ("a", "", "-a-"),
        ("Stop.", "Stop!", "Stop-.-+!+"),
    ],
)
def test_words_and_letters_of_scripts_without_spaces(before, after, wanted):
    signs = {SAME: "", ADDED: "+", REMOVED: "-"}
    assert "".join(f"{signs[kind]}{text}{signs[kind]}" for kind, text in changes(before, after)) == wanted


@pytest.mark.parametrize("word", ["a ", "工", "word, "])
def test_what_would_be_long_in_the_making_is_shown_as_replaced(word):
    before, after = "x" + word * 5_000, "y" + word * 5_001
    kinds = Counter(kind for kind, _text in changes(before, after))
    assert kinds[REMOVED] == kinds[ADDED] == 1
