"""Folding and cutting into words: what is typed in one way is found by whoever types it in another."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary.folding import MOST_ASKED_WORDS, MOST_LETTERS, fold, index_words, query_of

# Letters, then marks, of each script; separators and what is invisible among them.
SCRIPTS = {
    "latin": ("abcdefghiøßŁİıéñǆœ", "\u0301\u0308\u0323\u0327"),
    "greek": ("αβγςΣάΐ", "\u0301\u0345"),
    "cyrillic": ("абвёйЇқ", "\u0306\u0308"),
    "arabic": ("ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئةىٱکیہ", "\u064b\u064e\u0651\u0652\u0670\u0640"),
    "bengali": ("কখগঘচছজটতদনপবমযরলশসহড়য়অআৎ", "\u09bc\u09cd\u09be\u09bf\u09c7\u09cb\u0981\u0982\u200c\u200d"),
    "devanagari": ("कखगचजतदनपमयरलवसहक़अआ", "\u093c\u094d\u093e\u093f\u0902\u0901\u200d"),
    "tamil": ("கசடதபமயரலவ", "\u0bbe\u0bc6\u0bca\u0bcd\u0bd7"),
    "thai": ("กขคงจชดตนบปมยรลวสหอะาแโ", "\u0e31\u0e34\u0e48\u0e49"),
    "khmer": ("កខគងចឆជដតនបមយរលវសហអ", "\u17d2\u17b6\u17b7\u17bb\u17c6"),
    "burmese": ("ကခဂငစဆဇညတထနပမယရလဝသဟအ", "\u1037\u1039\u103a\u103b\u103c\u102d\u102f\u1031\u102c"),
    "japanese": ("東京都移民かがきひらガギプー", "\u3099"),
    "korean": ("한국어이주노동", ""),
    "digits": ("0123456789٠١٢٣৪৫৬७८９①½", ""),
    "symbols": ("👍🏽❤🇧🇩→€$'\"()*:-_ \t\n\u00ad\ufe0f\u0000", ""),
}
LETTERS = "".join(letters + marks for letters, marks in SCRIPTS.values())
few = settings(max_examples=25)
anything = st.text(alphabet=LETTERS, max_size=60) | st.text(max_size=60)


def finds(asked: str, text: str) -> bool:
    words, query = set(index_words(text)), query_of(asked)
    whole = set(query.words) <= words
    return whole and all(any(word.startswith(start) for word in words) for start in query.beginnings)


@given(anything)
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert index_words(fold(text)) == index_words(text)


@given(anything)
def test_no_engine_can_cut_a_word_again(text):
    for word in index_words(text):
        assert word and not set(word) & {chr(n) for n in range(128) if not chr(n).isalnum() or chr(n).isupper()}
        assert len(word) <= 2 * MOST_LETTERS
        word.encode()


@given(anything)
def test_a_text_is_found_by_itself_and_by_each_of_its_words(text):
    assert finds(text, text) or not index_words(text)
    for word in text.split():
        assert finds(word, text)


def beginnings(word: str) -> list[str]:
    """As far as somebody may have typed it: never between a letter and its mark."""
    ends = [n for n in range(1, len(word)) if unicodedata.category(word[n])[0] != "M" and word[n].isalpha()]
    return [word[:n] for n in ends]


@pytest.mark.parametrize("script", [name for name in SCRIPTS if name not in {"symbols", "digits"}])
@few
@given(st.data())
def test_a_word_is_found_while_it_is_typed(script, data):
    letters, marks = SCRIPTS[script]
    cluster = st.builds(str.__add__, st.sampled_from(letters), st.text(alphabet=marks or letters, max_size=3))
    text = "".join(data.draw(st.lists(cluster, min_size=1, max_size=8)))
    for typed in beginnings(text):
        assert finds(typed, f"before {text} after"), typed


@pytest.mark.parametrize("script", [name for name, (_letters, marks) in SCRIPTS.items() if marks])
@few
@given(st.data())
def test_the_order_of_marks_does_not_matter(script, data):
    letters, marks = SCRIPTS[script]
    letter, some = data.draw(st.sampled_from(letters)), data.draw(st.lists(st.sampled_from(marks), max_size=5))
    other = data.draw(st.permutations(some))
    assert fold(letter + "".join(some)) == fold(letter + "".join(other))


@pytest.mark.parametrize("script", ["thai", "khmer", "burmese", "japanese", "korean"])
@few
@given(st.data())
def test_without_spaces_every_part_is_found(script, data):
    text = data.draw(st.text(alphabet=SCRIPTS[script][0], min_size=1, max_size=12))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if fold(text[start:end]):
        assert finds(text[start:end], text)


@given(anything)
def test_all_normal_forms_are_one(text):
    assert len({fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}) == 1


@few
@given(st.text(alphabet=LETTERS, min_size=0, max_size=20).map(lambda some: some * 500))
def test_however_long_a_query_is_little_is_asked(text):
    query = query_of(text)
    assert len(query.words) + len(query.beginnings) <= MOST_ASKED_WORDS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
        ("Straße, Łódź, Đà Nẵng, ﬁne", "strasse lodz da nang fine"),
        ("ɓaŋ ƙasa", "ban kasa"),
        ("الأُمَّة الإسلاميّـــة", "الامة الاسلاميه"),
        ("شيء مسؤولية", "شئ مسوولية"),
        ("کیا ہے", "كيا هي"),
        ("٢٠٢٠ ২০২০ २०२०", "2020 2020 2020"),
        ("র‍্যাব কো", "র্যাব ক\u09c7\u09be"),
        ("বড় পর্যায়", "বড\u09bc পর্যায\u09bc"),
        ("চঁাদ উৎসব", "চাঁদ উত্\u200dসব"),
        ("क़ानून हाँ", "क\u093cानून हां"),
        ("น้ำ", "น\u0e4d\u0e49า"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("👩🏽\u200d⚕\ufe0f", "👩⚕"),
    ],
)
def test_what_is_the_same_to_people_is_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("কা", "কো"), ("কে", "কো"), ("か", "が"), ("কি", "কী"), ("बल", "बाल")])
def test_a_vowel_makes_another_word(one, other):
    assert fold(one) != fold(other) and not finds(one, other)


def test_an_arabic_word_is_found_with_and_without_its_article():
    for text in ("الهجرة", "والهجرة", "بالهجرة", "للهجرة", "هجرة"):
        assert finds("هجرة", text) and finds("الهجرة", text), text
    assert index_words("التزام الله") == sorted(["التزام", "تزام", "الله"])
