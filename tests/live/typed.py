"""Real updates of Yjs, made by tests/live/typing.mjs."""

import base64
import json
import subprocess
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Typed(NamedTuple):
    """A text, and the updates that made it, in the order in which they were made."""

    updates: list[bytes]
    text: str


def typed(seed: int, count: int, deeds: int) -> list[Typed]:
    """So many texts, each by one to three laptops that do so much."""
    made = subprocess.run(
        ["tools/node", "tests/live/typing.mjs", str(seed), str(count), str(deeds)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    lines = [json.loads(line) for line in made.stdout.splitlines()]
    return [Typed([base64.b64decode(update) for update in line["updates"]], line["text"]) for line in lines]
