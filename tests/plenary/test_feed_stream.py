"""The feed's stream from outside: what is written comes, what is taken back goes at once, what stays never comes."""

from pga.live.clock import clock_now
from regions.commands import new_key
from tests.live.test_door import SEED, Laptop, Stream
from tests.notebooks import until
from tests.running import running_app

LINK = "moderator_url(make_moderator_link(session=session, name='M'))"
ERASE = (
    "from regions.erasing import *",
    "from regions.models import *",
    "def erase(table, key): erase_point(table=DiscussionTable.objects.get(pk=table), key=key)",
    "erase_table(table=DiscussionTable.objects.get(pk=2))",
)


class Watcher:
    """A moderator's browser, as far as streams need one."""

    def __init__(self, app, address: str) -> None:
        self.app, self.cookie = app, ""
        told = Laptop(app, 1, join=False).ask("GET", "/" + address.split("/", 3)[3])
        self.cookie = told[1]["Set-Cookie"].split(";")[0]


def heard(stream: Stream, name: str) -> list[dict]:
    return [data for event, data in list(stream.events) if event == name]


def test_what_a_feed_hears():
    with running_app() as app:
        app.links, address = app.evaluate(
            f"[[table_url(table) for table in tables], {LINK}]", *SEED, "from plenary.links import *"
        )
        watcher = Watcher(app, address)
        stream = Stream(watcher, "/live/feeden/1/stream")
        arabic = Stream(watcher, "/live/feedar/1/stream")
        laptop, other = Laptop(app, 1), Laptop(app, 2)
        said, stays, issue, about, gone = (new_key(sort) for sort in "aaiaa")
        until(lambda: heard(stream, "newest") == [{"items": [], "since": ""}])

        # Never: what stays from before the first word on.
        laptop.post(laptop.set(stays, "stays", True), laptop.text(stays, "Rehana hides"))
        laptop.post(
            laptop.text(said, "Fee caps <exist>"), laptop.text(issue, "Debts"), laptop.text(gone, "Rehana was here")
        )
        laptop.post(laptop.set(about, "issue", issue), laptop.text(about, "Cap them"))
        until(lambda: {one["id"] for one in heard(stream, "item")} >= {f"item-1-{key}" for key in (said, issue, about)})
        item = next(one for one in heard(stream, "item") if said in one["id"])
        assert "Fee caps &lt;exist&gt;" in item["html"] and 'data-words="caps exist fee"' in item["html"]
        until(lambda: any("الطاولة 1" in one["html"] for one in heard(arabic, "item")))

        # At once: what is taken back, by itself and with its issue. A page that comes then is whole without it.
        laptop.post(laptop.set(gone, "stays", True))
        until(lambda: {"ids": [f"item-1-{gone}"]} in heard(stream, "gone"))
        laptop.post(laptop.set(issue, "stays", True))
        until(lambda: {"ids": [f"item-1-{issue}", f"item-1-{about}"]} in heard(stream, "gone"))
        later = Stream(watcher, "/live/feeden/1/stream")
        until(lambda: heard(later, "newest"))
        assert [one["id"] for one in heard(later, "newest")[0]["items"]] == [f"item-1-{said}"]
        laptop.post(laptop.set(issue, "stays", False, saw=clock_now()))
        until(lambda: {one["id"] for one in heard(later, "item")} == {f"item-1-{issue}", f"item-1-{about}"})
        other.post(other.text(new_key("a"), "Elsewhere"))
        until(lambda: any("Elsewhere" in one["html"] for one in heard(stream, "item")))

        # What another process erases goes, too; and whose link is revoked hears no more.
        app.evaluate("None", *ERASE, f"erase(1, {said!r})")
        until(lambda: {"ids": [f"item-1-{said}"]} in heard(stream, "gone") and {"table": 2} in heard(stream, "gone"))
        app.evaluate("revoke_moderator_link(ModeratorLink.objects.get())", "from plenary.links import *")
        until(stream.ended.is_set)
        everything = str([*stream.events, *arabic.events, *later.events])
        assert "hides" not in everything and stays not in everything
        for one in (stream, arabic, later):
            one.close()
        assert "Traceback" not in app.log
