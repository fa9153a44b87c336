"""One click: from sessions' rows to the bytes of their report."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from pga.live import projector
from reports.binding import PlacedPart, bound, placed_in_order
from reports.chapters import body_parts
from reports.choices import Choices, chosen_content
from reports.content import ReportContent
from reports.drawing import bar
from reports.keeping import drop_gone, keep, kept, sweep
from reports.parts import Entry, PrintPart, in_report_language, page_of
from reports.printed import Printed
from reports.queries import leaving_docs, state_of, tables_of
from reports.turns import OneAtATime
from reports.workers import PressEnded, print_parts
from sessions.models import DiscussionSession

log = logging.getLogger("pga.reports")
PROJECTION_SECONDS = 5.0
MOST_ROUNDS = 5
TURN_SECONDS = 300.0
# The press is one: two reports at once would each take twice as long.
one_at_a_time = OneAtATime()


class Overtaken(Exception):
    """Points were withdrawn faster than a report without them could be made."""


class PressFailed(Exception):
    """The press set not even a page that says that a part is missing: its libraries or fonts are not there."""


@dataclass
class Progress:
    """How far the making of a report has come, in parts; `told` is called at every step."""

    parts: int = 0
    done: int = 0
    told: Callable[[], None] = field(default=lambda: None)

    def begin(self, parts: int) -> None:
        """So many more parts are to be set."""
        self.parts += parts

    def step(self) -> None:
        """One is."""
        self.done += 1
        self.told()


@dataclass(frozen=True)
class Made:
    """A report as it was made. `docs` are all points and issues in it, `missing` letters without a font."""

    choices: Choices
    pdf: bytes
    pages: int
    docs: frozenset[str]
    state: dict[str, int]
    attributed: bool
    missing: str
    failed: bool


def wait_for_tables(*session_ids: int) -> bool:
    """Wait until all that the tables have sent by now is in their answers."""
    behind = set(projector.lagging())
    tables = [table.pk for table in tables_of(*session_ids) if f"table:{table.pk}" in behind]
    waited = [projector.wait_for("table", table, PROJECTION_SECONDS) for table in tables]
    sums = [session for session in session_ids if f"synthesis:{session}" in behind]
    waited += [projector.wait_for("synthesis", session, PROJECTION_SECONDS) for session in sums]
    return all(waited)


def compile_report(session_id: int, language: str = settings.LANGUAGE_CODE) -> bytes:
    """The whole report of one session, as PDF."""
    return compile_chosen(Choices((session_id,), language=language)).pdf


def compile_chosen(choices: Choices, progress: Progress | None = None) -> Made:
    """The report that somebody chose.

    A point that is withdrawn while the report is made is not in it: then it is made again.
    """
    with one_at_a_time.turn(TURN_SECONDS), translation.override(choices.language):
        for _round in range(MOST_ROUNDS):
            state = state_of(choices.sessions)
            printing = Printing(_content(choices), choices, progress or Progress())
            report = printing.report()
            if not drop_gone(printing.asked, leaving_docs(*choices.sessions)):
                sweep(choices.sessions[0], [part.key for part in printing.asked])
                return printing.made(report, state)
    raise Overtaken


def _content(choices: Choices) -> ReportContent:
    try:
        return chosen_content(choices)
    except DiscussionSession.DoesNotExist as error:
        # Erased while its report was made.
        raise Overtaken from error


def somebody_waits() -> bool:
    """Whether a report is being made: what is set in advance stands aside."""
    return one_at_a_time.is_taken


def on_sheet(part: PrintPart, choices: Choices) -> PrintPart:
    """The part on paper of the size that was chosen."""
    return replace(part, sheet=choices.sheet)


class Printing:
    """One making of a report; `asked` are the parts that it needed."""

    def __init__(self, content: ReportContent, choices: Choices, progress: Progress) -> None:
        self.content = content
        self.choices = choices
        self.progress = progress
        self.asked: list[PrintPart] = []

    def made(self, report: Printed, state: dict[str, int]) -> Made:
        """With all that is to be known of it later."""
        return Made(
            choices=self.choices,
            pdf=report.pdf,
            pages=report.pages,
            docs=frozenset().union(*(part.docs for part in self.asked)),
            state=state,
            attributed=self.content.session.attributed,
            missing=report.missing,
            failed=report.failed,
        )

    def report(self) -> Printed:
        """The whole, which is itself kept under the hash of its parts."""
        parts = [on_sheet(part, self.choices) for part in body_parts(self.content)]
        running = on_sheet(_running_part(self.content, parts), self.choices)
        whole = _whole([*parts, running, on_sheet(_front_part(self.content, []), self.choices)])
        self.asked.append(whole)
        if found := kept(whole.key):
            self.asked += [*parts, running]
            return found
        *printed, heads = self.set_parts([*parts, running])
        placed = placed_in_order(parts, printed)
        front = self.set_parts([on_sheet(_front_part(self.content, placed), self.choices)])[0]
        report = self._bound(front, placed, heads)
        if not report.failed:
            keep(self.choices.sessions[0], whole, report)
        return report

    def _bound(self, front: Printed, placed: list[PlacedPart], heads: Printed) -> Printed:
        try:
            pdf = bound(front, placed, heads)
        except PressEnded as error:
            raise PressFailed from error
        printed = [front, *(piece.printed for piece in placed)]
        missing = set().union(*(piece.missing for piece in printed))
        return Printed(
            sum(piece.pages for piece in printed),
            pdf=pdf,
            missing="".join(sorted(missing)),
            failed=any(piece.failed for piece in printed),
        )

    def set_parts(self, parts: list[PrintPart]) -> list[Printed]:
        """The parts as set, now or before; in place of one that failed, a page that says so."""
        self.asked += parts
        found = {part.key: kept(part.key) for part in parts}
        new = [part for part in parts if found[part.key] is None]
        self.progress.begin(len(new))
        for part, printed in zip(new, print_parts(new, self.progress.step), strict=True):
            found[part.key] = printed
            if printed is not None:
                keep(self.choices.sessions[0], part, printed)
        return [found[part.key] or self._failed(part) for part in parts]

    def _failed(self, part: PrintPart) -> Printed:
        heading = part.chapter or in_report_language(_("A part is missing"))
        page = page_of("failed", self.content, heading=heading, entries=part.entries, anchor=part.name)
        printed = print_parts([replace(part, page=page, docs=frozenset())])[0]
        if printed is None:
            raise PressFailed
        printed.failed = True
        return printed


def _whole(parts: list[PrintPart]) -> PrintPart:
    """The report as a part of its own, known by its parts: the front matter's page numbers follow from the others."""
    made_of = hashlib.sha256("\0".join(part.key for part in parts).encode()).hexdigest()
    return PrintPart("report", made_of, frozenset().union(*(part.docs for part in parts)))


