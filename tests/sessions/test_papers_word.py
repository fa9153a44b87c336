"""Word documents: lists as Word numbers them, headings by style, tables; and files that cannot be read."""

import copy
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sessions.papers.proposing import Proposal, propose
from sessions.papers.reading import PaperUnreadable, read_paper
from tests.sessions.test_papers_layouts import PROSE, asked, named


def element(tag: str, **attributes: str):
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def define_list(document, abstract_id: int, *levels: tuple[str, str]) -> None:
    """A multilevel list definition: (number format, what is shown) per level."""
    abstract = element("abstractNum", abstractNumId=str(abstract_id))
    for depth, (number_format, shown) in enumerate(levels):
        level = element("lvl", ilvl=str(depth))
        level.append(element("start", val="1"))
        level.append(element("numFmt", val=number_format))
        level.append(element("lvlText", val=shown))
        properties = element("pPr")
        properties.append(element("ind", left=str(720 * (depth + 1)), hanging="360"))
        level.append(properties)
        abstract.append(level)
    document.part.numbering_part.element.insert(0, abstract)


def use_list(document, num_id: int, abstract_id: int, *, start: int | None = None) -> None:
    """A list in use; with `start` it counts anew from there."""
    num = element("num", numId=str(num_id))
    num.append(element("abstractNumId", val=str(abstract_id)))
    if start is not None:
        override = element("lvlOverride", ilvl="0")
        override.append(element("startOverride", val=str(start)))
        num.append(override)
    document.part.numbering_part.element.append(num)


def item(document, text: str, num_id: int, depth: int = 0) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    numbers = element("numPr")
    numbers.append(element("ilvl", val=str(depth)))
    numbers.append(element("numId", val=str(num_id)))
    properties.append(numbers)


