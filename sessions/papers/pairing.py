"""Proposes which question of a corrected paper is which question of the paper before it."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

ALIKE = 0.6
SAME_LABEL = 0.35
Pair = tuple[int | None, int | None]


def pair(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """Pairs of (id of an old question, place of a new one), each used once; None where there is no counterpart.

    `old` holds {"id", "label", "text"}, `new` holds {"label", "text"}; both may carry "parent", the full label of the
    question of which they are a part. Like text comes first, then the same label over a text that is somewhat alike.
    In the order of the new questions, then the old ones that are left.
    """
    likeness = {
        (before, after): _alike(one, other) for before, one in enumerate(old) for after, other in enumerate(new)
    }
    taken: dict[int, int] = {}
    for floor, same_label in ((ALIKE, False), (SAME_LABEL, True)):
        for before, after in sorted(likeness, key=lambda both: (-likeness[both], both)):
            free = before not in taken.values() and after not in taken
            fits = likeness[before, after] >= floor and (not same_label or _same_label(old[before], new[after]))
            if free and fits:
                taken[after] = before
    pairs: list[Pair] = [(old[taken[after]]["id"] if after in taken else None, after) for after in range(len(new))]
    return pairs + [(one["id"], None) for before, one in enumerate(old) if before not in taken.values()]


def flattened(questions: Sequence[Mapping[str, Any]], parent: str = "") -> list[dict[str, str]]:
    """The questions of a proposal and their parts in order, each with the full label of its parent."""
    out: list[dict[str, str]] = []
    for question in questions:
        label = str(question["label"])
        full = label if not parent or label.startswith(parent) else f"{parent}{label}"
        out.append({"label": label, "text": str(question["text"]), "parent": parent})
        out.extend(flattened(question.get("parts") or (), full))
    return out


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """From 0 to 1; what speaks for the pair besides the text decides only between nearly equal texts."""
    words, others = _words(one["text"]), _words(other["text"])
    same = SequenceMatcher(None, words, others, autojunk=False).ratio()
    letters = SequenceMatcher(None, " ".join(words), " ".join(others), autojunk=False).quick_ratio()
    likeness = max(same, 0.8 * letters if letters > 0.85 else 0.0)
    return likeness + 0.01 * _same_label(one, other) if likeness else 0.0


def _same_label(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether label and parent are the same; parents count only where both are told."""
    parents = (one.get("parent"), other.get("parent"))
    same_parent = None in parents or parents[0] == parents[1]
    return bool(one["label"]) and one["label"] == other["label"] and same_parent


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[^\W_]|[\u0300-\u036f\u0900-\u0dff’'-])*", str(text).casefold())
