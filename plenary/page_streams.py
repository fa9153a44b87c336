"""Streams of one session for pages of one sort, one for each language; a frame is rendered once for all its readers."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language

from pga.live.hub import hub
from pga.live.registry import register_stream

Authorize = Callable[[int, Mapping[str, str]], str | None]
Hello = Callable[[int], Sequence[bytes]]

# What was read before a point was withdrawn must not be sent after what was read since.
_rendering = threading.Lock()
# By channel and key what was sent last, where only what is new is sent; forgotten when somebody begins to listen.
_last: dict[str, dict[str, bytes]] = defaultdict(dict)


def languages() -> list[str]:
    """Codes of the languages in which pages are rendered."""
    return [code.partition("-")[0] for code, _name in settings.LANGUAGES]


def active_language() -> str:
    """The one in which the present page is rendered."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


class PageStream:
    """A stream that any page of this sort opens."""

    def __init__(self, name: str, language: str, authorize: Authorize, hello: Hello) -> None:
        self.kind, self._language = f"{name}{language}", language
        self._authorize, self._hello = authorize, hello

    def authorize(self, stream_id: int, cookies: Mapping[str, str]) -> str | None:
        """By which right this reader listens."""
        return self._authorize(stream_id, cookies)

    def hello(self, stream_id: int, since: int) -> Sequence[bytes]:
        """What makes the page whole."""
        _last.pop(f"{self.kind}:{stream_id}", None)
        with translation.override(self._language):
            return self._hello(stream_id)


def serve(name: str, authorize: Authorize, hello: Hello) -> None:
    """Serve such a stream in every language."""
    for language in languages():
        register_stream(PageStream(name, language, authorize, hello))


def listened(name: str, session_id: int) -> bool:
    """Whether anybody here looks at such a page."""
    return any(hub.listened(f"{name}{language}:{session_id}") for language in languages())


def correct(names: Sequence[str], session_id: int, key: str, render: Callable[[], bytes]) -> None:
    """Send at once what `render` makes, in the language of each reader."""
    for channels in _heard(names, session_id):
        with _rendering, translation.override(channels.language):
            frame = render()
            for channel in channels.names:
                hub.correct(channel, key, frame)


def show(
    names: Sequence[str], session_id: int, key: str, render: Callable[[], bytes], *, only_new: bool = False
) -> None:
    """The same, at most twice a second; where `only_new`, not what was sent last."""
    for channels in _heard(names, session_id):
        with _rendering, translation.override(channels.language):
            frame = render()
            for channel in channels.names:
                if not only_new or _last[channel].get(key) != frame:
                    _last[channel][key] = frame
                    hub.show(channel, key, frame)


class _Channels(NamedTuple):
    language: str
    names: list[str]


def _heard(names: Sequence[str], session_id: int) -> Iterator[_Channels]:
    """Channels to which somebody listens, by language."""
    for language in languages() if hub.serving else []:
        channels = [f"{name}{language}:{session_id}" for name in names]
        heard = [channel for channel in channels if hub.listened(channel)]
        if heard:
            yield _Channels(language, heard)
