"""The Word document, read back: headings, lists, tables, contents, direction and language are what Word calls so."""

import io

import docx
from django.utils import translation
from docx.oxml.ns import qn

from reports.choices import Choices
from reports.exports.making import make_form

ARABIC, BENGALI = "يجب على الدول إلغاء نظام الكفالة.", "উপজেলা পর্যায়ে কেউ দালালদের তদারকি করে না।"


def document_of(cast, language="en"):
    return docx.Document(io.BytesIO(make_form(Choices((cast.session.pk,), language=language), "docx")))


def style_of(document, text):
    return {paragraph.style.name for paragraph in document.paragraphs if paragraph.text.strip("\u200e\u200f") == text}


def seated(cast):
    table = cast.table(cast.region("Africa", "africa"), rapporteur="Adaeze")
    arab = cast.table(cast.region("West Asia", "mena"), "ar", name="طاولة البحر")
    issue = cast.issue(table, "Returnees are registered by nobody")
    cast.say(table, "A register kept by municipalities.", "States", question=cast.do, issue=issue)
    cast.say(arab, ARABIC, "States", question=cast.do)
    cast.say(arab, BENGALI)


def test_headings_lists_and_tables_are_real(cast):
    seated(cast)
    document = document_of(cast)
    assert style_of(document, "Recommendations") == {"Heading 1", "toc 1"}
    assert style_of(document, "4 What should be done, and by whom?") == {"Heading 2", "toc 2", "Count"}
    assert style_of(document, "Table 1") == {"Heading 3", "Heading 4"}
    assert style_of(document, "A register kept by municipalities.") == {"List Bullet"}
    assert document.styles["List Bullet"].element.pPr.numPr is not None
    assert style_of(document, "Actor: States") == {"List Continue"}
    people, seats = document.tables
    assert [cell.text for cell in people.rows[0].cells] == ["Role", "Name", "Organisation"]
    assert [cell.text for cell in seats.rows[1].cells] == ["1", "Africa", "Adaeze"]
    for table in (people, seats):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    properties = document.core_properties
    assert (properties.title, properties.language) == ("1A · Governing migration together", "en")


def test_the_contents_lead_to_every_heading_that_they_name(cast):
    seated(cast)
    body = document_of(cast).element.body
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert links == marks
    assert len(set(marks)) == len(marks) == 13
    field = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert field == ["begin", "separate", "end"]
    numbers = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(numbers)) == len(numbers)


def directions(document):
    """(direction, language) of each list item's paragraph and words."""
    for paragraph in document.paragraphs:
        if paragraph.style.name == "List Bullet" and paragraph.runs:
            run = paragraph.runs[0]._r.rPr
            mirrored = paragraph._p.pPr.find(qn("w:bidi")) is not None
            assert mirrored == (run.find(qn("w:rtl")) is not None)
            (language,) = run.find(qn("w:lang")).attrib.values()
            yield paragraph.text, mirrored, language


def test_every_passage_has_its_direction_and_language(cast):
    seated(cast)
    document = document_of(cast)
    found = set(directions(document))
    assert (ARABIC, True, "ar") in found
    assert (BENGALI, False, "bn") in found
    assert ("A register kept by municipalities.", False, "en") in found
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is None


def test_an_arabic_report_is_mirrored_whole(cast):
    seated(cast)
    document = document_of(cast, "ar")
    with translation.override("ar"):
        heading = translation.gettext("Recommendations")
    chapter = next(p for p in document.paragraphs if p.text == heading and p.style.name == "Heading 1")
    assert chapter._p.pPr.find(qn("w:bidi")) is not None
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    assert ("A register kept by municipalities.", False, "en") in set(directions(document))
    assert document.core_properties.language == "ar"
