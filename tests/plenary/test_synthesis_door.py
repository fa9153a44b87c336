"""The synthesis at the real door: who writes, who only hears, what a withdrawal tells, what a revoked link opens."""

import base64
import json
import re
from urllib.parse import urlsplit

import pytest

from pga.live.errors import ONLY_READS
from plenary.synthesis_vocabulary import WHOLE
from regions.commands import new_key
from tests.live.test_door import SEED, Laptop, Stream
from tests.notebooks import until
from tests.running import RunningApp
from tests.searching import server_tables_with

pytestmark = pytest.mark.slow

SECRET = "Rehana was deported in the spring"


class Desk(Laptop):
    """A moderator's browser at the synthesis."""

    def __init__(self, app: RunningApp, link: str) -> None:
        self.app, self.cookie, self.number = app, "", 0
        for path in (urlsplit(link).path, "/sessions/1/synthesis/"):
            _status, headers, _body = self.ask("GET", path)
            given = [one.split(";")[0] for one in headers.get_all("Set-Cookie") or []]
            self.cookie = "; ".join([*filter(None, [self.cookie]), *given])

    def post(self, *edits: dict, **more: object) -> tuple[int, dict]:
        status, _, body = self.ask("POST", "/live/synthesis/1/edits", {"edits": edits})
        return status, json.loads(body)

    def sees(self, path: str) -> str:
        status, _, body = self.ask("GET", path)
        assert status == 200
        return body.decode()

    def beside(self, point: str) -> dict[str, str]:
        """What the page knows of a point, for a reference to it."""
        page = self.sees(f"/sessions/1/synthesis/{WHOLE}/points/")
        item = page.partition(f'data-point="r{point[1:]}" ')[2].partition(">")[0]
        return dict(re.findall(r'data-(\w+)="(.*?)"', item))


def test_a_synthesis_is_written_heard_and_rests_on_points_that_may_leave_their_tables(app):
    app.links, writing, reading = app.evaluate(
        "[table_url(t) for t in tables], link.url, other.url",
        *SEED,
        "from plenary.links import moderator_url, revoke_moderator_link",
        "link = make_moderator_link(session=session, name='Ines')",
        "other = make_moderator_link(session=session, name='Tomo', may_write=False)",
        "link.url, other.url = moderator_url(link), moderator_url(other)",
    )
    table, desk, reader = Laptop(app, 1), Desk(app, writing), Desk(app, reading)
    issue = new_key("i")
    table.post(table.text(issue, SECRET))
    until(lambda: f"r{issue[1:]}" in desk.sees(f"/sessions/1/synthesis/{WHOLE}/points/"))

    # Who may write writes; who may not hears it, and is told why it cannot be taken.
    stream = Stream(reader, "/live/synthesis/1/stream?after=0")
    status, told = desk.post(desk.text(WHOLE, "Papers are taken away"), desk.set(WHOLE, "stays", value=True))
    assert (status, told["acked"], [one["status"] for one in told["refused"]]) == (200, [1], [422])
    until(lambda: any(name == "rows" and data["rows"][0]["doc"] == WHOLE for name, data in stream.events))
    status, told = reader.post(reader.text(WHOLE, "I was never here"))
    assert (status, told["why"]) == (403, ONLY_READS)
    for cookie, expected in ((table.cookie, 401), ("", 401), (desk.cookie.replace("pga_s1=", "pga_s1=x"), 403)):
        status = table.ask("POST", "/live/synthesis/1/edits", {"edits": []}, Cookie=cookie)[0]
        assert status == expected

    # A reference: its words are on the page, and in nothing that a laptop keeps.
    of = desk.beside(issue)
    desk.post(*(desk.set(f"r{issue[1:]}", name, of[name]) for name in ("of", "seen")))
    until(lambda: SECRET in desk.sees("/sessions/1/synthesis/references/"))
    until(lambda: stands(stream) == {f"r{issue[1:]}": "same"})
    table.post(table.set(issue, "stays", value=True))
    until(lambda: stands(stream) == {f"r{issue[1:]}": "gone"})
    assert SECRET not in desk.sees("/sessions/1/synthesis/references/")
    until(lambda: "pga_plenary_synthesisreference" not in server_tables_with(app, SECRET))
    kept = desk.sees("/live/synthesis/1/snapshot") + desk.sees("/live/synthesis/1/rows?after=0") + str(stream.events)
    assert SECRET not in kept and base64.b64encode(SECRET.encode()).decode()[:20] not in kept

    # With its link goes all that came by it, at once.
    app.evaluate("revoke_moderator_link(ModeratorLink.objects.get(name='Tomo'))", *REVOKING)
    assert until(lambda: [data["status"] for name, data in stream.events if name == "refused"]) == [403]
    assert reader.ask("GET", "/live/synthesis/1/snapshot")[0] == 403
    assert reader.ask("GET", "/sessions/1/synthesis/")[0] == 403
    assert desk.post(desk.text(WHOLE, "Still here. "))[1]["acked"] == [desk.number]
    stream.close()


def stands(stream: Stream) -> dict[str, str]:
    return [data for name, data in stream.events if name == "standing"][-1]["references"]


REVOKING = ("from plenary.links import revoke_moderator_link", "from plenary.models import ModeratorLink")
