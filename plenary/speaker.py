"""What the speaker of a session holds: what is said in two minutes, with the statements that it names."""

import re
from math import ceil
from typing import NamedTuple

from plenary.synthesis_queries import GONE, Reference, synthesis_of
from sessions.models import DiscussionSession

# Words that an even voice says in a minute.
A_MINUTE = 130
# Scripts that put no space between words, and how many of their letters take as long to say as a word:
# Chinese and Japanese; Thai, Lao, Burmese, Khmer.
_UNSPACED = (
    (re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), 1.5),
    (re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"), 5),
)
A_LINE = 30
# From so many words on the type is smaller, so that all of it stands on one page.
SIZES = ((150, "large"), (260, "medium"), (420, "small"))


class SpeakersPage(NamedTuple):
    """Paragraphs and statements; how long they take, in half minutes of speech, and in what size they stand."""

    paragraphs: list[str]
    statements: list[Reference]
    is_draft: bool
    length: int
    size: str

    @property
    def letters(self) -> int:
        """How many letters there are, for those who set it in type; a short line takes as much room as so many."""
        texts = [*self.paragraphs, *(one.text for one in self.statements)]
        return sum(max(A_LINE, len(line)) for text in texts for line in text.split("\n"))

    @property
    def minutes(self) -> float:
        """How long it takes to say, to the next half of a minute."""
        return max(1, -(-2 * self.length // A_MINUTE)) / 2


def words_said(text: str) -> int:
    """How many words a voice says; `static/js/synthesis-words.js` counts the same."""
    unspaced = 0.0
    for letters, a_word in _UNSPACED:
        text, count = letters.subn(" ", text)
        unspaced += count / a_word
    return len(text.split()) + ceil(unspaced)


def speakers_page(session: DiscussionSession) -> SpeakersPage:
    """The text written for the speaker; else what is said of the session as a whole; else the draft."""
    synthesis = synthesis_of(session)
    part = synthesis.two_minutes
    if part.is_draft and not synthesis.whole.is_draft:
        part = synthesis.whole
    statements = [one for one in part.references if one.state != GONE]
    count = sum(words_said(text) for text in [*part.paragraphs, *(one.text for one in statements)])
    size = next((name for most, name in SIZES if count <= most), "least")
    return SpeakersPage(part.paragraphs, statements, part.is_draft, count, size)
