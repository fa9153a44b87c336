"""The report as a Word document, to be edited further: real headings, lists, tables and contents, each passage with
its language and direction."""

import io
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from reports.exports.blocks import SPACE, Block, Cover, Heading, Items, Outline, Paragraph, Span, plain
from reports.exports.material import Material
from reports.exports.outline import outline_of
from reports.exports.packing import same_bytes
from reports.exports.word_pieces import (
    add_paragraph,
    bookmarked,
    contents_field,
    kept_with_next,
    on_new_page,
    page_number,
    table,
)
from reports.exports.word_styles import HUES, styled_document

_STYLES = {"count": "Count", "stem": "Count", "full": "FullQuestion", "asked": "Count", "": "Normal"}


def word_document(material: Material) -> bytes:
    """The document as a file."""
    outline = outline_of(material)
    document = styled_document(
        right_to_left=get_language_bidi(), language=get_language() or "en", sheet=material.choices.sheet
    )
    _describe(document, outline, material)
    body = document.element.body
    end = body[-1]
    _write_cover(body, outline.cover)
    add_paragraph(body, "Contents", plain(_("Contents")))
    contents_field(body, outline.contents)
    for block in outline.blocks:
        _write(body, block)
    body.append(end)
    page_number(document.sections[0].footer, outline.cover.title)
    file = io.BytesIO()
    document.save(file)
    return same_bytes(file.getvalue())


def _describe(document: Any, outline: Outline, material: Material) -> None:
    """Title and language for readers and libraries; the times are those of the notes, so equal notes stay equal."""
    properties = document.core_properties
    properties.title = outline.title[:255]
    properties.subject = material.content.session.event.text[:255]
    properties.language = get_language() or "en"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = moment(material.as_of)
    properties.revision = 1


def moment(when: datetime) -> datetime:
    """Universal time without a zone, which is how Office files write it."""
    return when.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _write_cover(body: Any, cover: Cover) -> None:
    add_paragraph(body, "Count", cover.event)
    add_paragraph(body, "Title", cover.title)
    add_paragraph(body, "Subtitle", cover.subtitle)
    for number, of in cover.numbers:
        add_paragraph(body, "Numbers", (*plain(str(number), "label"), SPACE, *of))
    if cover.when:
        add_paragraph(body, "Count", cover.when)


def _write(body: Any, block: Block) -> None:
    if isinstance(block, Heading):
        colour = HUES.get(block.hue, "") if block.look == "region" else ""
        heading = add_paragraph(body, f"Heading{block.level}", block.line, way=block.direction, colour=colour)
        bookmarked(heading, block.anchor)
        if block.look == "chapter":
            on_new_page(heading)
    elif isinstance(block, Paragraph):
        add_paragraph(body, _STYLES[block.look], block.line, way=block.direction)
    elif isinstance(block, Items):
        for item in block.items:
            words = add_paragraph(body, "ListBullet", (Span(item.words, item.look),), way=item.words.direction)
            if item.note:
                kept_with_next(words)
                add_paragraph(body, "ListContinue", item.note)
    else:
        table(body, block)
