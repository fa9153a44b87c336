"""What is stamped upon pages, beneath what is there, as pagination artifacts: a screen reader passes them over."""

from collections.abc import Mapping

HEAD, NUMBER = b"/PgHead", b"/PgNumber"
NUMBER_SIZE = 8.0
NUMBER_BASELINE = 34.0


def stamp(numerals: Mapping[str, tuple[int, float]], written: str, width: float, *, has_head: bool) -> bytes:
    """A page's number, in the middle at the foot, and its running head.

    It stands in front of the page's own content, which leaves its matrix flipped.
    """
    glyphs = [numerals[letter] for letter in written]
    begin = width / 2 - sum(advance for _glyph, advance in glyphs) * NUMBER_SIZE / 1000 / 2
    text = "".join(f"{glyph:04x}" for glyph, _advance in glyphs).encode()
    place = b"1 0 0 1 %.2f %s Tm" % (begin, str(NUMBER_BASELINE).encode())
    number = b"q .39 .43 .46 rg BT %s %.1f Tf %s <%s> Tj ET Q" % (NUMBER, NUMBER_SIZE, place, text)
    return _artifact(number) + (_artifact(b"q %s Do Q" % HEAD) if has_head else b"")


def _artifact(content: bytes) -> bytes:
    return b"/Artifact <</Type /Pagination>> BDC " + content + b" EMC\n"


def roman(number: int) -> str:
    """Lower-case roman, for front matter."""
    written = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            written, number = written + letters, number - value
    return written
