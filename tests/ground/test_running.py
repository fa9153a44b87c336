"""The means of testing: the real server starts, answers, keeps its data over a kill, and a real browser sees it."""

import asyncio

import pytest

from sessions.models import Event

EVENTS = ("Event.objects.count()", "from sessions.models import Event")


@pytest.mark.slow
def test_the_app_keeps_its_data_over_a_kill(app):
    app.evaluate("Event.objects.create(name='Assembly').pk", EVENTS[1])
    app.kill()
    app.start()
    assert app.evaluate(*EVENTS) == 1
    assert app.stop() == 0


@pytest.mark.slow
def test_a_taken_port_is_named_before_any_address_is(app):
    with pytest.raises(RuntimeError, match=f"Port {app.port} is taken by another program"):
        app.run("serve")


@pytest.mark.browser
@pytest.mark.both
def test_a_browser_sees_the_sign_in_page_in_two_languages(app, laptop, db):
    english, arabic = laptop(locale="en-GB"), laptop(locale="ar")
    for page in (english, arabic):
        page.goto(f"{app.url}/sign-in/")
        assert page.locator("input[type=password]").count() == 1
    assert english.locator("html").get_attribute("dir") == "ltr"
    assert arabic.locator("html").get_attribute("dir") == "rtl"
    # The test's own database is there beside the browser, and is another one than the app's.
    assert Event.objects.count() == 0


def test_other_tests_run_loops_of_their_own():
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"
