"""The front of a paper: the event, the sessions' codes, the title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sessions.papers.blocks import STRONG, Block
from sessions.papers.generic_words import names_section
from sessions.papers.lines import Line
from sessions.papers.people import is_people_heading, people_in, starts_with_role
from sessions.papers.proposal import NOTHING, Passage

_CODE = r"(?:[A-Z]{0,2}-?\d{1,3}(?:\.\d{1,2})?[^\W\d_]?(?!\w)|[A-Z](?![\w’'])|[IVX]{1,4}(?!\w))"
_AND = r"\s*(?i:,|،|;|/|&|\+|\band\b|\bet\b|\by\b|\bund\b|\be\b|(?<!\w)و|\bও\b)\s*(?i:(?:and|et|y)\s+)?"
_SESSION = (
    r"(?:sessions?|workshops?|working groups?|round ?tables?|panels?|tracks?|sesiones|sesión|séances?|ateliers?"
    r"|sitzung(?:en)?|(?:ال|لل)?جلس(?:ة|ات|تان|تين)|(?:ال|لل)?ورش(?:ة|ات)(?: (?:ال)?عمل)?|অধিবেশন)"
)
_CODES = re.compile(
    rf"(?i:(?<!\w){_SESSION}\s*(?:codes?\s*)?(?:no\.?|nos\.?|numbers?|#)?\s*:?)\s*(?P<codes>{_CODE}(?:{_AND}{_CODE})*)(?!\w)"
)
_KIND_OF_PAPER = re.compile(
    r"(?i)(?<!\w)(?:background|concept|discussion|working|position|information|briefing|issue|framing)\s+"
    r"(?:papers?|notes?|documents?|briefs?)(?!\w)|documento de (?:base|trabajo)|document de (?:base|travail)"
    r"|note de cadrage|(?:arbeits|hintergrund|diskussions|positions|konzept)papier"
    r"|ورقة (?:خلفية|معلومات أساسية|مفاهيمية|عمل|نقاش|موقف)|مذكرة (?:مفاهيمية|إعلامية)"
    r"|(?:পটভূমি|প্রেক্ষাপট|ধারণা|কার্য|আলোচনা)\s?পত্র"
)
_LABELLED = re.compile(
    r"(?i)^(?P<what>event|conference|forum|title|theme|topic|session title|paper title)\s*[:：]\s*(?P<value>\S.*)$"
)
_DAY = re.compile(
    r"(?i)(?:\d{1,2}\.?\s*(?:st|nd|rd|th)?\s+(?:of\s+)?[^\W\d_]{3,9}\.?,?\s+(?:19|20)\d\d)"
    r"|(?:[^\W\d_]{3,9}\.?\s+\d{1,2}(?:\s*[-–—]\s*\d{1,2})?,?\s+(?:19|20)\d\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|^(?:dates?|venue|place|time|room|language)s?\s*:"
)


@dataclass
class Front:
    """What the first lines of a paper say."""

    event: Passage = NOTHING
    title: Passage = NOTHING
    codes: list[str] = field(default_factory=list)
    code_lines: list[int] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)


def front_of(blocks: Sequence[Block]) -> tuple[Front, int]:
    """What the front says, and how many blocks it takes."""
    size = _size(blocks)
    front = Front()
    named = [line for block in blocks[:size] for line in block.lines if not _labelled(front, line)]
    named = [line for line in named if not _coded(front, line)]
    dated = [line for line in named if _DAY.search(line.text)]
    named = [line for line in named if line not in dated]
    _name(front, named)
    if not front.event.text and (line := next(filter(_dated_name, dated), None)):
        dated = [one for one in dated if one is not line]
        front.event = Passage(_dated_name(line), (line.number,))
    front.notes = [Passage(line.text, (line.number,)) for line in dated]
    silent = tuple(line.number for block in blocks[:size] for line in block.silent)
    if silent:
        front.code_lines.extend(silent)
    return front, size


def _dated_name(line: Line) -> str:
    """The name in 'Assembly of Ports, Port Said, 3 May 2031', "" for a line that says a day or a room only."""
    found = _DAY.search(line.text)
    before = re.sub(r"\d{1,2}\s*[-–—]\s*$", "", line.text[: found.start()]).strip(" ,;:–—-(|") if found else ""
    return before if len(before.split(",")[0].split()) >= 3 and not re.search(r"[:\d]", before) else ""


def _name(front: Front, named: list[Line]) -> None:
    """Event first, title second, as printed; a single line is the title."""
    waiting = list(named)
    if not front.event.text and len(waiting) > (0 if front.title.text else 1):
        line = waiting.pop(0)
        front.event = Passage(line.text, (line.number,))
    if not front.title.text and waiting:
        line = waiting.pop(0)
        front.title = Passage(line.text.rstrip(":"), (line.number,))
    front.left = waiting


def _labelled(front: Front, line: Line) -> bool:
    found = _LABELLED.match(line.text)
    if not found:
        return False
    if found["what"].lower() in {"event", "conference", "forum"} and not front.event.text:
        front.event = Passage(found["value"].strip(), (line.number,))
        return True
    if not front.title.text and found["what"].lower() not in {"event", "conference", "forum"}:
        front.title = Passage(found["value"].strip(), (line.number,))
        return True
    return False


def _coded(front: Front, line: Line) -> bool:
    """Takes a line that names sessions by their codes, or says what kind of paper this is."""
    found, kind = _CODES.search(line.text), _KIND_OF_PAPER.search(line.text)
    if not found and not kind:
        return False
    rest = line.text
    if found:
        front.codes.extend(code for code in re.split(_AND, found["codes"]) if code not in front.codes)
        rest = line.text[found.end() :]
        if found.start() > 3 and not kind and len(line.text[: found.start()].split()) > 4:
            rest = line.text[: found.start()]
    elif kind:
        rest = re.sub(
            r"^\s*(?:no\.?\s*|n°\s*|#)?\d{1,3}(?=\s*[:–—|])", "", line.text[kind.end() :], flags=re.IGNORECASE
        )
    name = re.sub(r"^\s*(?:[:–—|-]|on\b)\s*", "", rest).strip(" ,:–—|-(")
    separated = re.match(r"^\s*(?:[:–—|]|-\s)" if found else r"^\s*(?:[:–—|]|-\s|on\s)", rest) or (
        found and rest != line.text[found.end() :]
    )
    if separated and len(name.split()) > 0 and name[:1].isalpha() and not front.title.text:
        front.title = Passage(name, (line.number,))
    front.code_lines.append(line.number)
    return True


def _size(blocks: Sequence[Block]) -> int:
    """How many blocks stand before the people, the first section, the first list or the first prose."""
    for at, block in enumerate(blocks):
        if at >= 8 or _ends_front(block, 3 if at else 8):
            size = at
            break
    else:
        return _without_heading(blocks, len(blocks))
    follows = blocks[size]
    if follows.kind in {"para", "item"} and not _about_people(follows):
        return _without_heading(blocks, size)
    return size


def _told(line: Line) -> bool:
    """Whether the line says something else than a name: codes, the kind of paper, a day or a room."""
    return any(pattern.search(line.text) for pattern in (_CODES, _KIND_OF_PAPER, _DAY))


def _without_heading(blocks: Sequence[Block], size: int) -> int:
    """Leaves out a last heading that stands over prose or a list, where the paper has a name without it."""
    lines = [line for block in blocks[:size] for line in block.lines]
    names = [line for line in lines if not _told(line)]
    if (
        size
        and len(names) > 2
        and not _told(blocks[size - 1].first)
        and len(blocks[size - 1].lines) == 1
        and size < len(blocks)
    ):
        return size - 1
    if size > 1 and 0 < blocks[size - 1].rank < STRONG and blocks[size - 1].rank > blocks[0].rank:
        again = any(block.rank == blocks[size - 1].rank for block in blocks[size:])
        coded = any(_CODES.search(line.text) for line in blocks[size - 1].lines)
        return size - 1 if again and not coded and size < len(blocks) else size
    return size


def _ends_front(block: Block, longest: int) -> bool:
    if all(_DAY.search(line.text) for line in block.lines) and len(block.whole.split()) < 25:
        return False
    if block.kind == "item" or block.lead or _about_people(block):
        return True
    if all(_CODES.search(line.text) or _KIND_OF_PAPER.search(line.text) for line in block.lines):
        return False
    if names_section(block.whole) or block.whole.endswith((":", "?")):
        return True
    sentence = block.kind == "para" and block.whole.endswith((".", "!", "؟", "।"))
    return len(block.whole.split()) > 30 or (sentence and len(block.whole.split()) > longest)


def _about_people(block: Block) -> bool:
    return block.kind == "row" or any(
        starts_with_role(line.said) or people_in(line.said) or is_people_heading(line.text) for line in block.lines
    )
