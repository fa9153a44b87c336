"""The body of a paper as headings, paragraphs and lists; and which of the lists holds the questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sessions.papers.blocks import STRONG, Block
from sessions.papers.generic_words import (
    ASKS,
    CALLS,
    DISCUSSION,
    FIELDS,
    INTERROGATIVES,
    PLENTY,
    QUESTIONS,
    TOPICS,
    asks,
)
from sessions.papers.outline import Node, Outline

LAST_WORDS = 15
VIEW = 40  # so far above a list one looks for what announces it


@dataclass
class Chunk:
    """A heading, a paragraph or a whole list; `nodes` are the items of a list."""

    kind: str
    block: Block | None = None
    nodes: list[Node] = field(default_factory=list)

    @property
    def numbers(self) -> tuple[int, ...]:
        """All lines of the chunk."""
        if self.block:
            return self.block.numbers
        return tuple(sorted(n for top in self.nodes for node in top.walk() for n in node.numbers))

    @property
    def heading(self) -> str:
        """The words of a heading, or of the lead of a paragraph."""
        if self.block is None:
            return ""
        words = self.block.shown if self.kind == "heading" else self.block.lead
        return words.strip().rstrip(".:").strip()

    @property
    def text(self) -> str:
        """The words of a paragraph or heading without its lead."""
        return self.block.text if self.block else ""

    @property
    def announces(self) -> str:
        """The words with which the chunk may announce a list: a heading, or how a paragraph ends."""
        if self.block is None:
            return ""
        if self.kind == "heading":
            return self.block.whole
        ending = self.text.split()[-LAST_WORDS:] if self.text.rstrip().endswith((":", "：")) else []
        return " ".join((self.block.lead, *ending))


def chunks_of(blocks: Sequence[Block]) -> list[Chunk]:
    """Headings, paragraphs and lists in order. A paragraph inside a list that counts on belongs to the item before."""
    chunks: list[Chunk] = []
    outline, waiting = Outline(), list[Block]()
    for block in blocks:
        if block.kind == "item":
            if waiting and len(waiting) <= 2 and outline.continues(block):
                outline.path[0].following.extend(waiting)
            elif waiting:
                chunks += _flushed(outline, waiting)
                outline = Outline()
            waiting = []
            outline.add(block)
        elif block.kind == "para" and outline.lists and not waiting and _is_title(outline.path[-1]):
            outline.path[-1].following.append(block)
        elif block.kind == "para" and not block.lead and outline.lists and not block.whole.endswith(":"):
            waiting.append(block)
        else:
            chunks += [*_flushed(outline, waiting), Chunk("heading" if block.rank else "para", block)]
            outline, waiting = Outline(), []
    chunks += _flushed(outline, waiting)
    return _with_unmarked_questions(chunks)


def _is_title(node: Node) -> bool:
    """Whether the item is a heading, such as 'Question 1', with its text in the paragraphs under it."""
    return bool(node.block.first.heading) or not node.text


def _flushed(outline: Outline, waiting: list[Block]) -> list[Chunk]:
    for nodes in outline.lists:
        if len(nodes) > 1 and all((node.style, node.ordinal) == ("decimal", 1) for node in nodes):
            for place, node in enumerate(nodes, start=1):
                node.counted = place
        if waiting and len(nodes) > 1 and all(node.following for node in nodes[:-1]) and nodes is outline.lists[-1]:
            nodes[-1].following.append(waiting.pop(0))  # each item has a paragraph under it: so has the last
    return [Chunk("list", nodes=nodes) for nodes in outline.lists] + [Chunk("para", block) for block in waiting]


def _with_unmarked_questions(chunks: list[Chunk]) -> list[Chunk]:
    """Paragraphs that ask, under a heading that announces questions and with no list there, are a list of questions."""
    out: list[Chunk] = []
    asked = any(chunk.kind == "list" and share_of_questions(chunk) >= 0.5 for chunk in chunks)
    announced, told = False, set[int]()
    for chunk in chunks:
        if chunk.kind == "list" or asked or not _is_question(chunk, announced=announced):
            announced = chunk.kind != "list" and (announces_questions(chunk) or (announced and chunk.kind == "para"))
            announced = announced or (bool(out) and out[-1].kind == "list" and chunk.kind == "heading")
            out.append(chunk)
            continue
        node = Node(chunk.block, "bullet", 0) if chunk.block else None
        if node and out and out[-1].kind == "list" and out[-1].nodes[0].block.kind != "item":
            out[-1].nodes.append(node)
        elif node:
            out.append(Chunk("list", nodes=[node]))
            if announced:
                told.add(id(node))
    return [_alone(chunk, told) for chunk in out]


def _alone(chunk: Chunk, told: set[int]) -> Chunk:
    """A single question that nothing announces stays a paragraph: papers ask rhetorically."""
    if (
        chunk.kind != "list"
        or len(chunk.nodes) > 1
        or chunk.nodes[0].block.kind == "item"
        or id(chunk.nodes[0]) in told
    ):
        return chunk
    return Chunk("para", chunk.nodes[0].block)


def _is_question(chunk: Chunk, *, announced: bool) -> bool:
    text = chunk.block.whole if chunk.block else ""
    one = bool(re.search(r"[?？؟]$", text)) and len(text.split()) <= 90 and not (chunk.block and chunk.block.lead)
    return one and (announced or (chunk.kind == "para" and not re.search(r"[.!]\s", text)))


def announces_questions(chunk: Chunk) -> bool:
    """Whether a heading, a lead or the end of a paragraph says that questions follow."""
    return bool(QUESTIONS.search(chunk.announces) or (chunk.block and PLENTY.search(chunk.text[-200:])))


def is_group(node: Node) -> bool:
    """Whether an item is a theme over questions and no question itself."""
    if not node.children or asks(node.text) or len(node.text.split()) > 10 or INTERROGATIVES.match(node.text):
        return False
    if node.text.endswith((":", ",")):
        return False
    counted = node.style in {"decimal", "question"}
    lettered = all(child.style in {"letter", "roman"} for child in node.children)
    return not (counted and lettered) and all(asks(child.text) for child in node.children)


def questions_among(chunk: Chunk) -> list[tuple[str, Node]]:
    """The items at the top, each with the theme it stands under ("" for none)."""
    out: list[tuple[str, Node]] = []
    for node in chunk.nodes:
        out.extend([(node.text, child) for child in node.children] if is_group(node) else [("", node)])
    return out


def share_of_questions(chunk: Chunk) -> float:
    """How many of the items ask something, from 0 to 1."""
    nodes = [node for _, node in questions_among(chunk)]
    return sum(asks(" ".join(inner.text for inner in node.walk())) or asks(node.text) for node in nodes) / len(nodes)


def score(chunks: Sequence[Chunk], at: int) -> float:
    """How likely the list at this place holds the questions; 0 where it does not."""
    chunk = chunks[at]
    share = share_of_questions(chunk)
    marked = [node for _, node in questions_among(chunk) if re.search(r"[?？؟]", node.text)]
    sure = len(marked) / len(questions_among(chunk))
    labelled = any(node.style == "question" for _, node in questions_among(chunk))
    above = announcers(chunks, at)
    hint = any(announces_questions(one) for one in above)
    headed = _headed(chunks, at, above)
    discussed = any(DISCUSSION.search(one.announces) for one in above)
    other = bool(above and _holds_choices(above[0])) and not hint
    found = labelled or (hint and share >= 0.3) or headed or (discussed and share >= 0.5) or (sure >= 0.6 and not other)
    return 4 * labelled + 3 * hint + 2 * headed + discussed + 3 * sure + share if found else 0.0


def _headed(chunks: Sequence[Chunk], at: int, above: Sequence[Chunk]) -> bool:
    """Whether a heading says that this list, the first under it, is one of questions, even if no item has a mark."""
    words = any(INTERROGATIVES.match(node.text) for _, node in questions_among(chunks[at]))
    for one in reversed(chunks[max(at - VIEW, 0) : at]):
        if one.kind == "list" or (one.heading and one not in above):
            return False
        if one.heading and (QUESTIONS.fullmatch(one.heading) or (words and PLENTY.search(one.heading))):
            return True
    return False


def announcers(chunks: Sequence[Chunk], at: int) -> list[Chunk]:
    """What stands right before the list, and up to three headings above it; a list that asks nothing ends the view."""
    out = [chunks[at - 1]] if at and chunks[at - 1].kind != "list" else []
    for one in reversed(chunks[max(at - 1 - VIEW, 0) : max(at - 1, 0)]):
        if len(out) > 3 or (one.kind == "list" and share_of_questions(one) < 0.3):
            break
        if one.heading and not any(_holds_choices(nearer) for nearer in out):
            out.append(one)
    return out


def _holds_choices(chunk: Chunk) -> bool:
    """Whether the words announce fields of work or calls for action and no questions."""
    return bool(FIELDS.search(chunk.announces) or CALLS.search(chunk.announces)) and not announces_questions(chunk)


def purpose(words: str) -> str:
    """What a list holds, by the words that announce it: fields_of_work, calls_for_action or nothing known."""
    for fields, calls in ((FIELDS, CALLS), (TOPICS, ASKS)):
        last = {
            name: max((match.end() for match in pattern.finditer(words)), default=-1)
            for name, pattern in (("fields_of_work", fields), ("calls_for_action", calls))
        }
        best = max(last, key=lambda name: last[name])
        if last[best] >= 0:
            return best
    return ""


def gathered(chunks: Sequence[Chunk]) -> list[list[int]]:
    """The lists of a paper, as places of chunks; lists of questions under several themes are one."""
    out: list[list[int]] = []
    scores = {at: score(chunks, at) for at, chunk in enumerate(chunks) if chunk.kind == "list"}
    for at, found in scores.items():
        if out and found and scores[out[-1][-1]] and _one_set(chunks, out[-1][-1], at):
            out[-1].append(at)
        else:
            out.append([at])
    return out


def _one_set(chunks: Sequence[Chunk], first: int, second: int) -> bool:
    """Whether two lists of questions belong together: nothing but themes between them, or both are announced."""
    between = chunks[first + 1 : second]
    announced = [any(announces_questions(one) for one in announcers(chunks, at)) for at in (first, second)]
    labelled = all(any(node.style == "question" for node in chunks[at].nodes) for at in (first, second))
    if all(announced) or labelled:
        return True
    words = sum(len(one.text.split()) for one in between if one.kind == "para")
    opened_here = any(announces_questions(one) and one.block and one.block.rank <= STRONG for one in between)
    return words <= 120 and not opened_here
