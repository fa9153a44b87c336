"""An organizer with a browser: from the one-time link to tables with links, with no script at all."""

import re

import pytest

from sessions.sample import PAPER

pytestmark = pytest.mark.browser
PASSWORD = "ten letters and more"


def fits(page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, page.url


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_one_time_link_to_laid_out_tables(app, laptop, width):
    page = laptop(viewport={"width": width, "height": 844}, java_script_enabled=False)
    page.goto(app.run("make_organizer", "amina").strip())
    page.get_by_label("A password, ten letters or more").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Keep it and go on").click()

    page.get_by_role("link", name="Add an event").first.click()
    page.get_by_label("Background paper").set_input_files(PAPER)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="What was found").wait_for()

    item = page.locator("article.item", has_text="Racism, hate speech and exclusion")
    item.locator("summary").click()
    item.get_by_label("Words").fill("Racism and exclusion")
    item.get_by_role("button", name="Save").click()
    page.locator("article.item", has_text="Racism and exclusion").wait_for()

    page.get_by_role("button", name="Confirm").first.click()
    page.get_by_text("The paper is confirmed.").wait_for()
    page.get_by_role("link", name="Set up 2", exact=True).click()
    page.get_by_label("Its answers are the table’s priority issues").check()
    page.get_by_label("How many issues are asked for").fill("2")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("names the issues (2)").wait_for()

    page.get_by_role("link", name="Tables and links").click()
    page.get_by_role("button", name="Take the six regions of the world").click()
    page.get_by_label("Africa", exact=True).fill("2")
    page.get_by_label("Pacific", exact=True).fill("1")
    page.get_by_role("button", name="Lay out").click()
    page.get_by_role("link", name=re.compile("Table\\s+3")).click()
    address = page.get_by_label("Link", exact=True).input_value()
    assert re.fullmatch(re.escape(app.url) + r"/t/t\d+-1-[\w-]{22}/", address)
    fits(page)


def test_every_page_of_an_organizer_fits_a_phone_in_both_directions(app, laptop):
    statements = (
        "from sessions.models import Organizer",
        "from sessions.sample import sample_setup, PAPER",
        "from sessions.actions.papers import take_paper",
        "from regions.layout import add_usual_regions, lay_out",
        f"amina = Organizer.objects.create_user('amina', password={PASSWORD!r})",
        "session = sample_setup(amina)[0]",
        "add_usual_regions(session.event)",
        "table = lay_out(session, region=session.event.regions.first())[0]",
        "waiting = take_paper(event=session.event, file_name='second.md', content=PAPER.read_bytes())",
        "question = session.paper.questions.first()",
    )
    keys = "[session.event.pk, session.pk, session.paper_id, waiting.pk, question.pk, table.pk, table.region_id]"
    event, session, paper, waiting, question, table, region = app.evaluate(keys, *statements)
    page = laptop(viewport={"width": 390, "height": 844})
    page.goto(f"{app.url}/sign-in/")
    fits(page)
    page.get_by_label("Your name here").fill("amina")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": app.url}])
        for path in (
            "",
            "events/add/",
            f"events/{event}/",
            f"events/{event}/settings/",
            f"events/{event}/paper/",
            f"events/sessions/{session}/",
            f"events/papers/{paper}/questions/",
            f"events/papers/{waiting}/?open=12",
            f"events/questions/{question}/",
            f"events/tick-lists/{app.evaluate('TickList.objects.first().pk', 'from sessions.models import TickList')}/",
            f"events/{event}/tables/",
            f"events/tables/{table}/",
            f"events/regions/{region}/",
        ):
            assert page.goto(f"{app.url}/{path}").status == 200
            assert page.locator("html").get_attribute("dir") == direction
            fits(page)
