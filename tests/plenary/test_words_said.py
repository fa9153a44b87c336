"""How long a text takes to say: the page counts while one writes, the server for the speaker, and both alike."""

import json
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary.speaker import words_said
from tests.running import ROOT

KNOWN = {
    "": 0,
    "Friends, hear  this:\nthe fees go on.": 7,
    "أوقفوا الكفالة الآن": 3,
    "উপজেলা পর্যায়ে কেউ দালালদের তদারকি করে না।": 7,
    # Six letters of Chinese are four words, three of Japanese two, ten of Thai two.
    "我们要停止收": 4,
    "hear 这是说 also": 4,
    "ボタン": 2,
    "กขคงจฉชซฌญ": 2,
    "𠀀𠀁𠀂": 2,
}
letters = st.text(st.sampled_from("ab \n我们ボงខမ𠀀أ😀\u3000"), max_size=40)


def on_the_page(texts: list[str]) -> list[int]:
    done = subprocess.run(
        ["tools/node", "tests/shared/said.mjs"],
        cwd=ROOT,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    counts: list[int] = json.loads(done.stdout)
    return counts


@pytest.mark.parametrize(("text", "count"), KNOWN.items())
def test_a_script_without_spaces_is_not_one_word(text, count):
    assert words_said(text) == count


@settings(max_examples=5)
@given(st.lists(letters, max_size=60))
def test_the_page_and_the_server_count_the_same(texts):
    assert on_the_page([*KNOWN, *texts]) == [words_said(text) for text in [*KNOWN, *texts]]
