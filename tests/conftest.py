"""The cast: the right organizer, another event's organizer, anonymous."""

import pytest
from django.test import Client

from sessions.models import DiscussionSession, Event, Organizer


def make_organizer(name: str) -> Organizer:
    return Organizer.objects.create_user(name, password="ten letters and more")


@pytest.fixture
def event(db) -> Event:
    event = Event.objects.create(name="People's Assembly on Work")
    event.organizers.add(make_organizer("amina"))
    return event


@pytest.fixture
def session(event) -> DiscussionSession:
    return DiscussionSession.objects.create(event=event, code="1A", title="Fair recruitment")


@pytest.fixture
def organizer(event) -> Client:
    client = Client()
    client.force_login(event.organizers.get())
    return client


@pytest.fixture
def neighbour(db) -> Client:
    other = Event.objects.create(name="Another event")
    other.organizers.add(make_organizer("neighbour"))
    client = Client()
    client.force_login(other.organizers.get())
    return client


@pytest.fixture
def stranger(db) -> Client:
    return Client()
