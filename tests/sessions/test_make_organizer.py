import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from sessions.models import Organizer

pytestmark = pytest.mark.django_db


def link_of(*args: str, **options: object) -> str:
    out = io.StringIO()
    call_command("make_organizer", *args, stdout=out, **options)
    return out.getvalue().strip()


def test_make_organizer_prints_a_link_that_works(event):
    address = link_of("Nadia", event=[event.pk])
    password = {"new_password1": "ten letters and more", "new_password2": "ten letters and more"}
    assert link_of("nadia") == address
    client = Client()
    client.post("/" + address.split("/", 3)[3], password)
    assert "Assembly on Work" in client.get("/").content.decode()
    with pytest.raises(CommandError, match="has a password already"):
        link_of("Nadia")
    assert link_of("Nadia", forgot=True) != address
    assert Organizer.objects.filter(username="Nadia").count() == 1
    assert client.get("/").status_code == 302


def test_make_organizer_refuses_an_unknown_event():
    with pytest.raises(CommandError, match="no such event"):
        link_of("Nadia", event=[999])
    assert not Organizer.objects.exists()
