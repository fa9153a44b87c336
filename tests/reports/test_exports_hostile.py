"""Whatever people type leaves as words: nothing of it calculates, runs, links or gets lost, in any form."""

import csv
import io
import re
import zipfile
from typing import Any

import lxml.html
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.choices import Choices
from reports.composing import compose
from reports.exports.cells import MOST_UNITS, guarded, pieces, unguarded, words_in
from reports.exports.exact import bounded_marks, exact, in_exact_words
from reports.exports.making import FORMS
from reports.exports.markdown import escaped
from reports.exports.material import Material
from reports.queries import session_rows
from tests.reports.reading_forms import READERS, sheet_of_xlsx, shown_md, squeezed

HOSTILE = {
    "a command": "=cmd|'/C calc'!A0",
    "a sum": "+1+1",
    "a negative": "-2+3+cmd|' /C calc'!D2",
    "a function": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a tab first": "\t=1+1",
    "a line end first": "\r=1+1",
    "a space first": ' =HYPERLINK("https://example.org","x")',
    "a wide sign": "\uff1d1+1",
    "another separator": "fish;=1+1\n=2+2\n- three\tand,@four|+5",
    "a quote": "'quoted' \"twice\"",
    "a script": "</p></body><script>alert(1)</script><img src=x onerror=alert(1)>",
    "a template": "{{ settings.SECRET_KEY }}{% include 'x' %}",
    "an entity": "&lt;b&gt; &#x202e; &nbsp; &amp;",
    "markdown": "# head\n> quote\n1. one\n- dash\n***\n[a](javascript:alert(1)) ![b](x) `c` **d** ~~e~~ | f | <u>g</u>",
    "a fence": "```\nrm -rf\n```\n    indented\n\n    more\n---\ntitle\n===",
    "an address": "https://example.org www.example.org <https://example.org> a@example.org",
    "an Office escape": "_x0041_ _x000D_",
    "bidi": "safe \u202egnp.exe\u202c \u2067x\u2069 end",
    "controls": "bell \x07 nul \x00 escape \x1b[31m delete \x7f c1 \x9b non \ufffe\uffff end",
    "half a letter": "half \ud83d end",
    "line ends": "a\r\nb\x0bc\x0cd\u2028e",
    "marks": "e" + "\u0301" * 300 + " end",
    "a long word": "x" * 100_000,
    "long wide letters": "🙂" * 40_000,
    "long formula": "=" * 70_000,
    "an ending": "]]>-->*/ \\ \\\\ end\\",
}


@pytest.fixture
def material(cast) -> Material:
    """The words are put into rows that were read: no database would hold all of them."""
    table = cast.table(cast.region("Africa"), name="=Table")
    issue = cast.issue(table, "issue")
    answers = [cast.say(table, name, issue=issue, question=cast.do) for name in HOSTILE]
    rows = session_rows(cast.session.pk)
    by_key = {row.key: row for row in rows.answers}
    for answer, words in zip(answers, HOSTILE.values(), strict=True):
        by_key[answer.key].text = words
        by_key[answer.key].words = {str(cast.benchmark.pk): words}
    rows.issues[0].text = HOSTILE["a command"] + HOSTILE["a script"] + HOSTILE["controls"]
    content = in_exact_words(compose(rows), rows)
    return Material(Choices((cast.session.pk,)), rows, content, content, frozenset(), frozenset())


def test_nothing_is_lost_and_nothing_comes_alive(material):
    forms = {ending: form.make(material) for ending, form in FORMS.items()}
    for ending, data in forms.items():
        _holds_everything(ending, READERS[ending](data))
    _is_seen_as_it_is(forms["json"].decode())
    _calculates_nothing(forms["csv"].decode("utf-8-sig"))
    _has_words_only(forms["xlsx"])
    _has_no_field_but_its_own(forms["docx"])
    _has_no_element_that_was_typed(lxml.html.fromstring(forms["html"].decode()))
    _does_nothing(lxml.html.fromstring(shown_md(forms["md"].decode())))


def _holds_everything(ending: str, told: list[str]) -> None:
    if ending == "json":
        assert sorted(told) == sorted(HOSTILE.values())
        return
    found = {squeezed(words) for words in told}
    for name, typed in HOSTILE.items():
        # Only a Word document cannot clip what is heaped upon a letter.
        words = squeezed(bounded_marks(exact(typed)) if ending == "docx" else exact(typed))
        # A Markdown item holds its note too.
        assert any(one.startswith(words) for one in found) if ending == "md" else words in found, (ending, name)


