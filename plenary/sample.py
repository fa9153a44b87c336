"""The sample event: everything goes the way that people's own notes go, through the journal."""

from typing import Any

from django.db import transaction

from pga.live import journal, projector
from pga.live.clock import clock_now
from plenary.access import Watch
from plenary.links import make_moderator_link
from plenary.models import ModeratorLink, Star
from plenary.sample_notes import SAMPLE_TABLES, Note, TableNotes
from plenary.sample_synthesis import write_sample_synthesis
from plenary.star_queries import wording_name
from plenary.starring import release_star, star_point
from regions.commands import new_key, text_update
from regions.layout import make_table
from regions.models import Answer, DiscussionTable, Laptop, Region
from regions.positions import spread
from sessions.models import DiscussionSession, GuidingQuestion, Organizer, TickChoice, TickList
from sessions.sample import sample_setup

HUES = {
    "Africa": Region.Hue.AFRICA,
    "Americas": Region.Hue.AMERICAS,
    "Asia": Region.Hue.ASIA,
    "Europe": Region.Hue.EUROPE,
    "Middle East and North Africa": Region.Hue.MENA,
    "Pacific": Region.Hue.PACIFIC,
}
IN_ARABIC = {
    "Africa": "أفريقيا",
    "Americas": "الأمريكتان",
    "Asia": "آسيا",
    "Europe": "أوروبا",
    "Middle East and North Africa": "الشرق الأوسط وشمال أفريقيا",
    "Pacific": "المحيط الهادئ",
}


@transaction.atomic
def make_sample_event() -> DiscussionSession:
    """The event of the sample paper with its tables and notes; an organizer without a password if there is none."""
    organizer = Organizer.objects.order_by("pk").first() or _first_organizer()
    session = sample_setup(organizer)[0]
    regions = {
        name: Region.objects.create(event=session.event, name=name, hue=hue, order=n, texts={"ar": IN_ARABIC[name]})
        for n, (name, hue) in enumerate(HUES.items())
    }
    for number, notes in enumerate(SAMPLE_TABLES, 1):
        table = make_table(
            session=session,
            region=regions[notes.region],
            number=number,
            language=notes.language,
            rapporteurs=[notes.rapporteur] if notes.rapporteur else [],
        )
        fill(table, notes)
    link = make_moderator_link(session=session, name="Moderator", may_write=True)
    make_moderator_link(session=session, name="Hall", role=ModeratorLink.Role.WALL)
    watch = Watch(session, link, None, may_write=True)
    star_some(watch)
    write_sample_synthesis(watch)
    return session


def star_some(watch: Watch) -> None:
    """One recommendation of each region, every other one on the wall."""
    said = Answer.objects.leaving_table().filter(table__session=watch.session, question__label="4")
    first = {answer.table.region_id: answer for answer in said.select_related("table").order_by("-table__number")}
    for answer in sorted(first.values(), key=lambda answer: answer.table.number):
        star_point(watch=watch, table=answer.table, key=answer.key)
    for star in Star.objects.filter(table__session=watch.session).select_related("table")[::2]:
        release_star(watch=watch, star=star, seen=wording_name(star.wording))


def _first_organizer() -> Organizer:
    organizer = Organizer(username="organizer", is_staff=False)
    organizer.set_unusable_password()
    organizer.save()
    return organizer


def fill(table: DiscussionTable, notes: TableNotes) -> None:
    """Write a table's sample notes as a laptop would, and let them be projected."""
    if not notes.notes:
        return
    laptop = Laptop.objects.create(table=table, number=1, name=notes.rapporteur)
    issues = [new_key("i") for _ in notes.issues]
    edits: list[dict[str, Any]] = []
    for key, name, position in zip(issues, notes.issues, spread(len(issues)), strict=True):
        edits += [_set(key, "position", position), _text(key, name)]
    for note, position in zip(notes.notes, spread(len(notes.notes)), strict=True):
        edits += _edits_of(table, note, issues, position)
    for n, edit in enumerate(edits, 1):
        edit["id"] = n
    journal.append("table", table.pk, laptop.grant, edits)
    projector.project_now("table", table.pk)


def _edits_of(table: DiscussionTable, note: Note, issues: list[str], position: str) -> list[dict[str, Any]]:
    key = new_key("a")
    question = _question(table, note.question)
    edits = [_set(key, "stays", True)] if note.stays else []
    edits += [_set(key, "position", position), _set(key, "question", question.pk), _set(key, "kind", note.kind)]
    if note.issue is not None:
        edits.append(_set(key, "issue", issues[note.issue]))
    edits.append(_text(key, note.text))
    return edits + [_tick(key, question, tick) for tick in note.ticks]


def _question(table: DiscussionTable, label: str) -> GuidingQuestion:
    questions = GuidingQuestion.objects.filter(paper=table.session.paper).select_related("parent")
    return next(question for question in questions if question.full_label == label)


def _tick(key: str, question: GuidingQuestion, tick: str) -> dict[str, Any]:
    lists = TickList.objects.filter(question_tick_lists__question=question)
    name, _equals, words = tick.partition("=")
    if words:
        return _set(key, f"words:{lists.get(name__iexact=name).pk}", words)
    return _set(key, f"tick:{TickChoice.objects.get(tick_list__in=lists, name__iexact=name).pk}", True)


def _set(key: str, register: str, value: Any) -> dict[str, Any]:
    return {"doc": key, "set": register, "value": value, "at": clock_now()}


def _text(key: str, text: str) -> dict[str, Any]:
    return {"doc": key, "text": text_update(text), "at": clock_now()}
