"""What the organizer's pages read."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from sessions.models import BackgroundPaper, Event, GuidingQuestion, Organizer


def events_of(organizer: Organizer) -> QuerySet[Event]:
    """The organizer's events with their sessions: two queries."""
    return Event.objects.of_organizer(organizer.pk).prefetch_related("sessions")


def overview(event: Event) -> dict[str, Any]:
    """Sessions with their number of tables, papers with their questions, tick lists: four queries."""
    return {
        "sessions": event.sessions.select_related("paper").annotate(table_count=Count("tables")),
        # A paper that a corrected one has replaced has handed its questions over.
        "papers": event.papers.annotate(question_count=Count("questions"))
        .exclude(Exists(BackgroundPaper.objects.filter(replaces=OuterRef("pk")).exclude(confirmed_at=None)))
        .order_by("created_at"),
        "tick_lists": event.tick_lists.annotate(choice_count=Count("choices")),
    }


def questions_of(paper: BackgroundPaper) -> list[GuidingQuestion]:
    """Questions, each followed by its parts, with their tick lists."""
    rows = list(
        paper.questions.select_related("parent").prefetch_related("question_tick_lists__tick_list").order_by("order")
    )
    tops = [row for row in rows if row.parent_id is None]
    return [row for top in tops for row in (top, *(part for part in rows if part.parent_id == top.pk))]
