"""A background paper on its way in: taken, read into a draft, mended."""

from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sessions import drafts
from sessions.actions.confirming import AlreadyConfirmed
from sessions.actions.events import add_event
from sessions.models import BackgroundPaper, DiscussionSession, Event, Organizer
from sessions.proposals import choose_list, pair_with, read_draft


@transaction.atomic
def take_paper(
    *, event: Event, file_name: str, content: bytes, replaces: BackgroundPaper | None = None, names_event: bool = False
) -> BackgroundPaper:
    """Read a paper into a draft. A paper for sessions that have one already is a correction of that one.

    Raises PaperUnreadable with a sentence for the organizer.
    """
    draft = {**read_draft(file_name, content), "names_event": names_event}
    replaces = replaces or _paper_of_same_sessions(event, draft)
    if replaces:
        draft["items"] = pair_with(replaces, draft["items"])
    return BackgroundPaper.objects.create(
        event=event, file_name=PurePath(file_name).name[:200], content=content, proposal=draft, replaces=replaces
    )


@transaction.atomic
def event_from_paper(*, organizer: Organizer, file_name: str, content: bytes, name: str = "") -> BackgroundPaper:
    """A new event with its first paper; the paper names the event unless the organizer did."""
    event = add_event(organizer=organizer, name=name or _("New event"))
    paper = take_paper(event=event, file_name=file_name, content=content, names_event=not name)
    found = [item.text for item in drafts.load(paper.proposal["items"]) if item.sort == "event"]
    if not name:
        event.name = (" ".join(found) or PurePath(file_name).stem)[:300]
        event.save(update_fields=["name"])
    return paper


def _paper_of_same_sessions(event: Event, draft: dict[str, Any]) -> BackgroundPaper | None:
    codes = [item.text for item in drafts.load(draft["items"]) if item.sort == "code"]
    sessions = DiscussionSession.objects.filter(event=event, code__in=codes).exclude(paper=None)
    session = sessions.select_related("paper").first()
    return session.paper if session else None


@transaction.atomic
def mend_paper(
    paper: BackgroundPaper, *, key: int, do: str, fields: dict[str, Any] | None = None, sort: str = ""
) -> bool:
    """Keep what was typed in an item, then do what was asked; False if that was not possible (the words are kept)."""
    items = drafts.pair_once(drafts.change(_draft_to_mend(paper), key, fields or {}), key)
    try:
        mended, done = _mended(items, key, do, sort), True
    except drafts.NothingToDo:
        mended, done = items, False
    _keep(paper, mended)
    return done


def _mended(items: list[drafts.Item], key: int, do: str, sort: str) -> list[drafts.Item]:
    if do in {"up", "down"}:
        return drafts.move(items, key, -1 if do == "up" else 1)
    if do == "split":
        return drafts.split(items, key)
    if do == "merge":
        return drafts.merge(items, key)
    if do == "turn" and sort in drafts.SORTS:
        return drafts.turn(items, key, sort)
    return items


@transaction.atomic
def renumber_paper(paper: BackgroundPaper) -> None:
    """Label the questions 1, 2, 3 and their parts a, b, c."""
    _keep(paper, drafts.renumber(_draft_to_mend(paper)))


@transaction.atomic
def add_to_paper(paper: BackgroundPaper, *, sort: str, text: str) -> None:
    """Something that the paper does not say."""
    _keep(paper, drafts.add(_draft_to_mend(paper), sort, text))


@transaction.atomic
def choose_questions(paper: BackgroundPaper, *, number: int) -> None:
    """Take another list of the paper for its questions; what was mended elsewhere stays."""
    items = choose_list(paper, _draft_to_mend(paper), number)
    if paper.replaces:
        items = drafts.load(pair_with(paper.replaces, drafts.dump(items)))
    _keep(paper, items)


def _draft_to_mend(paper: BackgroundPaper) -> list[drafts.Item]:
    """The items as they are now, whoever mended them last."""
    locked = BackgroundPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.confirmed_at:
        raise AlreadyConfirmed(paper.pk)
    paper.proposal = locked.proposal
    return drafts.load(locked.proposal["items"])


def _keep(paper: BackgroundPaper, items: list[drafts.Item]) -> None:
    paper.proposal["items"] = drafts.dump(items)
    paper.save(update_fields=["proposal"])


def remove_paper(paper: BackgroundPaper) -> bool:
    """Take a paper away that was never confirmed; whether it was taken away."""
    removed, _rows = BackgroundPaper.objects.filter(pk=paper.pk, confirmed_at=None).delete()
    return bool(removed)
