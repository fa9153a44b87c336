"""What the organizer's pages read."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from sessions.models import BackgroundPaper, DiscussionSession, Event, GuidingQuestion, Organizer, TickList


def events_of(organizer: Organizer) -> QuerySet[Event]:
    """The organizer's events with their sessions: two queries."""
    return Event.objects.of_organizer(organizer.pk).prefetch_related("sessions")


def overview(event: Event) -> dict[str, Any]:
    """Sessions with their number of tables, papers with their questions: two queries."""
    return {
        "sessions": event.sessions.select_related("paper").annotate(table_count=Count("tables")),
        # A paper that a corrected one has replaced has handed its questions over.
        "papers": event.papers.annotate(question_count=Count("questions")).exclude(_replaced()).order_by("created_at"),
    }


def questions_of(paper: BackgroundPaper) -> list[GuidingQuestion]:
    """Questions, each followed by its parts, with their tick lists."""
    rows = list(
        paper.questions.select_related("parent").prefetch_related("question_tick_lists__tick_list").order_by("order")
    )
    tops = [row for row in rows if row.parent_id is None]
    return [row for top in tops for row in (top, *(part for part in rows if part.parent_id == top.pk))]


def papers_in_use(event: Event) -> QuerySet[BackgroundPaper]:
    """Confirmed papers that no corrected one has replaced."""
    return event.papers.exclude(confirmed_at=None).exclude(_replaced())


def has_answers(session: DiscussionSession) -> bool:
    """Whether any table of the session has written anything that is placed."""
    return session.tables.filter(answers__question__isnull=False).exists()


def has_issues(paper: BackgroundPaper) -> bool:
    """Whether any table that answers this paper has named an issue."""
    return paper.sessions.filter(tables__issues__deleted=False).exists()


def has_words(tick_list: TickList) -> bool:
    """Whether any table has written under a list of free words."""
    key = str(tick_list.pk)
    for words in ("tables__answers__words", "tables__issues__words"):
        written = tick_list.event.sessions.filter(**{f"{words}__has_key": key}).values_list(words, flat=True)
        if any(found.get(key) for found in written):
            return True
    return False


def _replaced() -> Exists:
    return Exists(BackgroundPaper.objects.filter(replaces=OuterRef("pk")).exclude(confirmed_at=None))
