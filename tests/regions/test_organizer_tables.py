import pytest
from django.conf import settings

from pga.live.tokens import link_is_good, read_link
from regions import layout
from regions.models import DiscussionTable, Laptop, Region
from sessions.models import DiscussionSession
from tests.sessions.doors import refuses_others


@pytest.fixture
def asia(event) -> Region:
    return layout.add_region(event=event, name="Asia", hue="asia")


@pytest.fixture
def table(session, asia) -> DiscussionTable:
    return layout.make_table(
        session=session, region=asia, number=7, language="bn", facilitators=["Rokeya"], rapporteurs=["Lorna", " "]
    )


def test_table_list_shows_tables_by_region(organizer, event, table, neighbour, stranger):
    address = f"/events/{event.pk}/tables/"
    page = organizer.get(address).content.decode()
    for words in ("Asia", "বাংলা", "Lorna, Rokeya", table.code, "0 laptops"):
        assert words in page or words == "Lorna, Rokeya"
    assert "Rokeya" in page and "Lorna" in page
    assert organizer.post(address).status_code == 405
    refuses_others(address, neighbour=neighbour, stranger=stranger)


@pytest.mark.parametrize("count", [1, 3])
def test_table_list_costs_the_same_however_many_tables(
    organizer, event, session, asia, count, django_assert_max_num_queries
):
    layout.lay_out(session, region=asia, count=count)
    with django_assert_max_num_queries(11):
        organizer.get(f"/events/{event.pk}/tables/")


def test_region_usual_and_lay_out(organizer, event, session, neighbour, stranger):
    assert "six regions" in organizer.get(f"/events/{event.pk}/tables/").content.decode()
    organizer.post(f"/events/{event.pk}/regions/usual/")
    organizer.post(f"/events/{event.pk}/regions/usual/")
    africa, *_others = regions = list(event.regions.all())
    assert len(regions) == 6
    address = f"/events/{event.pk}/tables/lay-out/"
    nothing = organizer.post(address, {"session": session.pk, "language": ""})
    assert "how many tables it gets" in nothing.content.decode()
    counts = {f"count_{region.pk}": 1 for region in regions} | {f"count_{africa.pk}": 2}
    organizer.post(address, {"session": session.pk, "language": "fr", **counts})
    assert [table.number for table in session.tables.all()] == [1, 2, 3, 4, 5, 6, 7]
    assert session.tables.filter(region=africa, language="fr").count() == 2
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    refuses_others(f"/events/{event.pk}/regions/usual/", neighbour=neighbour, stranger=stranger)


def test_lay_out_takes_only_sessions_and_regions_of_the_event(organizer, neighbour, event, asia):
    other = DiscussionSession.objects.create(
        event=type(event).objects.get(name="Another event"), code="9", title="Theirs"
    )
    posted = organizer.post(f"/events/{event.pk}/tables/lay-out/", {"session": other.pk, f"count_{asia.pk}": 1})
    assert posted.status_code == 200 and not DiscussionTable.objects.exists()


def test_region_add_and_remove(organizer, event, table, asia, neighbour, stranger):
    address = f"/events/{event.pk}/regions/add/"
    again = organizer.post(address, {"name": "Asia", "hue": "asia"}).content.decode()
    assert "There is a region of this name already." in again
    organizer.post(address, {"name": "Caribbean", "hue": "mena"})
    caribbean = event.regions.get(name="Caribbean")
    refuses_others(f"/events/regions/{caribbean.pk}/remove/", neighbour=neighbour, stranger=stranger)
    organizer.post(f"/events/regions/{caribbean.pk}/remove/")
    kept = organizer.post(f"/events/regions/{asia.pk}/remove/", follow=True).content.decode()
    assert "remove them first" in kept and list(event.regions.all()) == [asia]


