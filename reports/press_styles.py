"""Pages and styles: what WeasyPrint 70.0 does for every element, and no page of ours has any use of, is not done.

Its own style sheet gives each element five styles for notes and one for a list's marker, and each page fourteen for
margins that stay empty. It shares styles between elements that agree in everything, but takes two passages of one
language to differ, since it reads `lang` anew for each. Private names of the pinned version; tests compare.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import cssselect2
import tinycss2
import weasyprint
from lxml import etree
from weasyprint import css as weasyprint_css
from weasyprint.formatting_structure import boxes
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.layout import block as weasyprint_block
from weasyprint.layout import inline as weasyprint_inline
from weasyprint.layout import percent as weasyprint_percent

_NOTES = re.compile(r"^::(?:marker|(?:foot)?note-\w+) \{[^}]*\}$", re.MULTILINE)
_MARGINS = re.compile(r"^  @(?:left|right|bottom|top-center|top-\w+-corner)[\w-]* *\{[^}]*\}$", re.MULTILINE)
_SHEET = weasyprint.CSS(string=_MARGINS.sub("", _NOTES.sub("", UA)), counter_style=UA_COUNTER_STYLE)
_SIZES = [
    *(f"{least}{side}" for least in ("", "min_", "max_") for side in ("width", "height")),
    *(f"{room}_{side}" for room in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
]


class _Builder(ElementTree.TreeBuilder):
    def start(self, tag: str, attrs: Any) -> Any:
        return super().start(tag, dict(attrs))


class Page(weasyprint.HTML):  # type: ignore[misc]
    """A page of ours: no notes, no markers, words at the top of its margins only. It is read by libxml2.

    Pictures in the page are read WeasyPrint's way, which knows what belongs to a drawing.
    """

    def __init__(self, html: str, url_fetcher: Any) -> None:
        if "<svg" in html:
            super().__init__(string=html, url_fetcher=url_fetcher)
            return
        parser = etree.HTMLParser(target=_Builder(), encoding="utf-8", huge_tree=True)
        parser.feed(html.encode())
        self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(parser.close(), content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_SHEET]


class _Tokens:
    """tinycss2 as WeasyPrint's styles see it: equal declarations of elements are one."""

    parse_one_declaration: Callable[[str], Any] = staticmethod(lru_cache(512)(tinycss2.parse_one_declaration))

    def __getattr__(self, name: str) -> Any:
        return getattr(tinycss2, name)


_resolve_percentages = weasyprint_percent.resolve_percentages
_strut = weasyprint_inline.strut


class _Probe:
    def __init__(self, style: Any) -> None:
        self.style = style


def _resolve(box: Any, containing_block: Any) -> None:
    """Sizes that depend on nothing outside are worked out once for a style, not for every box and line."""
    style = box.style
    try:
        sizes = style.fixed_sizes
    except AttributeError:
        sizes = style.fixed_sizes = _fixed_sizes(style)
    if sizes is None or isinstance(box, boxes.TableCellBox):
        _resolve_percentages(box, containing_block)
    else:
        box.__dict__.update(sizes)


def _fixed_sizes(style: Any) -> dict[str, Any] | None:
    for name in _SIZES:
        if style[name] != "auto" and getattr(style[name], "unit", "") != "px":
            return None
    probe = _Probe(style)
    _resolve_percentages(probe, (0, 0))
    del probe.style
    return vars(probe)


def _strut_of(style: Any) -> tuple[float, float]:
    """How high an empty line is, worked out once for a style."""
    try:
        return style.strut  # type: ignore[no-any-return]
    except AttributeError:
        style.strut = _strut(style)
        return style.strut  # type: ignore[no-any-return]


weasyprint_css.tinycss2 = _Tokens()
weasyprint_block.resolve_percentages = _resolve
weasyprint_inline.resolve_percentages = _resolve
weasyprint_inline.strut = _strut_of
