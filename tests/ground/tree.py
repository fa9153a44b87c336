"""What git keeps of this checkout, read once."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def tracked(*patterns: str) -> list[Path]:
    """The tracked files that are there, of these patterns (git's own), relative to the checkout."""
    listed = subprocess.run(["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=True)
    names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    return [name for name in names if (ROOT / name).is_file()]


def text(name: Path | str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def text_files() -> list[Path]:
    """Every tracked file that is text."""
    return [name for name in tracked() if b"\0" not in (ROOT / name).read_bytes()[:4096]]
