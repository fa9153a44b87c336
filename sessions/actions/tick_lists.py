"""Tick lists and their choices."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from sessions.models import Event, TickChoice, TickList
from sessions.queries import has_words


class ChoiceEntry(NamedTuple):
    """A choice as it should be; `pk` is None for a new one."""

    pk: int | None
    name: str
    texts: dict[str, str]


class ChoiceInUse(Exception):
    """Choices that somebody has ticked cannot be removed: their ticks would go with them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = list(names)


class WordsInUse(Exception):
    """Tables have written under this list of free words; it stays what it is."""


@transaction.atomic
def save_tick_list(
    *, event: Event, tick_list: TickList | None = None, choices: Iterable[ChoiceEntry], **fields: Any
) -> TickList:
    """Add or change a tick list. Choices keep their ids, since ticks hang on them."""
    if tick_list is None:
        tick_list = TickList.objects.create(event=event, order=event.tick_lists.count(), **fields)
    else:
        if fields.get("kind", tick_list.kind) != tick_list.kind:
            _keep_words(tick_list)
        for name, value in fields.items():
            setattr(tick_list, name, value)
        tick_list.save(update_fields=list(fields))
    _save_choices(tick_list, list(choices))
    return tick_list


def _save_choices(tick_list: TickList, entries: list[ChoiceEntry]) -> None:
    kept = [entry.pk for entry in entries if entry.pk is not None]
    _remove(tick_list.choices.exclude(pk__in=kept))
    existing = {choice.pk: choice for choice in tick_list.choices.all()}
    for order, entry in enumerate(entries):
        choice = existing.get(entry.pk or 0)
        if choice is None:
            TickChoice.objects.create(tick_list=tick_list, name=entry.name, texts=entry.texts, order=order)
        elif (choice.name, choice.texts, choice.order) != (entry.name, entry.texts, order):
            choice.name, choice.texts, choice.order = entry.name, entry.texts, order
            choice.save(update_fields=["name", "texts", "order"])


@transaction.atomic
def remove_tick_list(tick_list: TickList) -> None:
    """Take away a tick list that nobody has used."""
    _keep_words(tick_list)
    _remove(tick_list.choices.all())
    tick_list.delete()


def _keep_words(tick_list: TickList) -> None:
    if tick_list.kind == TickList.Kind.WORDS and has_words(tick_list):
        raise WordsInUse(tick_list.name)


def _remove(choices: Any) -> None:
    ticked = [choice.name for choice in choices if is_ticked(choice)]
    if ticked:
        raise ChoiceInUse(ticked)
    choices.delete()


def is_ticked(choice: TickChoice) -> bool:
    """Whether any answer or issue carries the choice."""
    return bool(choice.answer_ticks.exists() or choice.issue_ticks.exists())
