"""A line of a paper: its words, its marker, how deep it stands, what of it is emphasised."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TypedDict

QUESTION_WORDS = "question|pregunta|pergunta|frage|vraag|domanda|السؤال|سؤال|প্রশ্ন|प्रश्न"
_NUMBER = r"\d{1,3}(?:\.\d{1,2}){0,2}"
_ROMAN = r"[ivx]{1,5}|[IVX]{1,5}"
_LETTER = r"[^\W\d_]"  # of any script: a, أ, ক
MARKERS = re.compile(
    rf"""^(?P<marker>
        [-*+•◦▪▫‣·●○■□–—➢➤✓]+(?:\s+\[\s\])?(?=\s)            # bullets, and boxes to tick
      | o(?=\s{{2,}}|\t)                                          # Word's hollow bullet, saved as text
      | [Qqس]\.?\s?{_NUMBER}(?:\.?[a-z])?(?:\s?[.):])?(?=\s|$)     # Q1  Q1.  Q.1:  Q1.a  س١:
      | (?:{QUESTION_WORDS})\s+(?:{_NUMBER}|{_LETTER}|{_ROMAN})(?:[a-z])?(?:\s?[.):]|\s[-–—])?(?=\s|$)
      | \(?(?:{_NUMBER}[a-z]?|{_LETTER}|{_ROMAN})\)(?=\s|$)        # 1)  (a)  iv)
      | {_NUMBER}\s?(?:\.|\.\)|:|\.?[-–]|।|[°º])(?=\s|$)           # 1.  1.2.  1:  ১।  1°
      | {_NUMBER}[a-z]\.?(?=\s)                                   # 3a  3a.
      | \d{{1,2}}(?:\.\d{{1,2}}){{1,2}}(?=\s)                      # 3.1  3.1.2
      | (?:{_LETTER}|{_ROMAN})\.(?=\s)                            # a.  iv.
      | [\u0621-\u064a]\s?[-–](?=\s)                              # أ-
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*\*\*|\*\*|(?<!\w)__|__(?!\w)|\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
CELL_LABEL = re.compile(r"(?:q\s?)?\d{1,2}[a-z]?[.)]?|[a-z][.)]?", re.IGNORECASE)
TAB = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paper; `number` counts from 1, in the order in which a reader meets the lines.

    `text` is the line as shown, marker included, without signs of emphasis; `body` is the text without its marker.
    `indent` is in columns, `level` the level of Word's list numbering (None where nothing says it).
    `lead` is the emphasised beginning of a line, where only its beginning is; `strong` says that all of it is.
    `row` is the number of the table row in which the line stands.
    `opens` says that a paragraph begins here: only Word says so.
    `columns` is the body with bars where tabs or wide gaps divide it, "" where none do.
    """

    number: int
    text: str
    body: str = ""
    marker: str = ""
    indent: int = 0
    level: int | None = None
    heading: int = 0
    lead: str = ""
    strong: bool = False
    slanted: bool = False
    hard_break: bool = False
    row: int | None = None
    opens: bool = False
    columns: str = ""

    @property
    def said(self) -> str:
        """The line as people are looked for in it: in columns, where it has some."""
        return self.columns or self.text

    @property
    def blank(self) -> bool:
        """Whether nothing at all stands on the line."""
        return not self.text.strip()

    @property
    def silent(self) -> bool:
        """Whether the line holds no letter and no digit: a rule, an underline, dots."""
        return not any(character.isalnum() for character in self.text)


def split_marker(text: str) -> tuple[str, str]:
    """The list marker at the beginning of a text ("" where there is none), and what follows it."""
    found = MARKERS.match(text)
    if not found or _is_initial(found["marker"], text[found.end() :]):
        return "", text
    return found["marker"], text[found.end() :].strip()


def split_markers(text: str) -> tuple[str, str, str]:
    """Like split_marker, with all markers as shown in front: '- a.' shows a bullet, and its label is 'a.'."""
    marker, rest = split_marker(text)
    return _inner(marker, rest)


def _inner(marker: str, body: str) -> tuple[str, str, str]:
    if marker and not any(map(str.isalnum, marker)):
        label, rest = split_marker(body)
        if any(map(str.isalnum, label)):
            return f"{marker} {label}", label, rest
    return marker, marker, body


def _is_initial(marker: str, rest: str) -> bool:
    """Whether the marker may well be the initial of a person's name: 'A. Person, Organisation'."""
    if not re.fullmatch(r"[^\W\d_]\.", marker) or marker[0].islower():
        return False
    return bool(re.match(r"[\w’'-]+,\s|[A-Z]\.\s" if marker.isascii() else r"[\w’'-]+(?:\s[\w’'-]+){0,3}[,،]\s", rest))


