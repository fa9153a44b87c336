"""The sample event's synthesis, begun: what runs through the session is written, the rest is still a draft."""

from typing import Any

from pga.live import journal, projector
from pga.live.clock import clock_now
from plenary import synthesis_vocabulary as words
from plenary.access import Watch
from plenary.synthesis_access import synthesis_laptop
from plenary.synthesis_points import points_beside
from regions.commands import text_update

WHOLE = (
    "Almost everywhere there is law, and almost nowhere is it kept. What the tables ask for is not another promise but "
    "that somebody looks.\n\n"
    "Whoever has no papers cannot complain, and whoever complains loses the papers {0}. So the first step is the same "
    "in every region: a door to knock at that is not the employer's and not the border's {1}."
)


def write_sample_synthesis(watch: Watch) -> None:
    """Write as a laptop would, resting on the first two points that are starred."""
    beside = [one for one in points_beside(watch.session, words.WHOLE, None).points if one.is_starred][:2]
    if len(beside) < 2:
        return
    edits: list[dict[str, Any]] = []
    for one in beside:
        edits += [{"doc": one.key, "set": "of", "value": one.of}, {"doc": one.key, "set": "seen", "value": one.seen}]
    edits.append({"doc": words.WHOLE, "text": text_update(WHOLE.format(*(one.token for one in beside)))})
    for n, edit in enumerate(edits, 1):
        edit |= {"id": n, "at": clock_now()}
    journal.append(words.KIND, watch.session.pk, synthesis_laptop(watch, {}).grant, edits)
    projector.project_now(words.KIND, watch.session.pk)
