"""Which clocks of which clients: ranges that grow together, and whether they hold others."""

from bisect import bisect_right
from collections.abc import Iterable

from pga.live.updates import Span


class Spans:
    """Clocks by client, as ranges in order that do not touch."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._ranges: dict[int, list[tuple[int, int]]] = {}
        self._loose: set[int] = set()
        self.add(spans)

    def add(self, spans: Iterable[Span]) -> None:
        """Hold these too."""
        for span in spans:
            self._ranges.setdefault(span.client, []).append((span.start, span.end))
            self._loose.add(span.client)

    def hold(self, span: Span) -> bool:
        """Whether all clocks of the span are here."""
        ranges = self._joined(span.client)
        n = bisect_right(ranges, span.start, key=lambda one: one[0]) - 1
        return n >= 0 and ranges[n][1] >= span.end

    def _joined(self, client: int) -> list[tuple[int, int]]:
        if client in self._loose:
            self._loose.discard(client)
            joined: list[tuple[int, int]] = []
            for start, end in sorted(self._ranges[client]):
                if joined and start <= joined[-1][1]:
                    joined[-1] = (joined[-1][0], max(joined[-1][1], end))
                else:
                    joined.append((start, end))
            self._ranges[client] = joined
        return self._ranges.get(client, [])
