"""The sample event, set up from its paper the way that an organizer sets one up."""

from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from sessions.actions.confirming import confirm_paper
from sessions.actions.events import add_event
from sessions.actions.papers import take_paper
from sessions.actions.questions import change_question
from sessions.actions.tick_lists import ChoiceEntry, save_tick_list
from sessions.models import BackgroundPaper, DiscussionSession, Event, Organizer, TickList
from sessions.queries import questions_of
from sessions.sample_words import QUESTIONS, TICK_LISTS

PAPER = Path(__file__).with_name("sample_paper.md")


@transaction.atomic
def sample_setup(organizer: Organizer | None) -> list[DiscussionSession]:
    """Event, paper, questions with their roles, tick lists and words in four languages; its sessions, 1A first."""
    event = _event(organizer)
    paper = take_paper(event=event, file_name=PAPER.name, content=PAPER.read_bytes(), names_event=True)
    confirm_paper(paper)
    _set_questions_up(paper, _tick_lists(event))
    event.refresh_from_db()
    return list(event.sessions.select_related("event", "paper").order_by("code"))


def _event(organizer: Organizer | None) -> Event:
    day = timezone.localdate() + timedelta(days=7)
    if organizer is None:
        return Event.objects.create(name=PAPER.stem, day=day)
    return add_event(organizer=organizer, name=PAPER.stem, day=day)


def _tick_lists(event: Event) -> dict[str, TickList]:
    return {
        name: save_tick_list(
            event=event,
            name=name,
            texts=words.texts,
            kind=words.kind,
            choices=[ChoiceEntry(None, choice, texts) for choice, texts in words.choices],
        )
        for name, words in TICK_LISTS.items()
    }


def _set_questions_up(paper: BackgroundPaper, tick_lists: dict[str, TickList]) -> None:
    for question in questions_of(paper):
        words = QUESTIONS[question.full_label]
        names = ("short", "texts", "names_issues", "issue_limit", "per_issue", "recommends")
        change_question(
            question,
            changes={name: getattr(words, name) for name in names},
            tick_lists=[tick_lists[name] for name in words.tick_lists],
        )
