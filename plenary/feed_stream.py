"""What the feed's pages hear: each changed item, rendered once for all readers of a language; what is taken back."""

import threading
from collections.abc import Iterable, Mapping, Sequence

from django.template.loader import render_to_string
from django.utils import translation

from pga.live import notices
from pga.live.frames import frame
from pga.live.hub import hub
from pga.live.registry import register_stream
from plenary.access import stream_key
from plenary.feed import FeedItem, feed_page, item_id, items_of
from plenary.feed_filter import FeedFilter
from plenary.page_streams import languages
from plenary.whose import session_of
from regions.models import Answer
from regions.vocabulary import ISSUE
from regions.withdrawals import on_erasure, on_withdrawal
from sessions.models import DiscussionSession

ITEMS_AT_ONCE = 20
# As many as one notice carries.
KEYS_A_NOTICE = 200
# From reading an item until its frame is handed on: nobody takes it back in between and is then overtaken by it.
_showing = threading.Lock()


class FeedStream:
    """The feed of one session in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.kind = f"feed{language}"

    def authorize(self, stream_id: int, cookies: Mapping[str, str]) -> str | None:
        """See `plenary.access`."""
        return stream_key(stream_id, cookies)

    def hello(self, stream_id: int, since: int) -> Sequence[bytes]:
        """The newest items, and from where on they are all that there is."""
        session = DiscussionSession.objects.filter(pk=stream_id).first()
        if session is None:
            return []
        with translation.override(self.language):
            page = feed_page(session, FeedFilter())
            items = [{"id": item.id, "html": _html(item)} for item in page.items]
        return [frame("newest", {"items": items, "since": str(page.earlier or "")})]


def install() -> None:
    """Serve the streams, and tell them at once what is taken back."""
    for language in languages():
        register_stream(FeedStream(language))
    on_withdrawal(take_back)
    on_erasure(take_back)
    notices.on("taken_back", taken_back)


def show(changes: Mapping[int, Iterable[str]]) -> None:
    """Show what has changed at these tables to whoever looks, at most twice a second."""
    listened = [table for table in changes if (session := session_of(table)) and _listened(session)]
    keys = [(table, key) for table in listened for key in changes[table]]
    for start in range(0, len(keys), ITEMS_AT_ONCE):
        some = keys[start : start + ITEMS_AT_ONCE]
        with _showing:
            _show(items_of({table for table, _key in some}, [key for _table, key in some]))


def take_back(table_id: int, keys: Sequence[str]) -> None:
    """Some points may no longer be seen, here and in every other process; all of the table's where none is named."""
    for start in range(0, max(1, len(keys)), KEYS_A_NOTICE):
        notices.tell("taken_back", table_id, list(keys[start : start + KEYS_A_NOTICE]))


def taken_back(table_id: int, keys: Sequence[str]) -> None:
    """They disappear at once, with the points about issues among them."""
    session = session_of(table_id)
    if session is None or not _listened(session):
        return
    named = [key for key in keys if key.startswith(ISSUE)]
    about = Answer.objects.filter(table=table_id, issue__key__in=named, stays=False) if named else Answer.objects.none()
    gone = [item_id(table_id, key) for key in [*keys, *about.values_list("key", flat=True)]]
    with _showing:
        for language in languages():
            _gone(f"feed{language}:{session}", gone, table_id)


def _gone(channel: str, gone: Sequence[str], table_id: int) -> None:
    """At once, and what of them still waited to be shown is not."""
    for start in gone or [item_id(table_id, "")]:
        hub.forget(channel, start)
    hub.publish(channel, frame("gone", {"ids": gone} if gone else {"table": table_id}))


def _show(items: Sequence[FeedItem]) -> None:
    for language in languages():
        with translation.override(language):
            for item in items:
                channel = f"feed{language}:{item.table.session_id}"
                if hub.listened(channel):
                    hub.show(channel, item.id, frame("item", {"id": item.id, "html": _html(item)}))


def _html(item: FeedItem) -> str:
    return render_to_string("plenary/feed_item.html", {"item": item, "live": True})


def _listened(session_id: int) -> bool:
    return any(hub.listened(f"feed{language}:{session_id}") for language in languages())
