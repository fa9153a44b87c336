"""The report's other forms: who gets them, what is in each, and what is in none."""

import hashlib
import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from pga.live import journal, projector
from pga.live.clock import clock_now
from plenary.access import Watch
from plenary.links import make_moderator_link, moderator_url
from plenary.starring import star_point
from regions.commands import new_key, text_update
from regions.models import Laptop, LatePoint
from reports import compiling
from reports.choices import Choices
from reports.exports import making
from reports.exports.making import FORMS, make_form
from reports.exports.material import material_of
from reports.exports.plain_data import plain_data
from tests.reports.cast import NOW, Cast
from tests.reports.reading_forms import READERS, rows_of_csv, sheet_of_xlsx
from tests.running import ROOT

ARABIC = "لا توجد آلية للشكوى في بلد المقصد"
BENGALI = "উপজেলা পর্যায়ে কেউ দালালদের তদারকি করে না।"
# Print breaks it in two.
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
SECRET = "Two people here were deported after they complained."
SCHEMA = json.loads((ROOT / "static/schemas/report-1.json").read_text(encoding="utf-8"))


def address(cast: Cast, ending: str) -> str:
    return reverse("report_file", args=[cast.session.pk, ending])


def everything(client: Client, cast: Cast) -> dict[str, bytes]:
    found = {}
    for ending in FORMS:
        response = client.get(address(cast, ending))
        assert response.status_code == 200, ending
        found[ending] = response.content
    return found


def seated(cast: Cast):
    """Three tables in three languages, one that says nothing, every kind of thing that a point may carry."""
    africa, asia = cast.region("Africa", "africa"), cast.region("Asia", "asia")
    tables = cast.table(africa, rapporteur="Adaeze"), cast.table(asia, "bn", "By the river"), cast.table(asia, "ar")
    cast.table(africa)
    issue = cast.issue(tables[0], "Returnees are registered by nobody", "national")
    return tables, [
        cast.say(tables[0], "Councils decide who gets a stall.\nAsk them.", "local", "regional"),
        cast.say(
            tables[0],
            "A register kept by municipalities.",
            "States",
            question=cast.do,
            issue=issue,
            kind="minority",
            words={str(cast.benchmark.pk): "80 % registered"},
        ),
        cast.say(tables[0], f"Nobody knows where {LONG_WORD} belongs.", question=None),
        cast.say(tables[1], BENGALI, question=cast.improve),
        cast.say(tables[2], ARABIC),
    ]


def test_every_answer_that_may_leave_is_in_every_form_and_no_other_is(organizer, cast):
    tables, said = seated(cast)
    cast.say(tables[0], SECRET, stays=True)
    cast.say(tables[0], f"Of an issue that stays. {SECRET}", issue=cast.issue(tables[0], SECRET, stays=True))
    cast.say(tables[1], "This was thrown away.", deleted=True)
    for ending, data in everything(organizer, cast).items():
        words = READERS[ending](data)
        for answer in said:
            assert any(answer.text in found or answer.text in found.replace(" \n", "\n") for found in words), (
                ending,
                answer.text,
            )
        assert not any(SECRET in found or "thrown away" in found for found in words), ending
        assert SECRET.encode() not in data, ending
    assert json.loads(organizer.get(address(cast, "json")).content)["numbers"]["points_staying_at_tables"] == 2
    assert "2 points stay at their tables" in organizer.get(address(cast, "html")).content.decode()


def test_an_issue_stands_as_it_was_typed_wherever_it_stands(organizer, cast):
    """Print composes the letters of a name; here nothing is done to them."""
    table, typed = cast.table(cast.region("Africa", "africa")), "Cafe\u0301 owners"
    cast.say(table, "They pay no wages.", question=cast.improve, issue=cast.issue(table, typed))
    for ending in ("html", "md"):
        text = organizer.get(address(cast, ending)).content.decode()
        assert (text.count(typed), text.count("Caf\u00e9")) == (3, 0), ending


def test_a_point_marked_after_it_was_typed_is_in_no_form(organizer, cast, django_capture_on_commit_callbacks):
    table = cast.table(cast.region("Asia", "asia"))
    laptop = Laptop.objects.create(table=table, number=1)
    doc, ids = new_key("a"), iter(range(1, 9))

    def write(*edits):
        numbered = [{"id": next(ids), "doc": doc, "at": clock_now(), **edit} for edit in edits]
        journal.append("table", table.pk, laptop.grant, numbered)
        with django_capture_on_commit_callbacks(execute=True):
            projector.project_now("table", table.pk)

    write({"text": text_update(SECRET)}, {"set": "question", "value": cast.where.pk})
    for ending, data in everything(organizer, cast).items():
        assert any(SECRET in found for found in READERS[ending](data)), ending
    write({"set": "stays", "value": True})
    for ending, data in everything(organizer, cast).items():
        assert not any(SECRET in found for found in READERS[ending](data)), ending
        assert doc.encode() not in data, ending


