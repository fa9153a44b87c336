"""Keeping writers and projectors off some scopes for the length of a transaction."""

from collections.abc import Iterable

from pga.live.journal import locked
from pga.live.models import Projection


def hold(kind: str, scope_ids: Iterable[int]) -> None:
    """Until the commit nobody writes to these scopes or projects them.

    Taken before any lock on what was projected: a projector that holds its scope waits for nobody.
    """
    names = sorted(f"{kind}:{scope_id}" for scope_id in scope_ids)
    locked(names)
    Projection.objects.bulk_create([Projection(scope=name) for name in names], ignore_conflicts=True)
    list(Projection.objects.select_for_update().filter(scope__in=names).order_by("scope"))