def _running_part(content: ReportContent, parts: list[PrintPart]) -> PrintPart:
    """The heads of pages: digits for the numbers first, then a page per chapter."""
    chapters = list(dict.fromkeys(part.chapter for part in parts))
    session = f"{content.session.code} · {content.session.title.text or content.session.event.text}"
    page = page_of("running", content, chapters=chapters, running=session)
    return PrintPart("running", page, tagged=False, style="report-running")


def _front_part(content: ReportContent, placed: list[PlacedPart]) -> PrintPart:
    """Cover and contents. Numbers of the body begin at 1, so its length never moves them."""
    entries = [_numbered(entry, piece) for piece in placed for entry in piece.part.entries]
    heard = len(content.tables) - len(content.silent)
    shown = {"entries": entries, "heard": heard, "numbers": _numbers(content)}
    shown |= {"shares": content.shares, "bar": bar(content.shares)}
    return PrintPart("front", page_of("front", content, **shown))


def _numbers(content: ReportContent) -> dict[str, int]:
    """What the cover counts."""
    return {
        "tables": len(content.tables),
        "silent": len(content.silent),
        "regions": content.regions,
        "named": content.named,
        "points": content.points,
        "people": content.people_present,
        "told": content.told,
    }


def _numbered(entry: Entry, piece: PlacedPart) -> Entry:
    page = piece.begin + piece.printed.anchors.get(entry.anchor, (0, 0.0, 0.0))[0] + 1
    return replace(entry, page=str(page))