def test_a_point_withdrawn_while_a_form_is_made_is_not_in_it(cast, monkeypatch):
    answer = cast.say(cast.table(cast.region("Asia", "asia")), SECRET)

    def withdrawn_meanwhile(material):
        answer.stays = True
        answer.save(update_fields=["stays"])
        return plain_data(material)

    monkeypatch.setitem(FORMS, "json", replace(FORMS["json"], make=withdrawn_meanwhile))
    assert SECRET not in make_form(Choices((cast.session.pk,)), "json").decode()


def test_a_form_that_is_always_overtaken_is_not_given_out(organizer, cast, monkeypatch):
    table = cast.table(cast.region("Asia", "asia"))
    cast.say(table, SECRET)

    def always(material):
        table.answers.update(stays=True)
        cast.say(table, SECRET)
        return b""

    monkeypatch.setitem(FORMS, "json", replace(FORMS["json"], make=always))
    with pytest.raises(compiling.Overtaken):
        make_form(Choices((cast.session.pk,)), "json")
    monkeypatch.setattr("reports.export_views.wait_for_tables", lambda *sessions: False)
    response = organizer.get(address(cast, "docx"))
    assert (response.status_code, "last words of some tables" in response.content.decode()) == (503, True)


def test_who_waits_too_long_is_told_so(organizer, cast, monkeypatch):
    monkeypatch.setattr(making, "TURN_SECONDS", 0.01)
    with making.one_at_a_time.turn(1):
        response = organizer.get(address(cast, "csv"))
    assert (response.status_code, "Another report is being made" in response.content.decode()) == (503, True)


def test_files_come_under_a_good_name_and_are_kept_nowhere_on_the_way(organizer, cast):
    seated(cast)
    for ending in FORMS:
        response = organizer.get(address(cast, ending))
        assert response["Cache-Control"] == "private, no-store", ending
        assert response["X-Content-Type-Options"] == "nosniff", ending
        if ending == "html":
            assert "Content-Disposition" not in response
            continue
        assert response["Content-Type"] == FORMS[ending].content_type
        name = f"Peoples Forum on Migration 1A report.{ending}"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert organizer.get(f"/sessions/{cast.session.pk}/report.exe").status_code == 404


def test_moderators_read_every_form_neighbours_and_strangers_none(organizer, cast, neighbour):
    hall = Client()
    hall.get(moderator_url(make_moderator_link(session=cast.session, name="Hall", may_write=False)))
    for ending in FORMS:
        assert hall.get(address(cast, ending)).status_code == 200, ending
        assert hall.post(address(cast, ending)).status_code == 405, ending
        for other in (neighbour, Client()):
            assert other.get(address(cast, ending)).status_code == 403, ending
    # Where a person finds them: on the page, beside the PDF.
    page = hall.get(address(cast, "html")).content.decode()
    for ending in (*FORMS, "pdf"):
        assert f'href="/sessions/{cast.session.pk}/report.{ending}?chosen=on' in page


