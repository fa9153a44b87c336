"""The bare fact of an erasure, and the lowest step of erasing an event."""

from django.db import transaction

from pga.live import erasing
from sessions.models import BackgroundPaper, Erasure, Event, GuidingQuestion, Organizer


def note(kind: Erasure.Kind, target: int, organizer: Organizer | None = None) -> None:
    """Note that something was erased, inside its transaction; after the commit the words' room is given back."""
    Erasure.objects.create(kind=kind, target=target, by_organizer=organizer.pk if organizer else None)
    transaction.on_commit(scrub, robust=True)


def scrub() -> bool:
    """Give back the room in which erased words stood, where that was not done yet; whether none is left."""
    waiting = list(Erasure.objects.filter(scrubbed=False))
    if not waiting:
        return True
    wholly = any(one.kind != Erasure.Kind.POINT for one in waiting)
    done = erasing.scrub(wholly=wholly)
    if done:
        Erasure.objects.filter(pk__in=[one.pk for one in waiting]).update(scrubbed=True)
    return done


def erase_event(*, event: Event, organizer: Organizer | None = None) -> None:
    """Erase an event that has no table and no link any more: sessions, questions, tick lists, papers, itself."""
    note(Erasure.Kind.EVENT, event.pk, organizer)
    event.sessions.all().delete()
    questions = GuidingQuestion.objects.filter(paper__event=event)
    questions.update(parent=None)
    questions.delete()
    event.tick_lists.all().delete()
    papers = BackgroundPaper.objects.filter(event=event)
    papers.update(replaces=None)
    papers.delete()
    event.delete()
