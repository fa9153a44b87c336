"""What the plenary keeps of its own: links, and what was done by them."""

from plenary.models.activity import Activity, TakingIn
from plenary.models.links import ModeratorLink

__all__ = ["Activity", "ModeratorLink", "TakingIn"]
