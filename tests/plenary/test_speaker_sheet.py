"""The speaker's two minutes as a PDF (speaker_pdf): one page, large type, for those who hear it too."""

import io

import pikepdf
import pytest
from pdfua import validate

from pga.live.projector import project_now
from plenary import synthesis_vocabulary as words
from regions.models import Answer
from reports import speaker_sheet
from reports.workers import print_parts
from tests.plenary.front import said
from tests.plenary.test_synthesis import desk  # noqa: F401 a moderator who writes the synthesis
from tests.reports.reading import elements, text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def sheet(desk, language: str = "en") -> bytes:  # noqa: F811
    response = desk.client.get(f"/sessions/{desk.session.pk}/speaker.pdf", headers={"Accept-Language": language})
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf"), response.content[:2000]
    assert response["Cache-Control"] == "private, no-store"
    return response.content


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def test_what_is_said_stands_on_one_tagged_page(table, seat, desk, data_dir, tmp_path):  # noqa: F811
    point = said(seat, "أوقفوا الكفالة", "3")
    desk.stars(table, point)
    assert "Draft: put together" in text_of(sheet(desk))
    desk.refers(words.TWO_MINUTES, point, "Friends, hear this: {}")
    pdf = sheet(desk)
    text = text_of(pdf)
    assert "Friends, hear this: [1]" in text and "Table 4" in text and "Draft" not in text and pages(pdf) == 1
    assert ("/P", "ar", "أوقفوا الكفالة") in elements(pdf)
    assert pdf == sheet(desk) and not any((data_dir / "parts").glob("*"))
    for language in ("en", "ar"):
        path = tmp_path / f"{language}.pdf"
        path.write_bytes(sheet(desk, language))
        assert [str(finding) for finding in validate(path).findings] == []
        with pikepdf.open(path) as document:
            assert str(document.Root.Lang) == language
            assert str(document.docinfo.Title).startswith(f"{desk.session.code} · ")
    seat.sets(point, "stays", True)
    project_now("table", table.pk)
    assert "الكفالة" not in text_of(sheet(desk))


def test_a_longer_speech_is_set_smaller_and_still_on_one_page(table, seat, desk, data_dir, monkeypatch):  # noqa: F811
    sizes: list[str] = []

    def watched(parts):
        sizes.append(parts[0].html.partition('body class="')[2].partition('"')[0])
        return print_parts(parts)

    monkeypatch.setattr(speaker_sheet, "print_parts", watched)
    # Short lines take more room than their letters say: the page is set again until all of it fits.
    desk.writes(words.WHOLE, "\n".join(f"Line {n}" for n in range(24)))
    assert pages(sheet(desk)) == 1 and len(sizes) > 1
    desk.writes(words.TWO_MINUTES, "Nobody who harvests should pay for a contract. " * 6)
    assert pages(sheet(desk)) == 1
    short = sizes[-1]
    desk.writes(words.TWO_MINUTES, "Nobody who harvests should pay for a contract. " * 54)
    assert pages(sheet(desk)) == 1
    # At arm's length three hundred letters fill the page; three thousand are still larger than a newspaper's.
    assert (short, sizes[-1]) == ("size-30", "size-13")


def test_what_is_more_than_one_page_is_refused_at_once(table, seat, desk, data_dir, monkeypatch):  # noqa: F811
    asked = []
    monkeypatch.setattr(speaker_sheet, "print_parts", lambda parts: asked.append(parts) or print_parts(parts))
    desk.writes(words.TWO_MINUTES, "l\n" * 2_000)
    response = desk.client.get(f"/sessions/{desk.session.pk}/speaker.pdf")
    assert (response.status_code, asked) == (409, []), "each size that is tried keeps others from their pages"
    assert "more than one page holds" in response.content.decode()


def test_a_point_that_is_withdrawn_while_the_page_is_set_is_not_on_it(table, seat, desk, data_dir, monkeypatch):  # noqa: F811
    point = said(seat, "Wages are stolen", "3")
    desk.stars(table, point)
    desk.refers(words.TWO_MINUTES, point, "Friends, hear this: {}")

    def withdrawn_meanwhile(parts):
        Answer.objects.filter(key=point.key).update(stays=True)
        return print_parts(parts)

    monkeypatch.setattr(speaker_sheet, "print_parts", withdrawn_meanwhile)
    assert "Wages" not in text_of(sheet(desk))
