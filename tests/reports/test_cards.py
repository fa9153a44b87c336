"""Table cards."""

import io

import pikepdf
import segno
from pdfua import validate

from regions.layout import table_url
from reports.cards import _qr, make_cards
from tests.reports.reading import elements, text_of


def test_a_card_says_where_who_and_how(cast):
    table = cast.table(cast.region("Africa", "africa"), name="Harbour hub", rapporteur="Adaeze Nwoke")
    pdf = make_cards(cast.session)
    text = text_of(pdf)
    assert "Africa Session 1A Governing migration together Table 1 Harbour hub Rapporteur Adaeze Nwoke" in text
    assert f"localhost:8000/code/ {table.code[:4]} {table.code[4:]}" in text
    assert "1 Where, and how, can civil society intervene most effectively?" in text
    assert "3a Where does it meet the Global Compact? Asked about each priority issue." in text
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 2


def test_the_qr_code_is_the_tables_own_address(cast):
    table = cast.table(cast.region("Africa"))
    drawn = segno.make(table_url(table), error="m", micro=False)
    assert drawn.svg_inline(border=0, omitsize=True).split('d="')[1] == _qr(table_url(table), "t").split('d="')[1]
    assert table_url(table).startswith("http://localhost:8000/t/t")


def test_questions_stand_in_the_tables_language_with_the_original_beneath(cast):
    cast.do.texts = {"bn": "কী করা উচিত, এবং কে করবে?"}
    cast.do.save(update_fields=["texts"])
    bengali, english = cast.table(cast.region("Asia", "asia"), "bn"), cast.table(cast.region("Asia", "asia"))
    assert "কী করা উচিত, এবং কে করবে? What should be done, and by whom?" in text_of(
        make_cards(cast.session, [bengali.pk])
    )
    assert "কী করা উচিত" not in text_of(make_cards(cast.session, [english.pk]))


def test_every_card_is_a_sheet_of_its_own(cast):
    for _ in range(3):
        cast.table(cast.region("Africa"))
    for n in range(30):
        cast.ask(str(n + 5), "A question that is long enough to fill a line and then another one. " * 5)
    with pikepdf.open(io.BytesIO(make_cards(cast.session))) as document:
        pages = [page.obj.objgen for page in document.pages]
        with document.open_outline() as outline:
            fronts = [pages.index(item.destination[0].objgen) for item in outline.root]
    assert [front % 2 for front in fronts] == [0, 0, 0]


def test_many_cards_are_one_file_that_can_be_read_aloud(cast, tmp_path):
    for n in range(33):
        cast.table(cast.region("Africa"), "ar" if n % 2 else "en")
    path = tmp_path / "cards.pdf"
    path.write_bytes(make_cards(cast.session))
    assert validate(path).findings in ([], ())
    assert [tag for tag, _language, _text in elements(path.read_bytes())].count("/Figure") == 33
    with pikepdf.open(path) as document:
        assert len(document.pages) == 66


def test_cards_are_not_kept_on_disk(cast, own_parts):
    cast.table(cast.region("Africa"))
    make_cards(cast.session)
    assert not own_parts.exists() or list(own_parts.iterdir()) == []
