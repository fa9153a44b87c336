"""What somebody in front did, as a sentence in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.models import Activity
from sessions.models import Erasure, GuidingQuestion

D = Activity.Deed
Shape = tuple[Activity.Deed, bool, bool]

# By deed, whether it was at one table, and whether it was about a question.
_SENTENCES: Mapping[Shape, object] = {
    (D.CLOSED, False, False): gettext_lazy("%(who)s closed the session"),
    (D.REOPENED, False, False): gettext_lazy("%(who)s opened the session again; what came late was taken in"),
    (D.TOOK_IN, True, False): gettext_lazy("%(who)s took in what came late from table %(table)s"),
    (D.ANNOUNCED, False, False): gettext_lazy("%(who)s announced: %(words)s"),
    (D.ANNOUNCED, True, False): gettext_lazy("%(who)s announced to table %(table)s: %(words)s"),
    (D.CLOCK_SET, False, False): gettext_lazy("%(who)s set the countdown: %(words)s"),
    (D.CLOCK_SET, False, True): gettext_lazy("%(who)s set the countdown of question %(question)s: %(words)s"),
    (D.CLOCK_STOPPED, False, False): gettext_lazy("%(who)s stopped the countdown"),
    (D.CLOCK_STOPPED, False, True): gettext_lazy("%(who)s stopped the countdown of question %(question)s"),
    (D.QUESTION_CLOSED, False, False): gettext_lazy("%(who)s closed a question"),
    (D.QUESTION_CLOSED, False, True): gettext_lazy("%(who)s closed question %(question)s"),
    (D.QUESTION_CLOSED, True, True): gettext_lazy("%(who)s closed question %(question)s at table %(table)s"),
    (D.QUESTION_OPENED, False, False): gettext_lazy("%(who)s opened a question"),
    (D.QUESTION_OPENED, False, True): gettext_lazy("%(who)s opened question %(question)s"),
    (D.QUESTION_OPENED, True, True): gettext_lazy("%(who)s opened question %(question)s at table %(table)s"),
    (D.CALL_TAKEN, True, False): gettext_lazy("%(who)s answered the call of table %(table)s"),
    (D.STARRED, True, False): gettext_lazy("%(who)s starred a point of table %(table)s"),
    (D.STARRED, True, True): gettext_lazy("%(who)s starred a point of table %(table)s to question %(question)s"),
    (D.UNSTARRED, True, False): gettext_lazy("%(who)s took the star from a point of table %(table)s"),
    (D.RELEASED, True, False): gettext_lazy("%(who)s released a point of table %(table)s to the wall"),
    (D.WITHHELD, True, False): gettext_lazy("%(who)s took a point of table %(table)s off the wall"),
    (D.REREAD, True, False): gettext_lazy("%(who)s read the new words of a starred point of table %(table)s"),
    (D.REORDERED, False, False): gettext_lazy("%(who)s changed the order of the stars"),
    (D.LINK_MADE, False, False): gettext_lazy("%(who)s made the link %(words)s"),
    (D.LINK_RENEWED, False, False): gettext_lazy("%(who)s renewed the link %(words)s"),
    (D.LINK_REVOKED, False, False): gettext_lazy("%(who)s revoked the link %(words)s"),
}


def sentence_of(deed: Activity) -> str:
    """Who did what; names in a direction of their own. Never a table's words."""
    said = _sentence(deed.deed, at_table=deed.table is not None, asked=deed.question is not None)
    return said % {
        "who": isolated(doer(deed)),
        "table": deed.table.number if deed.table else "",
        "question": isolated(_label(deed.question)) if deed.question else "",
        "words": isolated(deed.words),
        "deed": deed.get_deed_display(),
    }


def _sentence(deed: str, *, at_table: bool, asked: bool) -> str:
    """The one that says most of what is known; a question or a table may be gone."""
    kind = Activity.Deed(deed)
    for shape in ((kind, at_table, asked), (kind, at_table, False), (kind, False, asked), (kind, False, False)):
        if shape in _SENTENCES:
            return str(_SENTENCES[shape])
    return _("%(who)s: %(deed)s")


def erasure_sentence(erasure: Erasure, *, table: int, who: str) -> str:
    """That something was erased: no more is known of it. `who` is empty for a table's own laptop."""
    said = {"who": isolated(who), "table": table}
    if erasure.kind == Erasure.Kind.TABLE:
        if who:
            return _("%(who)s erased all notes of table %(table)s") % said
        return _("All notes of table %(table)s were erased") % said
    return _("A point of table %(table)s was erased") % said


def doer(deed: Activity) -> str:
    """Whose link it was by, or which organizer's deed."""
    if deed.link:
        return deed.link.name
    return deed.organizer.get_full_name() or deed.organizer.username if deed.organizer else _("An organizer")


def _label(question: GuidingQuestion) -> str:
    return question.full_label or question.name


def isolated(name: str) -> str:
    """With a direction of its own inside a sentence of another."""
    return f"\u2068{name}\u2069" if name else ""