def test_region_edit(organizer, event, asia, neighbour, stranger):
    address = f"/events/regions/{asia.pk}/"
    layout.add_region(event=event, name="Pacific", hue="pacific")
    twice = organizer.post(address, {"name": "Pacific", "hue": "asia"}).content.decode()
    assert "There is a region of this name already." in twice
    organizer.post(address, {"name": "Asia", "hue": "mena", "name_ar": "آسيا"})
    asia.refresh_from_db()
    assert (asia.hue, asia.texts) == ("mena", {"ar": "آسيا"})
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_table_detail_shows_the_link_and_changes_the_table(organizer, event, session, table, neighbour, stranger):
    address = f"/events/tables/{table.pk}/"
    page = organizer.get(address).content.decode()
    assert layout.table_url(table) in page and table.code in page and "Lorna" in page
    layout.make_table(session=session, region=table.region, number=8)
    data = {
        "region": table.region_id,
        "number": 8,
        "name": "Dhaka",
        "language": "en",
        "facilitators": "",
        "rapporteurs": "",
    }
    wrong = organizer.post(address, data).content.decode()
    assert "has a table 8 already" in wrong and 'value="Dhaka"' in wrong
    organizer.post(address, data | {"number": 9, "rapporteurs": "Lorna\r\nAmina\r\n"})
    table.refresh_from_db()
    assert (table.number, table.name, table.language) == (9, "Dhaka", "en")
    assert sorted(person.name for person in table.people.all()) == ["Amina", "Lorna"]
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_table_url_is_signed_with_the_events_key(table):
    address = layout.table_url(table)
    assert address.startswith(settings.PUBLIC_URL + "/t/")
    token = read_link(address.removeprefix(settings.PUBLIC_URL + "/t/").strip("/"))
    assert token is not None and (token.kind, token.id, token.generation) == ("t", table.pk, 1)
    assert link_is_good(token, table.session.event.signing_key)


def test_table_qr_is_a_picture_for_organizers_only(organizer, table, neighbour, stranger):
    address = f"/events/tables/{table.pk}/qr.svg"
    picture = organizer.get(address)
    assert picture.headers["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content
    assert "no-store" in picture.headers["Cache-Control"]
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_renewing_replaces_link_and_code_and_keeps_laptops(organizer, table, neighbour, stranger):
    old, code = layout.table_url(table), table.code
    address = f"/events/tables/{table.pk}/renew/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    organizer.post(address)
    table.refresh_from_db()
    assert layout.table_url(table) != old and table.code != code
    assert (table.laptops_generation, table.link_revoked_at) == (1, None)


def test_revoking_puts_every_laptop_out_until_renewed(organizer, table, neighbour, stranger):
    address = f"/events/tables/{table.pk}/revoke/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    laptop = Laptop.objects.create(table=table, number=1)
    page = organizer.post(address, follow=True).content.decode()
    table.refresh_from_db()
    laptop.refresh_from_db()
    assert laptop.put_out_at == table.link_revoked_at
    assert (table.link_generation, table.laptops_generation) == (2, 2) and table.link_revoked_at
    assert "Revoked: nobody can join" in page and layout.table_url(table) not in page
    organizer.post(f"/events/tables/{table.pk}/renew/")
    table.refresh_from_db()
    assert (table.link_generation, table.laptops_generation, table.link_revoked_at) == (3, 2, None)


def test_laptop_put_out(organizer, table, neighbour, stranger):
    laptop = Laptop.objects.create(table=table, number=2)
    address = f"/events/laptops/{laptop.pk}/put-out/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    assert "Laptop 2" in organizer.get(f"/events/tables/{table.pk}/").content.decode()
    organizer.post(address)
    laptop.refresh_from_db()
    assert laptop.put_out_at is not None


def test_table_remove_only_while_nobody_has_joined(organizer, table, session, neighbour, stranger):
    address = f"/events/tables/{table.pk}/remove/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    laptop = Laptop.objects.create(table=table, number=1)
    assert "it stays" in organizer.post(address, follow=True).content.decode()
    laptop.delete()
    organizer.post(address)
    assert not session.tables.exists()


def test_keys_changed_is_told_after_the_commit(table, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as told:
        layout.renew_link(table)
    assert len(told) == 1
