"""The history of a text of the synthesis, for whoever watches the session."""

from django.utils.translation import gettext as _

from pga.live import journal
from plenary.models import SynthesisLaptop
from plenary.synthesis_vocabulary import KIND, is_text
from regions.history import History, Telling, steps_of
from sessions.models import DiscussionSession


def text_history(
    session: DiscussionSession, key: str, *, reader: SynthesisLaptop, before: int | None = None
) -> History | None:
    """A page of steps that end before the row `before`; None if this is no text. Four queries."""
    if not is_text(key):
        return None
    laptops = SynthesisLaptop.objects.filter(session=session).select_related("link", "organizer")
    who = {laptop.grant: laptop.who for laptop in laptops}
    telling = Telling(
        deeds=lambda _before, _after, _is_first: [],
        who=lambda grant: who.get(grant) or _("A laptop that is not known here"),
        reader=reader.grant,
    )
    return steps_of(key, list(journal.rows_of(f"{KIND}:{session.pk}", key)), telling, before)
