"""Two processes on one PostgreSQL: what is written at one is heard, shown and refused at the other.

SQLite has one serving process by design, so there is nothing here for it.
"""

import os
from dataclasses import replace

from regions.commands import new_key
from tests.live.test_door import SEED, Laptop, Stream
from tests.notebooks import until
from tests.running import RunningApp, free_port, running_app
from tests.searching import server_tables_with

HALL = (
    "from regions.closing import *",
    "from regions.erasing import *",
    "from regions.models import *",
    "from regions.speaking import *",
    "table = DiscussionTable.objects.get(number=2)",
)

if os.environ.get("DATABASE_URL"):

    def beside(app: RunningApp) -> RunningApp:
        """A second server with the same database."""
        port = free_port()
        moved = {"PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
        other = replace(app, port=port, environment=app.environment | moved, server=None)
        other.links = [link.replace(app.url, other.url) for link in app.links]
        return other

    def _closed_and_erased_at_one_is_so_at_the_other(app: RunningApp, other: RunningApp) -> None:
        """Nobody tells the other process but the database; what it remembers must not let a word through."""
        laptop, doc = Laptop(other, 2), new_key("a")
        stream = Stream(laptop, "/live/table/2/stream?after=0")
        assert laptop.post(laptop.text(doc, "a name"))[1]["late"] == []
        app.run("erase", "--answer", "2", doc, "--yes")
        assert laptop.post(laptop.set(doc, "kind", "quote"))[0] == 410
        until(lambda: ("erased", {"doc": doc}) in stream.events)
        app.evaluate("announce(session=table.session, text='heard everywhere').pk", *HALL)
        until(lambda: [data for name, data in stream.events if name == "standing" and data["unread"]])
        app.evaluate("close_session(session=table.session)", *HALL)
        assert laptop.post(laptop.text(new_key("a"), "late"))[1]["late"] == [3]
        until(lambda: [data for name, data in stream.events if name == "session" and data["closed"]])
        app.evaluate("erase_table(table=table)", *HALL)
        assert laptop.post(laptop.text(new_key("a"), "too late"))[0] == 410
        until(stream.ended.is_set)
        stream.close()
        assert laptop.ask("GET", "/live/table/2/snapshot")[0] == 410
        assert "pga_live_journalrow" not in server_tables_with(app, "a name", "too late")

    def _sits(told: dict, laptop: Laptop, doc: str) -> bool:
        """Whether this laptop is told to be in this document."""
        grant = laptop.cookie.partition("=")[2].partition(".")[0]
        return {"laptop": grant, "name": "1", "doc": doc} in told["here"]

    def test_two_processes_are_one_app():
        with running_app() as app:
            app.links = app.evaluate("[table_url(table) for table in tables]", *SEED)
            other = beside(app)
            try:
                other.start()
                here, there = Laptop(app, 1), Laptop(other, 1)
                stream = Stream(there, "/live/table/1/stream?after=0")
                doc = new_key("a")
                assert here.post(here.text(doc, "from the first"))[0] == 200
                until(lambda: [row for row in stream.rows() if row["doc"] == doc])
                assert here.ask("POST", "/live/table/1/here", {"doc": doc, "unsent": 2})[0] == 200
                until(lambda: [data for name, data in stream.events if name == "here" and _sits(data, here, doc)])
                answer = new_key("a")
                assert there.post(there.text(answer, "from the second"))[1]["number"] == 2
                until(lambda: {one["doc"] for one in here.snapshot()["docs"]} == {doc, answer})
                _closed_and_erased_at_one_is_so_at_the_other(app, other)
                app.evaluate("revoke_link(DiscussionTable.objects.get(number=1))", *SEED[:4])
                until(stream.ended.is_set)
                stream.close()
                assert there.post(there.set(doc, "kind", "quote"))[0] == 403
                assert here.post(here.set(doc, "kind", "quote"))[0] == 403
            finally:
                other.stop()
