"""What the plenary keeps of its own: links, what was done by them, what it must hear, the search's index."""

from plenary.models.activity import Activity, TakingIn
from plenary.models.links import ModeratorLink
from plenary.models.search import SearchEntry, SearchMark
from plenary.models.stars import Star
from plenary.models.synthesis import SynthesisLaptop, SynthesisReference, SynthesisText

__all__ = [
    "Activity",
    "ModeratorLink",
    "SearchEntry",
    "SearchMark",
    "Star",
    "SynthesisLaptop",
    "SynthesisReference",
    "SynthesisText",
    "TakingIn",
]