def strict(schema):
    """The schema with no key beside those that it names."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: strict(one) for name, one in schema.items()}
    return {"additionalProperties": False, **inner} if "properties" in inner else inner


def test_the_json_keeps_to_its_schema_and_says_all_that_may_leave(organizer, cast):
    tables, said = seated(cast)
    LatePoint.objects.create(table=tables[0], key=said[0].key, text="Later words", last_at=NOW)
    watch = Watch(cast.session, None, cast.event.organizers.get(), may_write=True)
    star_point(watch=watch, table=tables[2], key=said[4].key)
    data = json.loads(organizer.get(address(cast, "json")).content)
    served = organizer.get("/static/schemas/report-1.json")
    assert json.loads(b"".join(served.streaming_content)) == SCHEMA
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    checker = jsonschema.Draft202012Validator(strict(SCHEMA), format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(data)] == []
    assert [point["text"] for point in data["points"]] == [
        said[0].text,
        said[2].text,
        said[1].text,
        said[3].text,
        said[4].text,
    ]
    point = data["points"][2]
    states = cast.actor.choices.get(name="States")
    assert (point["kind"], point["choices"], point["words"]) == (
        "minority",
        [states.pk],
        {str(cast.benchmark.pk): "80 % registered"},
    )
    assert point["issue"] == data["issues"][0]["id"]
    assert [one["late_waiting"] for one in data["points"]] == [True, False, False, False, False]
    assert [one["starred"] for one in data["points"]] == [False, False, False, False, True]
    assert (data["numbers"]["late_waiting"], data["points"][4]["direction"]) == (1, "rtl")
    assert b"Later words" not in organizer.get(address(cast, "json")).content
    rows = rows_of_csv(organizer.get(address(cast, "csv")).content)
    assert [row["Late words wait"] for row in rows] == ["1", "0", "0", "0", "0"]
    assert [row["Starred"] for row in rows] == ["0", "0", "0", "0", "1"]
    assert [table["heard"] for table in data["tables"]] == [True, False, True, True]


def test_rows_can_be_counted(organizer, cast):
    seated(cast)
    rows = sheet_of_xlsx(organizer.get(address(cast, "xlsx")).content)
    counted = rows_of_csv(organizer.get(address(cast, "csv")).content)
    assert [list(row) for row in rows] == [list(row) for row in counted]
    first, third = rows[0], rows[2]
    assert (first["Region"], first["Table"], first["Question"], first["Level"]) == ("Africa", 1, "1", "local; regional")
    assert (first["Level: local"], first["Level: national"], first["Level: regional"]) == (1, 0, 1)
    assert (first["Words"], first["Letters"], first["Language"], first["Direction"]) == (8, 43, "en", "ltr")
    assert third["Priority issue"] == "Returnees are registered by nobody"
    assert (third["Kind"], third["Actor"], third["Benchmark"]) == ("minority view", "States", "80 % registered")
    assert sum(int(row["Level: local"]) for row in counted) == 1
    assert first["Written at"] == NOW.replace(tzinfo=None)
    assert counted[0]["Written at"] == NOW.isoformat(timespec="seconds")
    issues = sheet_of_xlsx(organizer.get(address(cast, "xlsx")).content, 1)
    assert [(row["Priority issue"], row["Points about it"]) for row in issues] == [
        ("Returnees are registered by nobody", 1)
    ]


def test_who_said_it_leaves_only_where_the_event_allows_it(organizer, cast):
    cast.say(cast.table(cast.region("Europe")), "We ask for papers.", attribution="Union of Harvesters")
    for ending, data in everything(organizer, cast).items():
        if ending not in {"docx", "xlsx"}:
            assert b"Union of Harvesters" not in data, ending
    assert all("Said by" not in row for row in sheet_of_xlsx(organizer.get(address(cast, "xlsx")).content))
    assert not any("Union" in words for words in READERS["docx"](organizer.get(address(cast, "docx")).content))
    cast.event.attribution_allowed = True
    cast.event.save(update_fields=["attribution_allowed"])
    assert sheet_of_xlsx(organizer.get(address(cast, "xlsx")).content)[0]["Said by"] == "Union of Harvesters"
    assert any("Union" in words for words in READERS["docx"](organizer.get(address(cast, "docx")).content))


AGAIN = """
import django, hashlib, pickle, sys
django.setup()
from django.utils import translation
from reports.exports.making import FORMS
with translation.override("ar"):
    material = pickle.load(open(sys.argv[1], "rb"))
    print(*(hashlib.sha256(form.make(material)).hexdigest() for form in FORMS.values()))
"""


def test_equal_state_gives_equal_bytes(cast, tmp_path):
    """In this process and in another, that hashes in another order and makes them at another time."""
    seated(cast)
    with translation.override("ar"):
        material = material_of(Choices((cast.session.pk,)))
        here = [form.make(material) for form in FORMS.values()]
    (tmp_path / "material").write_bytes(pickle.dumps(material))
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", AGAIN, tmp_path / "material"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [hashed(data) for data in here]


def hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_an_empty_session_has_every_form(organizer, cast):
    for data in everything(organizer, cast).values():
        assert data


@pytest.mark.parametrize("tables", [1, 3])
def test_forms_read_in_a_fixed_number_of_queries(cast, tables, django_assert_num_queries):
    for _ in range(tables):
        table = cast.table(cast.region("Africa", "africa"), rapporteur="Amal")
        cast.say(table, "A point.", "local", issue=cast.issue(table, "Papers", "local"))
    with django_assert_num_queries(17):
        material = material_of(Choices((cast.session.pk,)))
        for form in FORMS.values():
            form.make(material)
