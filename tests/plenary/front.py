"""A moderator who stars what tables say."""

import re

from pga.live.projector import project_now
from plenary.models import Star
from plenary.star_queries import wording_name
from regions.models import Answer, DiscussionTable
from tests.plenary.test_late_points import Moderator
from tests.regions.seats import Point, Seat
from tests.regions.test_history import question

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
SECRET = "Rehana was deported in the spring"


class Front(Moderator):
    """A moderator who stars."""

    def stars(self, table: DiscussionTable, point: Point, on: str = "1", **headers: str):
        return self.client.post(f"/tables/{table.pk}/star/{point.key}/", {"on": on}, headers=headers)

    def changes(self, point: Point, do: str, **more: object):
        star = Star.objects.get(key=point.key)
        seen = wording_name(Answer.objects.get(key=point.key).text) if point.key[0] == "a" else ""
        address = f"/sessions/{self.session.pk}/stars/{star.pk}/"
        return self.client.post(address, {"do": do, "seen": seen} | more, headers=PART)

    def order(self) -> list[str]:
        return re.findall(r'data-point="\d+:(\w+)"', self.sees("stars"))


def said(seat: Seat, words: str, label: str = "", sort: str = "a", issue: Point | None = None) -> Point:
    point = Point(sort)
    if label:
        seat.sets(point, "question", question(seat.table, label).pk)
    if issue:
        seat.sets(point, "issue", issue.key)
    seat.types(point, words)
    project_now("table", seat.table.pk)
    return point
