"""Whatever people type is printed as words: it fetches nothing, breaks nothing, and costs no more than its length."""

import io

import pikepdf
import pytest
from pytest_django.live_server_helper import LiveServer

from reports.compiling import compile_report
from reports.parts import PrintPart
from reports.words import blocks, direction, passage, passages, printable, spoken_language
from reports.workers import print_parts
from tests.reports.reading import alone, text_of

HOSTILE = {
    "a file as a picture": "<img src=file:///etc/passwd>",
    "a style": "<style>@import url(file:///etc/passwd)</style><link rel=attachment href=file:///etc/hostname>",
    "a template": "{{ settings.SECRET_KEY }}{% include 'x' %}",
    "an end of everything": "</p></body></html><script>alert(1)</script>",
    "an entity": "&lt;b&gt; &#x202e; &nbsp;",
}


def test_markup_is_printed_as_it_was_typed(cast):
    table = cast.table(cast.region("Africa"), name="<b>Hub</b>", rapporteur="<i>Nadia</i>")
    issue = cast.issue(table, "<script>issue</script>")
    for text in HOSTILE.values():
        cast.say(table, text, issue=issue, question=cast.do, words={str(cast.benchmark.pk): text})
    pdf = compile_report(cast.session.pk)
    text = text_of(pdf).replace(" ", "")
    for name, typed in HOSTILE.items():
        assert text.count(typed.replace(" ", "")) >= 2, name
    assert "<script>issue</script>" in text
    assert "root:" not in text
    assert b"/EmbeddedFile" not in pdf


@pytest.mark.parametrize(
    "words",
    [
        "a" * 5_000,
        "e" + "\u0301" * 3_000,
        "🙂" * 200,
        "\n" * 20_000 + "end",
        "(" * 3_000,
        "word " * 8_000,
        "\u0644" * 9_000,
    ],
    ids=["long word", "marks", "emoji", "line ends", "brackets", "many words", "long Arabic word"],
)
def test_heavy_words_are_set_within_the_limits_of_the_press(cast, words):
    cast.say(cast.table(cast.region("Africa")), words)
    cast.say(cast.table(cast.region("Africa")), "The next table speaks.")
    text = text_of(compile_report(cast.session.pk))
    assert text.count("The next table speaks.") == 2
    assert "could not be set" not in text


def test_nothing_is_fetched_whatever_a_page_asks_for(live_server: LiveServer):
    asked = f"{live_server.url}/nowhere"
    html = f"<html lang=en><title>t</title><style>@import url({asked});p{{background:url({asked})}}</style>"
    html += (
        f"<link rel=stylesheet href={asked}><img alt=x src={asked}><a rel=attachment href=file:///etc/hostname>a</a>"
    )
    html += f"<svg><image href={asked} /></svg><object data={asked}></object><p style='background:url({asked})'>Well."
    part = PrintPart("asks", html)
    printed = print_parts([part])[0]
    assert printed is not None
    pdf = alone(printed)
    assert "Well." in text_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/EmbeddedFiles" not in document.Root.Names


def test_words_are_bounded_but_never_cut():
    assert printable("x" * 5_000).replace("\u200b", "") == "x" * 5_000
    assert max(map(len, printable("x" * 5_000).split("\u200b"))) == 40
    assert printable("a\n\n\n\n \n\nb") == "a\n\nb"
    assert printable("e" + "\u0301" * 3_000) == "é" + "\u0301" * 4
    assert printable("\u202eabc\u202c \u2067x\u2069\x00") == "abc x"
    assert printable("می\u200cخواهم \u200f") == "می\u200cخواهم \u200f"
    family = "👩\u200d👩\u200d👧" * 30
    assert printable(family).replace("\u200b", "") == family
    assert "\u200d\u200b" not in printable(family)
    long = "word " * 3_000
    assert [len(block) <= 2_000 for block in blocks(printable(long))] == [True] * 8
    assert " ".join(blocks(printable(long))) == long.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("hello", "ltr"), ("  «مرحبا» hello", "rtl"), ("3. שלום", "rtl"), ("123", "ltr"), ("উপজেলা", "ltr")],
)
def test_the_first_strong_letter_decides_the_direction(text, expected):
    assert direction(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Les accords", "fr", "fr"),
        ("Hello", "ar", "en"),
        ("مرحبا", "en", "ar"),
        ("سلام", "fa", "fa"),
        ("আইন", "en", "bn"),
        ("日本", "ja", "ja"),
        ("2026", "bn", "bn"),
    ],
)
def test_the_script_decides_the_language_where_the_tables_own_cannot_be_it(text, language, expected):
    assert spoken_language(text, language) == expected


def test_a_heading_is_one_line():
    assert passage("One\ntwo\n\nthree").text == "One two three"
    assert [piece.text for piece in passages("")] == []
