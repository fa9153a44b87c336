"""Two people write the synthesis in real Chromium, one of them without a network for a while."""

import pytest

from plenary.synthesis_vocabulary import WHOLE
from regions.commands import new_key
from tests.live.test_door import SEED, Laptop
from tests.notebooks import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECRET = "Rehana was deported in the spring"


class Desk:
    """The page as a person sees it."""

    def __init__(self, page, link: str, address: str) -> None:
        self.page = page
        page.goto(link)
        page.goto(address)
        self.loaded()
        self.part = page.locator("section.part:visible")
        self.area = self.part.locator("textarea")

    def loaded(self) -> None:
        self.page.wait_for_selector("body[data-loaded]")

    @property
    def words(self) -> str:
        return self.area.input_value()

    @property
    def rests(self) -> str:
        return self.part.locator(".references").text_content()

    def says(self, words: str) -> bool:
        return words in self.page.locator("#state").inner_text()

    def types(self, words: str) -> None:
        self.area.press("Control+End")
        self.page.keyboard.type(words)

    def refers(self, words: str) -> None:
        self.part.locator(".point", has_text=words).locator("[data-refer]").click()


def test_two_write_one_of_them_offline_and_what_a_table_takes_back_is_gone(app, laptop):
    app.links, links = app.evaluate(
        "[table_url(t) for t in tables], [moderator_url(make_moderator_link(session=session, **one)) for one in who]",
        *SEED,
        "from plenary.links import moderator_url",
        "who = [{'name': 'Ines'}, {'name': 'Tomo'}, {'name': 'Lena', 'may_write': False}]",
    )
    table, issue, other = Laptop(app, 1), new_key("i"), new_key("i")
    table.post(table.text(issue, SECRET), table.text(other, "Wages are stolen"))
    address = f"{app.url}/sessions/1/synthesis/"
    ines, tomo, lena = (Desk(laptop(), link, address) for link in links)

    # A draft that says so, until somebody writes in it.
    # Two start it without a network, and it is there once.
    for desk in (ines, tomo):
        until(lambda desk=desk: desk.part.locator(".point").count() == 2)
        desk.page.wait_for_selector("body[data-offline]")
        desk.page.context.set_offline(True)
        desk.part.locator("[data-draft]").click()
        until(lambda desk=desk: desk.says("only on this laptop"))
    for desk in (ines, tomo):
        desk.page.context.set_offline(False)
    until(lambda: ines.says("All on the server") and tomo.says("All on the server") and lena.words)
    for desk in (ines, tomo, lena):
        until(lambda desk=desk: desk.words == ines.words and desk.part.locator(".draft-mark").is_visible())
    assert ines.words.count("Priority issues: [1.") == 1
    ines.page.keyboard.press("Control+z")
    until(lambda: tomo.words == "")
    # What was taken back stays so, also when the points beside it are fetched anew.
    table.post(table.text(new_key("i"), "Passports are locked away"))
    until(lambda: ines.part.locator(".point").count() == 3)
    assert ines.words == tomo.words == ""
    ines.page.keyboard.press("Control+Shift+z")
    until(lambda: "Priority issues: [1." in tomo.words and tomo.part.locator(".draft-mark").is_visible())
    ines.types(". One thing runs through")
    until(lambda: "runs through" in tomo.words and tomo.part.locator(".draft-mark").is_hidden())

    # Tomo is cut off: both go on, nothing is lost, and his page says where his words are.
    tomo.page.wait_for_selector("body[data-offline]")
    tomo.page.context.set_offline(True)
    tomo.types(" all regions")
    until(lambda: tomo.says("only on this laptop"))
    tomo.page.reload()
    tomo.page.wait_for_selector("body[data-copied]")
    assert tomo.words.endswith("runs through all regions")
    tomo.types(" and ages")
    ines.area.press("Control+Home")
    ines.page.keyboard.type("Friends: ")
    until(lambda: ines.says("All on the server"))
    assert "all regions" not in ines.words
    tomo.page.context.set_offline(False)
    until(
        lambda: tomo.words == ines.words and tomo.words.startswith("Friends: ") and "all regions and ages" in ines.words
    )
    until(lambda: tomo.says("All on the server"))

    # A reader sees it grow and has nothing to press.
    assert lena.words == ines.words and lena.area.get_attribute("readonly") is not None
    assert lena.part.locator("[data-refer], [data-draft], [data-reread]").count() == 0

    # References live: reworded at the table, read anew; taken back, gone from every page.
    ines.refers(SECRET)
    until(lambda: SECRET in lena.rests and "Wages are stolen" in lena.rests)
    table.post(table.text(issue, "It is said: "))
    until(lambda: "has changed the words" in lena.rests)
    ines.part.locator("[data-reread]").focus()
    ines.page.keyboard.press("Enter")
    until(lambda: "has changed the words" not in lena.rests and "has changed the words" not in ines.rests)
    assert ines.page.evaluate("document.activeElement.dataset.reference") == f"r{issue[1:]}"
    lectern = lena.page.context.new_page()
    lectern.goto(f"{app.url}/sessions/1/speaker/")
    assert SECRET in lectern.inner_text("body")
    table.post(table.set(issue, "stays", value=True))
    until(lambda: SECRET not in lectern.content() and "Priority issues" in lectern.inner_text("body"))
    for desk in (ines, tomo, lena):
        until(lambda desk=desk: "took this point back" in desk.rests)
        assert SECRET not in desk.page.content() and "Wages are stolen" in desk.rests

    # What was written before can be brought back.
    before = tomo.words
    tomo.area.fill("Nothing")
    until(lambda: ines.words == "Nothing")
    tomo.page.keyboard.press("Control+z")
    until(lambda: ines.words == before)
    ines.part.locator("[data-side=history]").click()
    ines.page.locator("#side [data-restore]").last.click()
    until(lambda: tomo.words == ines.words != before)
    assert ines.part.get_attribute("id") == WHOLE

    # Her link is put out while she is cut off: what she could not send is offered at the door that was shut.
    ines.page.context.set_offline(True)
    ines.types(" Never sent.")
    until(lambda: ines.says("only on this laptop"))
    put_out = "revoke_moderator_link(ModeratorLink.objects.get(name='Ines'))"
    app.evaluate("None", "from plenary.links import *", put_out)
    ines.page.context.set_offline(False)
    until(lambda: "was put out" in ines.page.locator("#alarm").inner_text())
    ines.page.goto(address)
    until(lambda: "Never sent." in ines.page.locator("#unsent-words").inner_text())


