"""What the edit door may do at a table, and the same for who writes without a browser.

The door calls nothing else of this app.
"""

import secrets
import string
from collections.abc import Mapping, Sequence
from typing import Any

from pga.live.merging import update_typing
from pga.live.registry import Merged, ScopeKey
from regions import late, projection, vocabulary
from regions.access import table_key
from regions.standing import standing

_LETTERS = string.ascii_letters + string.digits


class TableScopes:
    """The tables' notebooks, as the edit door knows them."""

    kind = "table"

    def key_of(self, scope_id: int) -> ScopeKey | None:
        """Key, generation, grants put out and laptops' names of a table."""
        return table_key(scope_id)

    def check(self, doc: str, command: Mapping[str, Any]) -> dict[str, Any]:
        """See `regions.vocabulary`."""
        return vocabulary.check(doc, command)

    def reduce(self, registers: dict[str, Any], command: Mapping[str, Any], laptop: str, clock: int) -> dict[str, Any]:
        """See `regions.vocabulary`."""
        return vocabulary.reduce(registers, command, laptop, clock)

    def withdraws(self, command: Mapping[str, Any]) -> bool:
        """What takes a point back is never late, nor what was said about a wording: neither changes what is shown."""
        return vocabulary.withdraws(command) or vocabulary.is_quiet(command)

    def is_quiet(self, command: Mapping[str, Any]) -> bool:
        """See `regions.vocabulary`."""
        return vocabulary.is_quiet(command)

    def standing(self, scope_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
        """See `regions.standing`."""
        return standing(scope_ids)

    def project(self, changes: Mapping[int, Sequence[Merged]]) -> None:
        """Write answers and issues, inside the projector's transaction."""
        projection.project(changes)

    def project_late(self, scope_id: int, docs: Sequence[str], versions: Sequence[Merged]) -> None:
        """Write late points, inside the projector's transaction."""
        late.project(scope_id, docs, versions)


def new_key(sort: str) -> str:
    """A new document's id: `a` (answer) or `i` (issue) and 21 letters, 125 random bits."""
    return sort + "".join(secrets.choice(_LETTERS) for _ in range(21))


def text_update(text: str) -> bytes:
    """The update that types `text` into a new document."""
    return update_typing(text)
