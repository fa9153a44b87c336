"""What apps above register: kinds of scopes that the edit door serves, kinds of streams that pages listen to."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol


class Closed(NamedTuple):
    """When a scope was closed, and until when copies may stay on laptops; in ms since 1970."""

    at: int
    until: int


class ScopeKey(NamedTuple):
    """What the door needs to know of a scope.

    Key and generation of its grants, grants put out, whether it takes edits, laptops' names by grant, grants that may
    only read. Grants of a
    generation below `erased_below` were erased with their words; of an erased scope there is no signing key left.
    """

    signing_key: str
    generation: int
    put_out: frozenset[str] = frozenset()
    open: bool = True
    names: Mapping[str, str] = {}
    closed: Closed | None = None
    erased_below: int = 0
    readers: frozenset[str] = frozenset()


class Merged(NamedTuple):
    """A document as the projector merged it; times in ms, `state` the text's bytes.

    `text_only`: nothing but its text has changed since it was last projected.
    """

    doc: str
    text: str
    state: bytes
    registers: dict[str, Any]
    first_at: int
    last_at: int
    text_only: bool = False


class ScopeKind(Protocol):
    """One kind of scope."""

    kind: str

    def key_of(self, scope_id: int) -> ScopeKey | None:
        """The scope's key, or None if there is no such scope. Reads the database."""

    def check(self, doc: str, command: Mapping[str, Any]) -> dict[str, Any]:
        """The command as it is kept; raises Refused for what the vocabulary does not know. Pure."""

    def reduce(self, registers: dict[str, Any], command: Mapping[str, Any], laptop: str, clock: int) -> dict[str, Any]:
        """The registers after the command. Pure, commutative, idempotent."""

    def withdraws(self, command: Mapping[str, Any]) -> bool:
        """Whether the command counts at once even where it comes late: it takes something back, or is quiet. Pure."""

    def is_quiet(self, command: Mapping[str, Any]) -> bool:
        """Whether the command leaves what was written as it is, so that it is no change of the document. Pure."""

    def standing(self, scope_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
        """What laptops of these scopes are told at every connection and after each change. Reads the database."""

    def project(self, changes: Mapping[int, Sequence[Merged]]) -> None:
        """Write the projections of changed documents, by scope id, inside the projector's transaction."""

    def project_late(self, scope_id: int, docs: Sequence[str], versions: Sequence[Merged]) -> None:
        """Write how these documents would be with what came late to them; those without a version have nothing late."""


class StreamKind(Protocol):
    """A stream that an app feeds itself through `hub.show`."""

    kind: str

    def authorize(self, stream_id: int, cookies: Mapping[str, str]) -> str | None:
        """A key that stays equal while this reader may listen, or None. Reads the database."""

    def hello(self, stream_id: int, since: int) -> Sequence[bytes]:
        """Frames that make the page whole on every (re)connection. Reads the database.

        `since`: the id of the last frame that the page has (ids are the app's own), or what its address says; else 0.
        """


class Beside(Protocol):
    """Something of an app's own that runs while the process serves."""

    def start(self) -> None:
        """Begin; called in the event loop's thread."""

    def stop(self) -> None:
        """End."""


_scopes: dict[str, ScopeKind] = {}
_streams: dict[str, StreamKind] = {}
beside: list[Beside] = []


def register(kind: ScopeKind) -> None:
    """Serve scopes of this kind at the edit door."""
    _scopes[kind.kind] = kind


def register_stream(kind: StreamKind) -> None:
    """Serve streams of this kind."""
    _streams[kind.kind] = kind


def register_beside(one: Beside) -> None:
    """Let it run while the process serves."""
    if one not in beside:
        beside.append(one)


def scope_kind(kind: str) -> ScopeKind | None:
    """The registered kind of scope."""
    return _scopes.get(kind)


def stream_kind(kind: str) -> StreamKind | None:
    """The registered kind of stream."""
    return _streams.get(kind)
