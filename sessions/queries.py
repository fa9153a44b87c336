"""What the organizer's pages read."""

from typing import Any

from django.db.models import Count, QuerySet

from sessions.models import BackgroundPaper, Event, GuidingQuestion, Organizer


def events_of(organizer: Organizer) -> QuerySet[Event]:
    """The organizer's events with their sessions: two queries."""
    return Event.objects.of_organizer(organizer.pk).prefetch_related("sessions")


def overview(event: Event) -> dict[str, Any]:
    """Sessions with their number of tables, papers with their questions, tick lists: four queries."""
    return {
        "sessions": event.sessions.select_related("paper").annotate(table_count=Count("tables")),
        "papers": event.papers.annotate(question_count=Count("questions")).order_by("created_at"),
        "tick_lists": event.tick_lists.annotate(choice_count=Count("choices")),
    }


def questions_of(paper: BackgroundPaper) -> list[GuidingQuestion]:
    """Questions, each followed by its parts, with their tick lists."""
    rows = list(
        paper.questions.select_related("parent").prefetch_related("question_tick_lists__tick_list").order_by("order")
    )
    tops = [row for row in rows if row.parent_id is None]
    return [row for top in tops for row in (top, *(part for part in rows if part.parent_id == top.pk))]
