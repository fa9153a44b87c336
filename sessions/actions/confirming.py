"""Confirming a paper: what was found and mended becomes questions, people, tick lists and sessions, all or nothing."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from sessions.actions.tick_lists import is_ticked
from sessions.drafts import ASKED, Item, load
from sessions.models import BackgroundPaper, Event, GuidingQuestion, PaperPerson, TickChoice, TickList

FIELDS_NAMES = {"ar": "مجالات العمل", "bn": "কাজের ক্ষেত্র", "es": "Campos de trabajo", "fr": "Champs d’action"}
CALLS_NAMES = {"ar": "نداءات للعمل", "bn": "পদক্ষেপের আহ্বান", "es": "Llamados a la acción", "fr": "Appels à l’action"}


class AlreadyConfirmed(Exception):
    """The paper counts already; its questions are changed on their own page."""


@transaction.atomic
def confirm_paper(paper: BackgroundPaper) -> BackgroundPaper:
    """Make of the mended proposal what it proposes."""
    locked = BackgroundPaper.objects.select_for_update(of=("self",))
    paper = locked.select_related("event", "replaces").get(pk=paper.pk)
    if paper.confirmed_at:
        raise AlreadyConfirmed(paper.pk)
    items = load(paper.proposal["items"])
    _save_paper(paper, items)
    _save_people(paper, items)
    _save_questions(paper, [found for found in items if found.sort in ASKED])
    _save_choices(paper, TickList.Origin.FIELDS, "Fields of work", FIELDS_NAMES, _texts(items, "field_of_work"))
    _save_choices(paper, TickList.Origin.CALLS, "Calls for action", CALLS_NAMES, _texts(items, "call_for_action"))
    _save_sessions(paper, _texts(items, "code"))
    return paper


def _texts(items: Sequence[Item], sort: str) -> list[str]:
    """The words of all items of a sort, each once."""
    return list(dict.fromkeys(" ".join(found.text.split()) for found in items if found.sort == sort and found.text))


def _save_paper(paper: BackgroundPaper, items: Sequence[Item]) -> None:
    paper.title = " ".join(_texts(items, "title"))[:300]
    paper.preamble = "\n\n".join(found.text for found in items if found.sort == "preamble")
    paper.context = [{"heading": found.heading, "text": found.text} for found in items if found.sort == "section"]
    paper.confirmed_at = timezone.now()
    paper.save(update_fields=["title", "preamble", "context", "confirmed_at"])
    name = " ".join(_texts(items, "event"))[:300]
    if name and paper.proposal.get("names_event"):
        Event.objects.filter(pk=paper.event_id).update(name=name)


def _save_people(paper: BackgroundPaper, items: Sequence[Item]) -> None:
    roles = set(PaperPerson.Role.values)
    PaperPerson.objects.bulk_create(
        PaperPerson(
            paper=paper,
            role=found.role if found.role in roles else PaperPerson.Role.OTHER,
            role_as_printed=found.role_as_printed[:100],
            name=found.name[:200],
            organisation=found.organisation[:300],
            order=order,
        )
        for order, found in enumerate(found for found in items if found.sort == "person")
    )


def _save_questions(paper: BackgroundPaper, asked: Sequence[Item]) -> None:
    """Paired questions keep their row, and with it their answers; only words, label, theme and place change."""
    earlier = {question.pk: question for question in paper.replaces.questions.all()} if paper.replaces else {}
    top: GuidingQuestion | None = None
    for order, found in enumerate(asked, 1):
        parent = top if found.sort == "part" else None
        question = earlier.pop(found.was or 0, None) or GuidingQuestion()
        question.paper, question.parent, question.order = paper, parent, order
        question.label, question.group, question.text = found.label[:20], found.group[:300], found.text
        question.unpaired_since = None
        question.save()
        top = top if parent else question
    _keep_or_drop(paper, list(earlier.values()), len(asked))


def _keep_or_drop(paper: BackgroundPaper, unpaired: list[GuidingQuestion], last: int) -> None:
    """An answered question without a pair is kept and marked, with the question that it is a part of; others go."""
    answered = {question.pk for question in unpaired if question.answers.exists()}
    kept = answered | {question.parent_id for question in unpaired if question.pk in answered and question.parent_id}
    # Parts first: a question is protected by its parts.
    for question in sorted(unpaired, key=lambda question: question.parent_id is None):
        if question.pk not in kept:
            question.delete()
    for order, question in enumerate((question for question in unpaired if question.pk in kept), last + 1):
        question.paper, question.order = paper, order
        question.unpaired_since = question.unpaired_since or timezone.now()
        question.save(update_fields=["paper", "order", "unpaired_since"])


def _save_choices(paper: BackgroundPaper, origin: str, name: str, texts: dict[str, str], choices: list[str]) -> None:
    """Fields and calls are lists that every issue and every answer may carry; choices of one name stay the same row."""
    tick_list = paper.event.tick_lists.filter(origin=origin).first()
    if tick_list is None:
        if not choices:
            return
        order = paper.event.tick_lists.count()
        tick_list = TickList.objects.create(
            event=paper.event, name=name, texts=texts, origin=origin, on_issues=True, on_answers=True, order=order
        )
    existing = {choice.name: choice for choice in tick_list.choices.all()}
    for order, words in enumerate(choices):
        choice = existing.pop(words[:600], None) or TickChoice(tick_list=tick_list, name=words[:600])
        choice.order = order
        choice.save()
    for order, choice in enumerate(existing.values(), len(choices)):
        if paper.replaces_id and not is_ticked(choice):
            choice.delete()
        else:
            TickChoice.objects.filter(pk=choice.pk).update(order=order)


def _save_sessions(paper: BackgroundPaper, codes: list[str]) -> None:
    if paper.replaces_id:
        paper.event.sessions.filter(paper=paper.replaces_id).update(paper=paper)
    for code in codes:
        session, made = paper.event.sessions.get_or_create(
            code=code[:30], defaults={"title": paper.title, "paper": paper}
        )
        # A session of another paper keeps it: its tables may have answered those questions.
        if not made and session.paper_id is None:
            session.paper = paper
            session.title = session.title or paper.title
            session.save(update_fields=["paper", "title"])
