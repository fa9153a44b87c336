"""Parts are linked by putting numbers into them: every reference leads where it led, and every word stays as typed."""

import io
import re
from html import escape

import pikepdf
import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.compiling import compile_report
from reports.parts import PrintPart
from reports.pdf_file import PdfFile
from reports.templating import template
from reports.workers import print_parts
from tests.reports.reading import alone, elements, outline, text_of

CELLS, SEEN = {"/TH", "/TD"}, {"/Image"}
# Looks like a reference, a place for a number, the end of a string, of an object, of a stream.
TRAP = "12 0 R %d %% %(x)s \\) (3 0 R 5 0 obj >> endobj endstream"
PLACES = {number: number - 1 for number in range(1, 10)}
TABLE = [100 + place for place in PLACES.values()]

references = st.sampled_from(sorted(PLACES)).map(lambda number: b"%d 0 R" % number)
strings = (st.text(max_size=9) | st.sampled_from([TRAP, "1 0 R", "%", "%d", "\\", ")("])).map(pydyf.String)
leaves = references | strings | st.integers() | st.sampled_from(["/Name", "true", b"/A%B", 0.25])
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4).map(pydyf.Array)
        | st.dictionaries(st.sampled_from(["K", "P", "Pg", "50%"]), inner, max_size=4).map(pydyf.Dictionary)
    ),
    max_leaves=12,
)


def moved(value):
    """The same with other numbers, as it would have been written by hand."""
    if isinstance(value, pydyf.Dictionary):
        return pydyf.Dictionary({key: moved(item) for key, item in value.items()})
    if isinstance(value, pydyf.Array):
        return pydyf.Array(moved(item) for item in value)
    found = re.fullmatch(rb"(\d+) 0 R", value) if isinstance(value, bytes) else None
    return b"%d 0 R" % TABLE[PLACES[int(found[1])]] if found else value


@given(values)
def test_every_reference_moves_and_nothing_else_does(value):
    whole = pydyf.Array([value])
    assert template(whole, PLACES).at(TABLE) == moved(whole).data


def test_words_that_look_like_a_files_own_stay_words(cast):
    spoken = f"عربي {TRAP}"
    regions = [cast.region(f"Region {n} {TRAP}") for n in (1, 2)]
    cast.event.name = f"Forum {TRAP}"
    cast.event.save(update_fields=["name"])
    for region in regions:
        table = cast.table(region, "ar")
        cast.say(table, spoken, issue=cast.issue(table, f"Issue {TRAP}"))
    pdf = compile_report(cast.session.pk)
    assert [text for _tag, _language, text in elements(pdf)].count(spoken) == 4
    assert outline(pdf).count(f"Region 2 {TRAP}") == 3
    assert text_of(pdf).count(f"Issue {TRAP}") >= 2
    with pikepdf.open(io.BytesIO(pdf)) as document:
        labels = [str(link.Contents) for page in document.pages for link in page.obj.get("/Annots", [])]
        assert f"Region 2 {TRAP}" in labels
        assert document.check_pdf_syntax() == []


def test_letters_that_are_written_as_they_are_stay_words_as_well():
    """Arabic ones are written as numbers, among which nothing can look like a reference."""
    html = f"<html lang=en><title>{escape(TRAP)}</title><p dir=rtl lang=ar>{escape(TRAP)}"
    pdf = alone(print_parts([PrintPart("trap", html)])[0])
    assert ("/P", "ar", TRAP) in elements(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert (str(document.docinfo.Title), document.check_pdf_syntax()) == (TRAP, [])


def test_cells_of_all_parts_name_their_own_headers(cast):
    for name in ("africa", "asia"):
        table = cast.table(cast.region(name.title(), name))
        cast.say(table, "A register kept by towns.", "local", question=cast.do, issue=cast.issue(table, "Papers"))
    with pikepdf.open(io.BytesIO(compile_report(cast.session.pk))) as document:
        cells = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") in CELLS]
        tables = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Table"]
        names = [str(cell.ID) for cell in cells if "/ID" in cell]
        named = [[str(name) for name in cell.A.Headers] for cell in cells if "/Headers" in cell.A]
    assert len(tables) > 3 and len(named) > 8
    assert len(set(names)) == len(names)
    assert {name for one in named for name in one} <= set(names)
    assert all(len({name.partition("-")[0] for name in one}) == 1 for one in named if one)


def test_a_picture_that_stands_in_many_parts_is_in_the_file_once(cast):
    for n in range(3):
        table = cast.table(cast.region(f"Region {n}"))
        cast.say(table, "A hotline 📞.", question=cast.do)
        cast.say(table, "A hotline 📞.", question=cast.improve)
    with pikepdf.open(io.BytesIO(compile_report(cast.session.pk))) as document:
        shown = [picture for page in document.pages for picture in page.get_images().values()]
        pictures = [one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") in SEEN]
        assert len(shown) == 3
        assert len({one.read_raw_bytes() for one in pictures}) == len(pictures)


def test_what_the_press_sets_can_stand_alone(cast):
    """Also what is untagged, and without a letter."""
    parts = [
        PrintPart("tagged", "<html lang=fr><title>Un</title><h1>Seul"),
        PrintPart("untagged", "<title>Two</title><p>Stamped", tagged=False),
        PrintPart("empty", "<html lang=en><title>Three</title>"),
    ]
    files = [pikepdf.open(io.BytesIO(alone(printed))) for printed in print_parts(parts) if printed]
    assert [file.check_pdf_syntax() for file in files] == [[], [], []]
    assert ["/StructTreeRoot" in file.Root for file in files] == [True, False, True]
    assert [str(file.docinfo.Title) for file in files] == ["Un", "Two", "Three"]
    assert (str(files[0].Root.Lang), "/PageLabels" in files[0].Root) == ("fr", False)


@pytest.mark.parametrize("count", [1, 880, 881, 4_100])
def test_a_file_finds_every_object_in_it(count):
    """However many there are: numbers get a digit more, and streams that hold objects are divided."""
    target = io.BytesIO()
    file = PdfFile(target, count + 2 * count // 2_000 + 12)
    catalog, pages, info, loose = file.take(), file.take(), file.take(), file.take(count)
    run = file.take(3)
    file.objects(run, [5, 6, 7], b"(11)\n(222)\n(3333)\n")
    file.loose([(loose + n, b"%d" % n) for n in range(count)])
    file.loose([(catalog, b"<</Type/Catalog/Pages %d 0 R>>" % pages), (pages, b"<</Type/Pages/Kids[]/Count 0>>")])
    file.loose([(info, b"<<>>")])
    file.finish(catalog, info)
    with pikepdf.open(io.BytesIO(target.getvalue())) as document:
        assert [int(document.get_object(loose + n, 0)) for n in range(count)] == list(range(count))
        assert [str(document.get_object(run + n, 0)) for n in range(3)] == ["11", "222", "3333"]
    with pytest.raises(ValueError, match="more objects"):
        file.take(10 * file.first)
