"""The press' own short cuts set what WeasyPrint sets without them: the same lines, the same pictures."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
import weasyprint
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reports import linecasting, press, press_styles
from reports.linecasting import Caster
from reports.printed import Job
from tests.reports.reading import alone

LANGUAGES = {"en": "ltr", "ar": "rtl", "bn": "ltr", "hi": "ltr", "zh": "ltr"}
CSS = """
@page { size: 300pt 420pt; margin: 20pt; @top-left { content: string(table, start); font: 600 8pt "Noto Sans" } }
h3 { string-set: table content(); font-size: 8pt; break-after: avoid }
html { font: 9pt/12.5pt "Noto Sans", "Noto Sans Arabic", "Noto Sans Bengali", "Noto Sans Devanagari", sans-serif;
       font-variant-numeric: tabular-nums }
body { overflow-wrap: break-word; margin: 0 } p, ul { margin: 0; padding: 0 } ul { list-style: none }
p { orphans: 2; widows: 2 } table { border-collapse: collapse; width: 100% } td { border-bottom: 1pt solid; width: 30% }
li { break-inside: avoid; margin-block-end: 4pt } span { font-size: 8pt; color: #555 } a { text-decoration: underline }
"""
PASSAGES = {
    "en": "Fees, levies “and” e-mail: 1,250 per person (2026–27)! A passport held for ransom — for 14 years — theft.",
    "fr": "Les décrets d’application manquent depuis sept ans\u00a0; des accords négociés sans les parlements.",
    "ar": "جَوَازُ السَّفَرِ يُحتَجَزُ لا لأنّ 25 عاملاً (IOM) طلبوه، بل لأن الكفيل يريد ذلك: لا حماية ولا أجر.",
    "bn": "ক্ষেত্র শ্রমিকদের পাসপোর্ট দালাল রাখে; ত্রিশ দিনের মধ্যে ফেরত দিতে হবে।",
    "hi": "श्रमिकों के अनुबंध किसी और भाषा में हैं, और शुल्क कर्ज़ बन जाता है।",
    "zh": "登记处没有翻译，因此许多家庭在抵达之前就失去了名额，然后等待多年。",
}
_LATIN = st.one_of(
    st.sampled_from([word for name in ("en", "fr") for word in PASSAGES[name].split()]),
    st.text("abfilAVTo.,-–/()12é\u0301\u2019", min_size=1, max_size=12),
    st.sampled_from(["👩‍🌾", "\u2068level 4\u2069,", "x\u200b" * 30, "soft\u00adhyphen", "w" * 70]),
)
# Latin words among those of another script. Three scripts in a line are left out: Pango moves such a line's baseline.
_TEXTS = st.sampled_from(["لاأمحبر\u064e\u0651", "কষ্্তরিে", "登记处，没有。"]).flatmap(
    lambda letters: st.lists(st.one_of(_LATIN, st.text(letters, min_size=1, max_size=9)), min_size=1, max_size=40)
)


def _own(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint without the short cuts."""
    monkeypatch.setattr(linecasting.weasyprint_inline, "split_first_line", linecasting._split_first_line)
    monkeypatch.setattr(linecasting.weasyprint_draw, "draw_first_line", linecasting._draw_first_line)
    monkeypatch.setattr(press_styles.weasyprint_css, "tinycss2", press_styles.tinycss2)
    monkeypatch.setattr(press_styles.weasyprint_inline, "strut", press_styles._strut)
    for module in (press_styles.weasyprint_inline, press_styles.weasyprint_block):
        monkeypatch.setattr(module, "resolve_percentages", press_styles._resolve_percentages)
    monkeypatch.setattr(press, "Page", lambda html, fetcher: weasyprint.HTML(string=html, url_fetcher=fetcher))


@pytest.fixture(scope="module")
def caster() -> Caster:
    return Caster()


@pytest.fixture(scope="module")
def styles() -> list[Any]:
    passages = "".join(f"<p lang={name} dir={way}>x<span>y</span></p>" for name, way in LANGUAGES.items())
    document = weasyprint.HTML(string=passages).render(stylesheets=[weasyprint.CSS(string=CSS)])
    found = [box.style for box in document.pages[0]._page_box.descendants() if type(box).__name__ == "TextBox"]
    assert len(found) == 2 * len(LANGUAGES)
    return found


def _lines(split: Any, text: str, style: Any, measure: float) -> Iterator[tuple[Any, ...]]:
    resume: int | None = 0
    while resume is not None:
        text = text.encode()[resume:].decode()
        layout, length, resume, width, height, baseline = split(text, style, None, measure, 0, is_line_start=True)
        # A space that hangs over the end draws the letter before it nearer, and has a height in its own font.
        places = [width, baseline - height / 2]
        about = [pytest.approx(place, abs=1.5) if split is linecasting._split_first_line else place for place in places]
        yield layout.text, length, resume, about, layout.first_line_direction


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_TEXTS, st.integers(40, 500), st.integers(0, 2 * len(LANGUAGES) - 1))
def test_a_passage_has_the_same_lines(styles, caster, words, measure, which):
    # A mark without a letter gets a circle at the beginning of a text, not of a line.
    words = [word for word in words if not unicodedata.category(word[0]).startswith("M")]
    assume(words)
    caster.forget()
    style, text = styles[which], " ".join(words)
    own = list(_lines(linecasting._split_first_line, text, style, measure))
    assert list(_lines(caster.split_first_line, text, style, measure)) == own


def _page() -> str:
    items = []
    for n in range(8):
        for name, text in PASSAGES.items():
            way = "rtl" if name == "ar" else "ltr"
            emoji = " 👩🏽‍🌾 and" if n == 3 else ""
            words = f"<strong>{n}</strong> {text}{emoji} {text[: 13 * n]} <span>Level: \u2068global 4\u2069</span>"
            items.append(f'<li><p lang="{name}" dir="{way}">{words}</p></li>')
    cells = "".join(
        f'<tr><th>{name}</th><td dir="{"rtl" if name == "ar" else "ltr"}">{text}</td><td>{text[:20]}</td></tr>'
        for name, text in PASSAGES.items()
    )
    head = '<h3 id="one">Table 1</h3><a href="#one">A link, <em>not</em> underlined twice</a>'
    body = f"{head}<ul>{''.join(items)}</ul><table><tbody>{cells}</tbody></table>"
    return f'<!doctype html><html lang="en"><head><title>A page</title></head><body>{body}</body></html>'


def _pictures(pdf: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [bytes(page.render(scale=2).buffer) for page in document]
    finally:
        document.close()


def test_a_page_is_the_same_picture(monkeypatch):
    job = Job(_page(), CSS)
    short = press.Press().print(job)
    _own(monkeypatch)
    monkeypatch.setattr(Caster, "take_over", lambda _caster: None)
    own = press.Press().print(job)
    assert (short.pages, short.bookmarks) == (own.pages, own.bookmarks)
    assert short.pages > 4 and short.anchors.keys() == own.anchors.keys()
    pictures = zip(_pictures(alone(short)), _pictures(alone(own)), strict=True)
    assert [number for number, (mine, theirs) in enumerate(pictures, start=1) if mine != theirs] == []
