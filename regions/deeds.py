"""What was done to an answer or an issue beside its wording, as sentences."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from regions import vocabulary
from regions.models import Answer, DiscussionTable, PriorityIssue
from sessions.models import GuidingQuestion, TickChoice, TickList

_MOST_LETTERS = 90


class State(NamedTuple):
    """What a person sees of a document at one time."""

    text: str
    registers: vocabulary.Registers
    deleted: bool
    brought_back: bool


class Names(NamedTuple):
    """How questions, issues (by key), tick lists and choices are called; whether it may be told who said a thing."""

    questions: dict[int, str]
    issues: dict[str, str]
    tick_lists: dict[int, str]
    choices: dict[int, str]
    attribution: bool

    @classmethod
    def of(cls, table: DiscussionTable) -> "Names":
        """The names at a table, as they are now: four queries."""
        session = table.session
        questions = GuidingQuestion.objects.filter(paper=session.paper_id).select_related("parent")
        lists = TickList.objects.filter(event=session.event_id)
        choices = TickChoice.objects.filter(tick_list__event=session.event_id)
        return cls(
            questions={question.pk: str(question) for question in questions},
            issues=dict(PriorityIssue.objects.filter(table=table).values_list("key", "text")),
            tick_lists={one.pk: one.shown_name for one in lists},
            choices={one.pk: one.shown_name for one in choices},
            attribution=session.event.attribution_allowed,
        )


def deeds_between(before: State, after: State, names: Names, *, is_first: bool) -> list[str]:
    """Sentences for all that differs beside the wording."""
    if before.registers == after.registers and before.deleted == after.deleted:
        return []
    said = [*_placed(before, after, names, is_first), *_marked(before, after, names), *_read_back(before, after)]
    return [*said, *_fate(before, after)]


def _differs(before: State, after: State, name: str) -> bool:
    return bool(vocabulary.value_of(before.registers, name) != vocabulary.value_of(after.registers, name))


def _placed(before: State, after: State, names: Names, is_first: bool) -> Iterator[str]:
    """Question and issue; that it moved among its fellows is said only where it stayed with them."""
    asked, issue = _differs(before, after, "question"), _differs(before, after, "issue")
    if asked:
        yield _asked(vocabulary.value_of(after.registers, "question"), names, is_first)
    if issue:
        yield _about(vocabulary.value_of(after.registers, "issue"), names)
    if not (asked or issue or is_first) and _differs(before, after, "position"):
        yield _("Moved up or down.")


def _asked(question: int | None, names: Names, is_first: bool) -> str:
    if question is None:
        return _("Taken out of its question, to be placed later.")
    if question not in names.questions:
        return _("Moved to a question that is not asked here any more.")
    said = {"question": _quoted(names.questions[question])}
    if is_first:
        return _("Written under question “%(question)s”.") % said
    return _("Moved to question “%(question)s”.") % said


def _about(issue: str | None, names: Names) -> str:
    if issue is None:
        return _("No longer about an issue in particular.")
    if not names.issues.get(issue):
        return _("Moved to an issue that has no name.")
    return _("Moved to the issue “%(issue)s”.") % {"issue": _quoted(names.issues[issue])}


def _marked(before: State, after: State, names: Names) -> Iterator[str]:
    """Kind, who said it, ticks and free words."""
    if _differs(before, after, "kind"):
        kind = Answer.Kind(vocabulary.value_of(after.registers, "kind", Answer.Kind.POINT))
        yield _("Marked as: %(kind)s.") % {"kind": kind.label}
    if _differs(before, after, "attribution"):
        yield _said_by(vocabulary.value_of(after.registers, "attribution", ""), names)
    yield from _ticked(before, after, names)
    yield from _noted(before, after, names)


def _said_by(who: str, names: Names) -> str:
    if not who:
        return _("Who said it was taken out.")
    if not names.attribution:
        return _("Who said it was noted.")
    return _("Who said it: %(who)s.") % {"who": _quoted(who)}


def _ticked(before: State, after: State, names: Names) -> Iterator[str]:
    was = vocabulary.numbered(before.registers, "tick")
    for choice, ticked in vocabulary.numbered(after.registers, "tick").items():
        if ticked != was.get(choice, False):
            name = names.choices.get(choice)
            said = {"choice": _quoted(name) if name else _("a choice that is gone")}
            yield (_("Ticked: %(choice)s.") if ticked else _("Tick taken away: %(choice)s.")) % said


def _noted(before: State, after: State, names: Names) -> Iterator[str]:
    was = vocabulary.numbered(before.registers, "words")
    for tick_list, words in vocabulary.numbered(after.registers, "words").items():
        if words != was.get(tick_list, ""):
            name = names.tick_lists.get(tick_list)
            said = {"list": _quoted(name) if name else _("a line that is gone"), "words": _quoted(words)}
            yield (_("%(list)s: “%(words)s”.") if words else _("%(list)s: emptied.")) % said


def _read_back(before: State, after: State) -> Iterator[str]:
    """Whether the wording was confirmed; one that has changed since is confirmed no more, without a deed of its own."""
    was, now = (vocabulary.value_of(state.registers, "confirmed", "") for state in (before, after))
    if now != was:
        yield _("Read back to the table and confirmed.") if now else _("Confirmation taken back.")


def _fate(before: State, after: State) -> Iterator[str]:
    """Whether it leaves the table, and whether it is there at all."""
    stays = vocabulary.stays(after.registers)
    if stays != vocabulary.stays(before.registers):
        yield _("Marked as staying at this table.") if stays else _("May leave this table again.")
    if after.deleted and not before.deleted:
        yield _("Deleted.")
    elif after.brought_back and not before.deleted and not before.brought_back:
        yield _("Deleted, but somebody had gone on writing in it: it stayed.")
    elif before.deleted and not after.deleted:
        yield _("Came back, because somebody went on writing in it.") if after.brought_back else _("Restored.")


def _quoted(text: str) -> str:
    """Short, on one line, and with a direction of its own inside the sentence."""
    line = " ".join(text.split())
    short = line if len(line) <= _MOST_LETTERS else line[:_MOST_LETTERS].rsplit(maxsplit=1)[0] + " …"
    return f"\u2068{short}\u2069"