def columns_of(body: str) -> str:
    """The body with bars in place of tabs and wide gaps; "" if there are none."""
    columns = re.sub(r"\s{2,}|\t", lambda gap: " | " if "\t" in gap[0] or len(gap[0]) > 2 else gap[0], body.strip())
    return columns if "|" in columns and "|" not in body else ""


def plain_lines(text: str) -> list[Line]:
    """The lines of a Markdown or plain text paper."""
    lines: list[Line] = []
    open_mark = ""
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            open_mark = ""
        line, open_mark = _plain_line(number, raw, open_mark)
        lines.append(line)
    return _underlined(lines)


def _plain_line(number: int, raw: str, open_mark: str) -> tuple[Line, str]:
    shown = unicodedata.normalize("NFC", raw.replace("\u00a0", " "))
    expanded = shown.expandtabs(TAB)
    hard_break = expanded.endswith("  ") or expanded.rstrip().endswith("\\")
    heading = _HEADING.match(expanded)
    level = len(heading[1]) if heading else 0
    core = heading[2] if heading else shown.strip().removesuffix("\\").rstrip()
    core = core.removeprefix("> ") if core.startswith("> ") else core
    outer, inner = split_marker(core)
    if len(core) > 2 and core.startswith("|") and core.endswith("|") and any(map(str.isalnum, core)):
        return _table_row(number, core), ""
    if re.fullmatch(r"[-*_=~.:|\s]+", core):
        return Line(number, core.strip(), body=core.strip()), open_mark
    runs, open_mark = _runs(inner if outer else core, open_mark)
    columns = columns_of("".join(words for words, _, _ in runs))
    runs = [(words.replace("\t", " "), bold, italic) for words, bold, italic in runs]
    body = "".join(words for words, _, _ in runs).strip()
    shown, marker, body = split_markers(body) if not outer else _inner(outer, body)
    indent = len(expanded) - len(expanded.lstrip())
    return (
        Line(
            number,
            " ".join(filter(None, (shown, body))),
            body=body,
            marker=marker,
            indent=indent,
            heading=level,
            hard_break=hard_break,
            columns=columns,
            **emphasis(runs, body),
        ),
        open_mark,
    )


def _table_row(number: int, core: str) -> Line:
    cells = [cell.strip().strip("*_") for cell in core.strip("|").split("|") if cell.strip()]
    shown, label = " | ".join(cells), cells[0] if len(cells) > 1 and CELL_LABEL.fullmatch(cells[0]) else ""
    return Line(number, shown, body=" | ".join(cells[1:]) if label else shown, marker=label, row=number)


def _runs(text: str, open_mark: str) -> tuple[list[tuple[str, bool, bool]], str]:
    """The text in pieces: (words, bold, italic); emphasis may go on into the next line of a paragraph."""
    bold, italic = "b" in open_mark, "i" in open_mark
    runs: list[tuple[str, bool, bool]] = []
    at = 0
    alone = {mark for mark in "*_" if text.count(mark) == 1}
    for mark in _EMPHASIS.finditer(text):
        if mark.start() and text[mark.start() - 1] == "\\":
            continue
        if mark[0] in alone and not (bold or italic):
            continue  # a lone asterisk is a footnote sign
        runs.append((_ESCAPED.sub(r"\1", text[at : mark.start()]), bold, italic))
        at = mark.end()
        bold ^= len(mark[0]) >= 2
        italic ^= len(mark[0]) % 2 == 1
    runs.append((_ESCAPED.sub(r"\1", text[at:]), bold, italic))
    return [run for run in runs if run[0]], ("b" if bold else "") + ("i" if italic else "")


class Emphasis(TypedDict):
    """What of a line is emphasised, as a Line has it."""

    lead: str
    strong: bool
    slanted: bool


def emphasis(runs: list[tuple[str, bool, bool]], body: str) -> Emphasis:
    """What of the line is emphasised, as `lead`, `strong` and `slanted` of a line."""
    said = [run for run in runs if run[0].strip()]
    strong = bool(said) and all(bold for _, bold, _ in said)
    slanted = bool(said) and all(italic for _, _, italic in said)
    lead = ""
    for words, bold, _ in runs:
        if not bold and words.strip():
            break
        lead += words
    lead = split_marker(lead.strip())[1] if not strong else ""
    return {"lead": lead if body.startswith(lead) else "", "strong": strong, "slanted": slanted}


def _underlined(lines: list[Line]) -> list[Line]:
    """Lines with a rule of = or - right under them are headings."""
    out = list(lines)
    for at in range(1, len(out)):
        rule, above = out[at], out[at - 1]
        is_rule = re.fullmatch(r"={3,}|-{3,}", rule.text)
        alone = at < 2 or out[at - 2].blank
        if is_rule and not above.blank and not above.marker and alone and len(above.text) < 150:
            out[at - 1] = replace(above, heading=1 if rule.text[0] == "=" else 2)
    return out
