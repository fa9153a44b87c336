"""Refusals of the cellar, each with a status and a sentence that a person understands."""

from django.utils.translation import gettext_noop

# What a person at a laptop may meet, as the catalogue of the interface knows it.
CLOSED = gettext_noop("This session is closed. The words stay on this laptop; ask the organizer to open it again.")
NOT_JOINED = gettext_noop("This laptop has not joined here. Scan the card again.")
JOINED_ANEW = gettext_noop("This laptop has joined anew in another window. Reload this page.")
REVOKED = gettext_noop("This link was revoked. Ask the organizer for a new card.")
PUT_OUT = gettext_noop("This laptop was put out by the organizer.")
ERASED = gettext_noop("This point was erased.")
ERASED_HERE = gettext_noop(
    "The notes of this table were erased. Nothing of them is left here, and this laptop deletes its copy."
)
ONLY_READS = gettext_noop("Here this laptop may read, not write.")
TOO_LONG = gettext_noop("This point has become too long. Go on in a new one.")
TOO_OFTEN = gettext_noop("This point was changed in too many places. Go on in a new one.")
TOO_MANY_MARKS = gettext_noop("This point carries more marks than a point can.")
TOO_FAST = gettext_noop("This laptop sends faster than anybody types. It is tried again in a moment.")
FULL = gettext_noop("There is no room for more here. The words stay on this laptop; tell the organizer.")
TOO_LONG_A_NOTE = gettext_noop("This is longer than a note can be.")
DAMAGED = gettext_noop("A text came damaged.")
UNKNOWN_CHANGE = gettext_noop("The server does not know this kind of change.")
UNFIT_CHANGE = gettext_noop("A change came with a value that it cannot have.")
NOT_TAKEN = gettext_noop("A text came in a form that the server does not take.")
SENTENCES = (
    CLOSED,
    NOT_JOINED,
    JOINED_ANEW,
    REVOKED,
    PUT_OUT,
    ERASED,
    ERASED_HERE,
    ONLY_READS,
    TOO_LONG,
    TOO_OFTEN,
    TOO_MANY_MARKS,
    TOO_FAST,
    FULL,
    TOO_LONG_A_NOTE,
    DAMAGED,
    UNKNOWN_CHANGE,
    UNFIT_CHANGE,
    NOT_TAKEN,
)


class Refused(Exception):
    """An edit or a request that is not taken; `status` is an HTTP status, `why` a sentence."""

    def __init__(self, status: int, why: str, **extra: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.extra = extra
