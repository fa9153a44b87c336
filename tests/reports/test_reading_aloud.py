"""The report for people who hear it, copy from it, or jump about in it."""

import io
from collections import Counter

import pikepdf
import pytest
from pdfua import validate

from reports.compiling import compile_report
from tests.reports.reading import elements, outline, text_of

ARABIC = "لا توجد آلية للشكوى في بلد المقصد، والاتفاق العالمي لم يحدد موعدا"
BENGALI = "রাষ্ট্র প্রতিটি চুক্তি শ্রমিকের ভাষায় দেবে।"
HINDI = "पंजीकरण ग्राम पंचायत से शुरू हो।"
CHINESE = "公布每一份双边协议。"


@pytest.fixture
def report(cast) -> bytes:
    africa, mena = cast.region("Africa", "africa"), cast.region("Middle East and North Africa", "mena")
    one, two, three = cast.table(africa, "fr", rapporteur="Mariam"), cast.table(mena, "ar"), cast.table(africa)
    issue = cast.issue(two, "نظام الكفالة", "national")
    cast.say(one, "Les accords sont négociés sans les communautés.", "local")
    cast.say(two, ARABIC, question=cast.do, issue=issue, words={str(cast.benchmark.pk): "جدول زمني منشور"})
    for text in (BENGALI, HINDI, CHINESE, "Hotline 📞 for workers"):
        cast.say(three, text, question=cast.improve)
    return compile_report(cast.session.pk)


def test_every_script_can_be_copied(report):
    text = text_of(report)
    for words in (ARABIC, BENGALI, HINDI, CHINESE, "Les accords sont négociés sans les communautés."):
        assert text.count(words) == 2, words


def test_passages_speak_their_own_language(report):
    spoken = Counter(language for tag, language, _text in elements(report) if tag == "/P" and language)
    assert {code: spoken[code] for code in ("fr", "ar", "bn", "hi", "zh")} == {
        "fr": 2,
        "ar": 3,
        "bn": 2,
        "hi": 2,
        "zh": 2,
    }
    assert ("/P", "ar", ARABIC) in elements(report)


def test_the_checker_of_accessible_files_finds_nothing(report, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(report)
    assert [str(finding) for finding in validate(path).findings] == []


def test_every_mark_and_link_belongs_to_one_tree(report):
    with pikepdf.open(io.BytesIO(report)) as pdf:
        root = pdf.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked), len(root.StructTreeRoot.K)) == ("en", True, 1)
        numbers = root.StructTreeRoot.ParentTree.Nums
        parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        known = {element.objgen for element in _tree(root.StructTreeRoot.K[0])}
        asked = []
        for page in pdf.pages:
            asked.append(int(page.obj.StructParents))
            marks = [int(mark) for mark in _marks(page)]
            found = parents[int(page.obj.StructParents)]
            assert marks == sorted(marks) == list(range(len(found)))
            assert {element.objgen for element in found} <= known
            for link in page.obj.get("/Annots", []):
                asked.append(int(link.StructParent))
                assert parents[int(link.StructParent)].objgen in known
        assert sorted(asked) == sorted(parents)


def _tree(element):
    yield element
    for kid in element.get("/K", []) if isinstance(element.get("/K"), pikepdf.Array) else []:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _tree(kid)


def _marks(page):
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and "/MCID" in operands[1]:
            yield operands[1].MCID


def test_the_contents_lead_to_the_pages_that_they_name(report):
    with pikepdf.open(io.BytesIO(report)) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        front = int(pdf.Root.PageLabels.Nums[2])
        links = [link for page in list(pdf.pages)[:front] for link in page.obj.get("/Annots", [])]
        led = [pages.index(link.Dest[0].objgen) - front + 1 for link in links]
        spoken = [str(link.Contents) for link in links]
        assert all("/A" not in link for link in links)
    text = text_of(report)
    assert led == sorted(led)
    assert (spoken[0], spoken[-1]) == ("Priority issues by region", "How these notes were made")
    assert "1 Where, and how, can civil society intervene most effectively?" in spoken
    assert "Priority issues by region 1 " in text
    assert f"How these notes were made {led[-1]} " in text


def test_page_numbers_are_no_words_of_the_report(report):
    spoken = [text for tag, _language, text in elements(report) if tag == "/Artifact"]
    assert spoken == []
    with pikepdf.open(io.BytesIO(report)) as pdf:
        page = pdf.pages[-1]
        stamped = [
            op for op in pikepdf.parse_content_stream(page) if str(op.operator) == "BDC" and "/Type" in op.operands[1]
        ]
        assert [str(op.operands[1].Type) for op in stamped] == ["/Pagination", "/Pagination"]


def test_bookmarks_name_questions_and_regions(report):
    assert outline(report) == [
        "Priority issues by region",
        "Middle East and North Africa",
        "The regions compared",
        "1 Where, and how, can civil society intervene most effectively?",
        "Africa",
        "3 At which level does governance have to improve?",
        "Africa",
        "4 What should be done, and by whom?",
        "Middle East and North Africa",
        "All points, table by table",
        "Africa",
        "Middle East and North Africa",
        "People",
        "How these notes were made",
    ]


def test_an_arabic_report_is_mirrored_and_says_so(cast):
    cast.say(cast.table(cast.region("Africa", "africa"), "ar"), ARABIC)
    pdf = compile_report(cast.session.pk, "ar")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "ar"
    assert text_of(pdf).count(ARABIC) == 2