STORES = """async () => {
  const all = await indexedDB.databases();
  return all.map((one) => one.name).filter((name) => name.startsWith("pga-synthesis"));
}"""
# How long the copy may stay, in ms.
STAYS = """async (name) => {
  const done = (asked) => new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
  const base = await done(indexedDB.open(name));
  const closed = await done(base.transaction("meta").objectStore("meta").get("closed"));
  base.close();
  return closed.gone - Date.now();
}"""
# What a page looks at once a minute, it looks at once a second.
SOON = "const often = setInterval; setInterval = (work, ms, ...more) => often(work, Math.min(ms, 1000), ...more);"
TWO_HOURS = "const real = Date.now; Date.now = () => real() + 2 * 3600 * 1000;"


def test_a_borrowed_laptop_keeps_no_synthesis_when_it_is_left_or_its_time_is_over(app, laptop):
    app.links, links = app.evaluate(
        "[table_url(t) for t in tables], [moderator_url(make_moderator_link(session=session, name=n)) for n in names]",
        *SEED,
        "from plenary.links import moderator_url",
        "names = ['Ines', 'Tomo']",
    )
    address = f"{app.url}/sessions/1/synthesis/"
    pages = laptop(), laptop()
    pages[0].context.add_init_script(SOON)
    ines, tomo = (Desk(page, link, address) for page, link in zip(pages, links, strict=True))
    reader = Desk(laptop(), links[0], address)
    ines.types("What all tables said")
    until(lambda: tomo.words == "What all tables said" and ines.says("All on the server"))

    # A closed session's synthesis is still written; its copy stays for an hour after it was open here last.
    close = ("from regions.closing import *", "session.copy_hours = 1", "session.save(update_fields=['copy_hours'])")
    app.evaluate("close_session(session=session)", *SEED[:4], "session = DiscussionSession.objects.get()", *close)
    for desk in (reader, tomo):
        until(lambda desk=desk: "can still be written" in desk.page.locator("#closed").inner_text())
    tomo.types(", once more")
    tomo.page.context.add_init_script(TWO_HOURS)
    tomo.page.goto(address)
    tomo.loaded()
    until(lambda: tomo.words == ines.words == "What all tables said, once more")
    tomo.types("!")
    until(lambda: ines.words.endswith("more!") and tomo.says("All on the server"))
    (store,) = tomo.page.evaluate(STORES)
    assert 3_000_000 < tomo.page.evaluate(STAYS, store) <= 3_600_000
    tomo.page.context.add_init_script(TWO_HOURS)
    tomo.page.goto(app.links[0])
    until(lambda: tomo.page.evaluate(STORES) == [])

    # Where no copy may outlive the close, the open page goes on all the same.
    anew = (
        "from regions.closing import *",
        "reopen_session(session=session)",
        "session.copy_hours = 0",
        "session.save(update_fields=['copy_hours'])",
    )
    app.evaluate("close_session(session=session)", *SEED[:4], "session = DiscussionSession.objects.get()", *anew)
    ines.types(" And on.")
    until(lambda: ines.says("All on the server"))
    ines.page.wait_for_timeout(2500)
    ines.types(" And on.")
    until(lambda: ines.words.endswith("And on. And on.") and ines.says("All on the server"))

    # Who leaves takes along the right to come back, wherever a copy of it may be.
    copy = "; ".join(f"{one['name']}={one['value']}" for one in ines.page.context.cookies())
    ines.page.context.set_offline(True)
    ines.types(" Not sent.")
    ines.page.get_by_role("button", name="Leave this laptop").click()
    ines.page.locator("#leave .unsent-here", has_text="would be lost: 1").wait_for()
    ines.page.locator("#leave").get_by_role("button", name="Stay").click()
    ines.page.context.set_offline(False)
    board = ines.page.context.new_page()
    board.goto(f"{app.url}/sessions/1/feed/")
    until(lambda: ines.says("All on the server"))
    ines.types(" The last words.")
    ines.page.get_by_role("button", name="Leave this laptop").click()
    ines.page.locator("#leave [value=leave]").click()
    until(lambda: "holds nothing of this synthesis" in ines.page.inner_text("body"))
    assert "are gone" not in ines.page.inner_text("body")
    until(lambda: reader.words.endswith("Not sent. The last words."))
    until(lambda: "Not open" in board.inner_text("body"))
    until(lambda: ines.page.evaluate(STORES) == [])
    assert ines.page.goto(address).status == 403
    other = Laptop(app, 1, join=False)
    other.cookie = copy
    assert other.ask("GET", "/live/synthesis/1/snapshot")[0] == 403
