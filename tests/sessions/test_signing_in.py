from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from sessions.access import first_sign_in_url
from sessions.actions.signing_in import FREE_TRIES, make_organizer, minutes_to_wait
from sessions.models import Organizer

PASSWORD = "ten letters and more"
pytestmark = pytest.mark.django_db


def path_of(url: str) -> str:
    assert url.startswith(settings.PUBLIC_URL + "/first/")
    return url.removeprefix(settings.PUBLIC_URL)


def test_first_link_lets_choose_a_password_once():
    address = path_of(first_sign_in_url(make_organizer(name="Amina")))
    client = Client()
    assert client.get(address).status_code == 200
    short = client.post(address, {"new_password1": "short", "new_password2": "short"})
    assert short.status_code == 200 and 'role="alert"' in short.content.decode()
    chosen = client.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert chosen.status_code == 302 and chosen.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Client().get(address).status_code == 403
    assert Client().post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 403


@pytest.mark.parametrize("token", ["x", "1-", "999-abc", "-", "١-abc", "1-ä"])
def test_first_link_that_nobody_made(token):
    assert Client().get(f"/first/{token}/").status_code == 403


def test_signing_in_leads_back_to_the_page_that_was_asked_for(event):
    client = Client()
    asked = client.get(f"/events/{event.pk}/")
    assert asked.headers["Location"] == "/sign-in/?" + urlencode({"next": f"/events/{event.pk}/"})
    signed = client.post(asked.headers["Location"], {"username": "amina", "password": PASSWORD})
    assert signed.status_code == 302
    signed = client.post(
        "/sign-in/", {"username": "amina", "password": PASSWORD, "next": f"/events/{event.pk}/"}, follow=True
    )
    assert signed.status_code == 200


def test_signing_out_takes_a_post(organizer):
    assert organizer.get("/sign-out/").status_code == 405
    assert organizer.post("/sign-out/").status_code == 302
    assert organizer.get("/").status_code == 302


def test_wrong_passwords_make_the_account_wait_wherever_they_come_from(event):
    for _try in range(FREE_TRIES):
        wrong = Client().post("/sign-in/", {"username": "amina", "password": "a wrong one"})
        assert "do not belong together" in wrong.content.decode()
    right = Client().post("/sign-in/", {"username": "amina", "password": PASSWORD})
    assert right.status_code == 200 and "Try again in 1 minute." in right.content.decode()
    Organizer.objects.update(wrong_password_at=timezone.now() - timezone.timedelta(minutes=2))
    assert Client().post("/sign-in/", {"username": "amina", "password": PASSWORD}).status_code == 302
    assert Organizer.objects.get(username="amina").wrong_passwords == 0


def test_the_wait_doubles_up_to_a_quarter_of_an_hour():
    now = timezone.now()
    waits = [
        minutes_to_wait(Organizer(wrong_passwords=n, wrong_password_at=now), now=now)
        for n in (4, 5, 6, 7, 8, 9, 10, 5000)
    ]
    assert waits == [0, 1, 2, 4, 8, 15, 15, 15]