def paper():
    document = docx.Document()
    document.add_paragraph("Forum of Ports", style="Title")
    document.add_paragraph("Background paper for sessions 2A and 2B")
    document.add_heading("Safe Harbours", 1)
    define_list(document, 90, ("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "(%3)"))
    define_list(document, 91, ("bullet", "\uf0b7"), ("bullet", "o"))
    define_list(document, 92, ("decimal", "Question %1:"), ("decimal", "%1.%2"))
    return document


def found_in(document) -> Proposal:
    content = BytesIO()
    document.save(content)
    return propose(read_paper("Paper.DOCX", content.getvalue()))


def test_questions_numbered_by_word_with_letters_and_romans_under_them():
    document = paper()
    use_list(document, 70, 90)
    document.add_heading("Guiding questions", 2)
    document.add_paragraph("Please be brief.")
    item(document, "Who decides?", 70)
    item(document, "on berths", 70, 1)
    item(document, "on wages", 70, 1)
    item(document, "of cooks", 70, 2)
    item(document, "of pilots", 70, 2)
    item(document, "What helps?", 70)
    item(document, "at sea", 70, 1)
    found = found_in(document)
    assert asked(found) == [
        ("", "1", "Who decides?", [("a", "on berths"), ("b", "on wages", [("i", "of cooks"), ("ii", "of pilots")])]),
        ("", "2", "What helps?", [("a", "at sea")]),
    ]
    assert (found.event.text, found.title.text, found.codes) == ("Forum of Ports", "Safe Harbours", ["2A", "2B"])
    assert found.preamble.text == "Please be brief."
    assert found.unrecognised == []


def test_word_counts_on_after_text_and_anew_where_it_is_told():
    document = paper()
    use_list(document, 70, 90)
    use_list(document, 71, 90)
    use_list(document, 72, 90, start=1)
    document.add_heading("Guiding questions", 2)
    document.add_heading("Crews", 3)
    item(document, "Who decides?", 70)
    item(document, "Who cooks?", 71)
    document.add_heading("Cargo", 3)
    item(document, "Who pays?", 72)
    item(document, "Who checks?", 72)
    assert [(q.group, q.label, q.text) for q in found_in(document).questions] == [
        ("Crews", "1", "Who decides?"),
        ("Crews", "2", "Who cooks?"),
        ("Cargo", "1", "Who pays?"),
        ("Cargo", "2", "Who checks?"),
    ]


def test_labels_that_word_writes_itself_and_numbers_of_two_levels():
    document = paper()
    use_list(document, 70, 92)
    item(document, "Who decides?", 70)
    item(document, "And who advises?", 70, 1)
    item(document, "What helps?", 70)
    item(document, "And what harms?", 70, 1)
    found = found_in(document)
    assert asked(found) == [
        ("", "1", "Who decides?", [("1.1", "And who advises?")]),
        ("", "2", "What helps?", [("2.1", "And what harms?")]),
    ]
    assert list(found.lists[0].items) == [
        "Question 1: Who decides?",
        "1.1 And who advises?",
        "Question 2: What helps?",
        "2.1 And what harms?",
    ]


def test_word_bullets_and_list_styles():
    document = paper()
    use_list(document, 70, 91)
    document.add_paragraph("Fields of work:")
    document.add_paragraph("Berths", style="List Bullet")
    document.add_paragraph("Wages", style="List Bullet")
    document.add_heading("Questions", 2)
    item(document, "Who decides on", 70)
    item(document, "berths?", 70, 1)
    item(document, "What helps?", 70)
    found = found_in(document)
    assert [field.text for field in found.fields_of_work] == ["Berths", "Wages"]
    assert asked(found) == [("", "", "Who decides on", [("", "berths?")]), ("", "", "What helps?", [])]


def test_people_in_a_table_and_in_broken_lines():
    document = paper()
    table = document.add_table(3, 3)
    for row, cells in enumerate((("Role", "Name", "Organisation"), ("Moderator", "Ana Sol", "Dock Union"))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    table.cell(2, 0).text = "Rapporteur"
    table.cell(2, 1).text = "TBC"
    lines = document.add_paragraph()
    lines.add_run("Discussion starters:").bold = True
    lines.add_run(" Bo Li, Crew Aid").add_break()
    lines.add_run("Speaker: Cy Day, Port Choir")
    document.add_heading("Context", 2)
    document.add_paragraph(PROSE)
    found = found_in(document)
    assert named(found) == [
        ("moderator", "Ana Sol", "Dock Union"),
        ("rapporteur", "", ""),
        ("discussion_starter", "Bo Li", "Crew Aid"),
        ("other", "Cy Day", "Port Choir"),
    ]
    assert ([section.heading for section in found.sections], found.unrecognised) == (["Context"], [])


def test_words_taken_out_in_a_revision_are_not_read():
    document = paper()
    paragraph = document.add_paragraph("Who decides?")
    deleted = element("del")
    run = copy.deepcopy(paragraph.runs[0]._r)
    run[0].text = " And never this?"
    deleted.append(run)
    paragraph._p.append(deleted)
    document.add_paragraph("What helps?")
    assert [q.text for q in found_in(document).questions] == ["Who decides?", "What helps?"]


def zipped(**parts: bytes) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(name, words)
    return content.getvalue()


LAUGHTER = f"<!DOCTYPE r [<!ENTITY a '{'ha' * 500}'><!ENTITY b '{'&a;' * 500}'><!ENTITY h '{'&b;' * 500}'>]>"


def with_body(body: str, *, before: str = "") -> bytes:
    """A Word document with this in its body, and something before its root element."""
    content = BytesIO()
    docx.Document().save(content)
    with zipfile.ZipFile(content) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'{before}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return zipped(**parts | {"word/document.xml": document.encode()})


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("paper.pdf", b"%PDF-1.7", "Please choose a Markdown (.md), plain text (.txt) or Word (.docx) file."),
        ("paper", b"words", "Please choose a Markdown (.md), plain text (.txt) or Word (.docx) file."),
        ("paper.txt", b"", "This file is empty."),
        ("paper.md", b" \n\t\n", "This file is empty."),
        ("paper.docx", b"", "This file is empty."),
        (
            "paper.md",
            b"\x00\x01\x02PNG",
            "This file is not text. Please save the paper as Markdown, plain text or Word.",
        ),
        (
            "paper.txt",
            b"a" * (5 * 1024 * 1024 + 1),
            "This file is larger than 5 MB. A background paper is text; try it without pictures.",
        ),
        (
            "paper.txt",
            b"a\n" * 5001,
            "This file has more than 5,000 lines. That is more than a background paper.",
        ),
        (
            "paper.txt",
            b"word " * 200_001,
            "This file has more than a million letters. That is more than a background paper.",
        ),
        (
            "paper.docx",
            b"PK\x03\x04 and nothing more",
            "This is no Word file (.docx) that can be opened. Please save it again in Word and try once more.",
        ),
        (
            "paper.docx",
            zipped(words=b"a zip file, but no document"),
            "This is no Word file (.docx) that can be opened. Please save it again in Word and try once more.",
        ),
        (
            "paper.docx",
            zipped(bomb=b"\x00" * (41 * 1024 * 1024)),
            "This Word file unpacks to far more than a paper needs, so it was not read.",
        ),
        (
            "paper.docx",
            zipped(**{"word/document.xml": b" " * (17 * 1024 * 1024)}),
            "This Word file unpacks to far more than a paper needs, so it was not read.",
        ),
        (
            "paper.docx",
            with_body("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 6_000),
            "This file has more than 5,000 lines. That is more than a background paper.",
        ),
        (
            "paper.docx",
            with_body("<w:p><w:r><w:t>&h;</w:t></w:r></w:p>", before=LAUGHTER),
            "This is no Word file (.docx) that can be opened. Please save it again in Word and try once more.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(name, content, sentence):
    with pytest.raises(PaperUnreadable) as refused:
        read_paper(name, content)
    assert refused.value.sentence == sentence


def test_a_word_file_without_a_word_is_refused():
    content = BytesIO()
    docx.Document().save(content)
    with pytest.raises(PaperUnreadable) as refused:
        read_paper("paper.docx", content.getvalue())
    assert refused.value.sentence == "This file holds no text."


def test_old_encodings_and_line_ends_are_read():
    assert [line.text for line in read_paper("a.txt", "Café\r\nNoël\rfin".encode("cp1252"))] == ["Café", "Noël", "fin"]
    assert [line.text for line in read_paper("a.txt", "প্রশ্ন".encode("utf-16"))] == ["প্রশ্ন"]
    assert [line.text for line in read_paper("a.md", b"\xef\xbb\xbf# Ports")] == ["Ports"]


def test_parts_that_word_letters_in_arabic():
    document = docx.Document()
    document.add_paragraph("منتدى الموانئ", style="Title")
    document.add_heading("الأسئلة التوجيهية", 2)
    define_list(document, 93, ("decimal", "%1-"), ("arabicAbjad", "%2)"))
    use_list(document, 70, 93)
    item(document, "ما المشكلات؟", 70)
    item(document, "في البحر", 70, 1)
    item(document, "في الميناء", 70, 1)
    assert asked(found_in(document)) == [("", "1", "ما المشكلات؟", [("أ", "في البحر"), ("ب", "في الميناء")])]


def test_people_in_columns_that_tabs_make():
    document = paper()
    document.add_paragraph("Moderator:\tAna Sol\tDock Union")
    document.add_paragraph("Rapporteur\tTBC")
    document.add_paragraph(PROSE)
    assert named(found_in(document)) == [("moderator", "Ana Sol", "Dock Union"), ("rapporteur", "", "")]


def test_a_word_file_brings_no_other_file_in(tmp_path):
    (tmp_path / "secret.txt").write_text("the table's key")
    outside = f"<!DOCTYPE r [<!ENTITY x SYSTEM '{(tmp_path / 'secret.txt').as_uri()}'>]>"
    lines = read_paper("paper.docx", with_body("<w:p><w:r><w:t>before &x; after</w:t></w:r></w:p>", before=outside))
    assert "key" not in " ".join(line.text for line in lines)
