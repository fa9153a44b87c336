"""References to points: what a synthesis keeps of a table's words goes when the table takes them back."""

from collections.abc import Sequence

from django.db import transaction

from pga.live import notices
from plenary.models import SynthesisReference
from plenary.star_queries import points_at
from plenary.synthesis_vocabulary import KIND


@transaction.atomic
def forget_wordings(table_id: int, keys: Sequence[str] = ()) -> None:
    """Points of a table may no longer leave it: the wordings that were kept of them go. The reference says so.

    All of the table's references are looked at, since with an issue the points about it stay too.
    """
    rows = list(SynthesisReference.objects.filter(table=table_id).values_list("pk", "point", "session"))
    leaving = points_at([(table_id, point) for _pk, point, _session in rows]) if rows else {}
    gone = [(pk, session) for pk, point, session in rows if (table_id, point) not in leaving]
    if gone:
        SynthesisReference.objects.filter(pk__in=[pk for pk, _session in gone]).update(wording="")
        notices.stand(KIND, sorted({session for _pk, session in gone}))


def forget_all_wordings_that_stay() -> None:
    """The same at every table with a reference."""
    for table_id in (
        SynthesisReference.objects.exclude(wording="").order_by().values_list("table", flat=True).distinct()
    ):
        forget_wordings(table_id)


def forget_erased_wordings(table_id: int, keys: Sequence[str]) -> None:
    """Forget the wordings of these points, inside the transaction that erases them; of all of the table's if none."""
    rows = SynthesisReference.objects.filter(table=table_id)
    some = rows.filter(point__in=keys) if keys else rows
    some.update(wording="")
    notices.stand(KIND, sorted(set(rows.order_by().values_list("session", flat=True))))
