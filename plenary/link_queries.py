"""Links as the organizer sees them."""

from typing import NamedTuple

from plenary.links import moderator_url
from plenary.models import ModeratorLink
from plenary.watching import watching
from sessions.models import DiscussionSession


class ShownLink(NamedTuple):
    """A link, its address (empty: revoked), and how many pages are open by it right now."""

    link: ModeratorLink
    address: str
    open_pages: int

    @property
    def is_wall(self) -> bool:
        """Whether it opens the wall and nothing else."""
        return self.link.role == ModeratorLink.Role.WALL


def links_of(session: DiscussionSession) -> list[ShownLink]:
    """All of the session's links, walls last: one query."""
    there = watching(session.pk)
    links = session.moderator_links.select_related("session__event")
    shown = [ShownLink(link, "" if link.revoked_at else moderator_url(link), there.get(link.pk, 0)) for link in links]
    return sorted(shown, key=lambda one: one.is_wall)
