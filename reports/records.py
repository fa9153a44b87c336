"""Records of compiled reports: kept as what was presented, withheld when a point in them was taken back.

The bytes stand in the database, so that every machine gives out the same and a backup holds them; in pieces, since one
long write would keep every edit of the hall waiting.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pga.live.holding import hold
from regions.models import Region
from reports.choices import Choices, Sheet
from reports.compiling import Made, Overtaken
from reports.models import RecordPiece, ReportRecord
from reports.queries import leaving_docs, there_docs
from sessions.models import DiscussionSession, GuidingQuestion

PIECE = 200_000
MOST_MISSING = 400
UNFINISHED_FOR = timedelta(minutes=10)


def record(made: Made, *, by: str) -> ReportRecord:
    """Keep a report. Equal bytes of equal choices are the record that is already there.

    The row is there before the bytes, and last of all the points are looked for once more, while nobody can erase any:
    an erasure finds the record, or the record finds the erasure.
    """
    digest = hashlib.sha256(made.pdf).hexdigest()
    if found := _same(made, digest):
        return found
    row = _begin(made, digest, by)
    for order, start in enumerate(range(0, len(made.pdf), PIECE)):
        RecordPiece.objects.create(record=row, order=order, content=made.pdf[start : start + PIECE])
    if not _finish(row, made):
        raise Overtaken
    return row


def _same(made: Made, digest: str) -> ReportRecord | None:
    rows = ReportRecord.objects.filter(session=made.choices.sessions[0], sha256=digest, finished=True, gone_at=None)
    return next((row for row in rows if row.choices == made.choices.kept()), None)


@transaction.atomic
def _begin(made: Made, digest: str, by: str) -> ReportRecord:
    """The next number, under the lock of the session's row."""
    session = DiscussionSession.objects.select_for_update().filter(pk=made.choices.sessions[0]).first()
    if session is None:
        raise Overtaken
    # Left by a power cut.
    ReportRecord.objects.filter(session=session, finished=False, made_at__lt=timezone.now() - UNFINISHED_FOR).delete()
    last = ReportRecord.objects.filter(session=session).aggregate(last=Max("number"))["last"] or 0
    return ReportRecord.objects.create(
        session=session,
        number=last + 1,
        made_at=timezone.now(),
        made_by=by[:200],
        choices=made.choices.kept(),
        state=made.state,
        docs=sorted(made.docs),
        sha256=digest,
        octets=len(made.pdf),
        pages=made.pages,
        attributed=made.attributed,
        missing=made.missing[:MOST_MISSING],
    )


@transaction.atomic
def _finish(row: ReportRecord, made: Made) -> bool:
    hold("table", sorted({int(doc.partition(":")[0]) for doc in made.docs}))
    if not made.docs <= there_docs(*made.choices.sessions):
        row.delete()
        return False
    row.finished = True
    row.save(update_fields=["finished"])
    return True


def records_of(session: DiscussionSession) -> list[ReportRecord]:
    """The session's records, the newest first."""
    rows = ReportRecord.objects.filter(session=session, finished=True).select_related("session__event")
    return list(rows.order_by("-number"))


def content_of(row: ReportRecord) -> bytes:
    """The report, byte for byte."""
    return b"".join(bytes(piece.content) for piece in row.pieces.all())


class RecordLine(NamedTuple):
    """A record in a list: whether it is withheld, and what was chosen, in words."""

    record: ReportRecord
    held: bool
    said: list[str]


def lines_of(rows: Sequence[ReportRecord]) -> list[RecordLine]:
    """Records with what their line says."""
    event = rows[0].session.event_id if rows else 0
    regions = {region.pk: region.shown_name for region in Region.objects.filter(event=event)}
    codes = dict(DiscussionSession.objects.filter(event=event).values_list("pk", "code"))
    asked = [row.choices["question"] for row in rows if row.choices["question"]]
    labels = {question.pk: question.full_label for question in GuidingQuestion.objects.filter(pk__in=asked)}
    return [
        RecordLine(row, held, list(_said(Choices.of_kept(row.choices), regions, codes, labels)))
        for row, held in zip(rows, _withheld(rows), strict=True)
    ]


def _said(
    choices: Choices, regions: Mapping[int, str], codes: Mapping[int, str], labels: Mapping[int, str]
) -> Iterator[str]:
    if len(choices.sessions) > 1:
        yield _("sessions %(codes)s") % {"codes": ", ".join(codes.get(pk, "–") for pk in choices.sessions)}
    if choices.region:
        yield regions.get(choices.region, "–")
    if choices.question:
        yield _("question %(label)s") % {"label": labels.get(choices.question) or "–"}
    if choices.summary:
        yield _("summary only")
    if choices.sheet != Sheet.A4:
        yield str(Sheet(choices.sheet).label)
    yield str(dict(settings.LANGUAGES).get(choices.language, choices.language))


def withheld(row: ReportRecord) -> bool:
    """Whether it holds what may not be shown by now: a point that was taken back, or names that the event hides."""
    return next(_withheld([row]))


def _withheld(rows: Sequence[ReportRecord]) -> Iterator[bool]:
    leaving: dict[tuple[int, ...], frozenset[str]] = {}
    for row in rows:
        sessions = Choices.of_kept(row.choices).sessions
        if sessions not in leaving:
            leaving[sessions] = leaving_docs(*sessions)
        named = row.attributed and not row.session.event.attribution_allowed
        yield named or not leaving[sessions].issuperset(row.docs)


def drop_bytes(table_id: int, keys: Collection[str]) -> None:
    """Destroy the bytes of records that hold these points, or any point of the table where none is named."""
    docs = {f"{table_id}:{key}" for key in keys}
    event = DiscussionSession.objects.filter(tables=table_id).values_list("event_id", flat=True).first()
    for row in ReportRecord.objects.filter(session__event=event).exclude(docs=[]).order_by("pk"):
        if docs.intersection(row.docs) if docs else any(doc.startswith(f"{table_id}:") for doc in row.docs):
            row.pieces.all().delete()
            row.gone_at, row.docs, row.missing = timezone.now(), [], ""
            row.save(update_fields=["gone_at", "docs", "missing"])
