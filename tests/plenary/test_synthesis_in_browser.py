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
    until(lambda: ines.part.locator(".point").count() == 2)
    ines.part.locator("[data-draft]").click()
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
    ines.part.locator("[data-reread]").click()
    until(lambda: "has changed the words" not in lena.rests)
    table.post(table.set(issue, "stays", value=True))
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