def _is_seen_as_it_is(text: str) -> None:
    """No letter of the JSON hides another or moves it."""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def _calculates_nothing(text: str) -> None:
    """Read with commas; or as programs of other countries do, with semicolons or tabs; or with no idea of quotes."""
    csv.field_size_limit(10**7)
    for separator in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert not [cell for cell in row if cell.lstrip(" \xa0").startswith(tuple("=+-@\t\r\uff1d"))], separator
    assert not re.findall(r"(?m)^[ ]*[=+\-@]", text)


def _has_words_only(data: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.hyperlink is None for cell in cells)
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(tuple("=+-@")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    long = next(row for row in sheet_of_xlsx(data) if str(row["Answer"]).startswith("xxx"))
    assert [len(long[name]) for name in long if str(name).startswith("Answer")] == [32_000, 32_000, 32_000, 4_000]


def _has_no_field_but_its_own(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = archive.read("word/document.xml").decode()
        assert re.findall(r"<w:instrText[^>]*>([^<]*)<", document) == [' TOC \\o "1-2" \\h \\z \\u ']
        assert not [name for name in archive.namelist() if b"External" in archive.read(name)]


def _has_no_element_that_was_typed(found: Any) -> None:
    assert found.xpath("//script | //img | //u | //@onerror | //@style") == []
    assert all(link.startswith(("/", "#")) for link in found.xpath("//@href | //@src"))


def _does_nothing(found: Any) -> None:
    alive = "//a | //img | //script | //pre | //code | //blockquote | //ol | //hr | //s | //u | //em"
    assert found.xpath(alive) == []
    assert len(found.xpath("//h1")) == 1


def test_what_no_file_may_hold_is_seen_all_the_same():
    assert exact(HOSTILE["controls"]) == "bell ␇ nul ␀ escape ␛[31m delete ␡ c1 \ufffd non \ufffd\ufffd end"
    assert exact(HOSTILE["bidi"]) == "safe gnp.exe x end"
    assert exact(HOSTILE["line ends"]) == "a\nb\nc\nd\ne"
    assert bounded_marks(exact(HOSTILE["marks"])) == "e" + "\u0301" * 4 + " end"
    assert bounded_marks("tiếng Việt, हिन्दी") == "tiếng Việt, हिन्दी"
    assert exact("می\u200cخواهم") == "می\u200cخواهم"


PRESSING = st.text(alphabet=st.sampled_from("=+-@'\" \t\r\n;,|ax\uff1d\xa0"), max_size=12) | st.text(max_size=12)


@given(PRESSING)
def test_the_guard_leaves_no_formula_and_can_be_taken_away(text):
    safe = guarded(text)
    assert unguarded(safe) == text
    assert not safe.startswith(tuple("=+-@\t\r\n\uff1d"))
    for separator in ";,|\t\n\r":
        assert not [cell for cell in safe.split(separator)[1:] if cell.lstrip(" ").startswith(tuple("=+-@\uff1d"))]


@given(st.text(alphabet="a🙂é\n", max_size=40), st.integers(2, 9))
def test_pieces_fit_and_are_the_text(text, most):
    found = list(pieces(text, most))
    assert "".join(found) == text
    assert all(len(piece.encode("utf-16-le")) // 2 <= most for piece in found)
    assert MOST_UNITS < 32_767


@given(st.text(alphabet=st.sampled_from("#*_`>-+=1.)|~&<!()[]\\ \n\ta@:$"), max_size=16) | st.text(max_size=16))
def test_markdown_gives_typed_words_back(text):
    shown = shown_md(f"x {escaped(exact(text))}")
    assert squeezed(lxml.html.fromstring(f"<div>{shown}</div>").text_content()) == squeezed(f"x {exact(text)}")


@pytest.mark.parametrize(
    ("text", "words"), [("two words", 2), ("- … !", 0), ("日本語", 3), ("الاتفاق العالمي", 2), ("উপজেলা পর্যায়ে", 2)]
)
def test_words_are_counted_in_every_script(text, words):
    assert words_in(text) == words
