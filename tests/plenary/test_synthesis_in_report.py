"""The synthesis and the stars stand before everything else in every form of the report, and rest on words of today."""

import json
import re

import jsonschema
import pytest

from pga.live.projector import project_now
from plenary import synthesis_vocabulary as words
from plenary.links import moderator_url
from regions.layout import make_table
from regions.vocabulary import digest
from reports.choices import Choices
from reports.compiling import compile_chosen, compile_report
from sessions.models import DiscussionSession
from tests.plenary.front import said
from tests.plenary.test_synthesis import Desk, desk, key  # noqa: F401 a moderator who writes the synthesis
from tests.regions.seats import Seat
from tests.regions.test_history import question
from tests.reports.reading import text_of
from tests.reports.test_exports import SCHEMA, strict

ISOLATES = str.maketrans("", "", "\u2068\u2069")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_what_was_written_and_starred_is_read_first_and_follows_its_points(table, seat, desk, key, data_dir):  # noqa: F811
    point, star = said(seat, "Fee caps exist on paper", "3"), said(seat, "أوقفوا الكفالة", "3")
    # What the app would only propose is no synthesis.
    assert "Synthesis" not in text_of(compile_report(table.session.pk))
    desk.refers(key, point, "Law is there.\n\nIt is not kept {}.")
    desk.writes(words.WHOLE, "One thing runs through all regions.")
    desk.stars(table, star)
    text = text_of(compile_report(table.session.pk))
    summed = text[text.rindex("One thing runs") :]
    assert (
        summed.index("It is not kept [1].") < summed.index("Fee caps exist on paper") < summed.index("For the plenary")
    )
    page = desk.client.get(f"/sessions/{table.session.pk}/report.html").content.decode()
    assert page.index("It is not kept [1].") < page.index("Fee caps exist on paper") < page.index("أوقفوا الكفالة")

    seat.types(point, "Fee caps exist on paper only")
    project_now("table", table.pk)
    assert "on paper only (its words have changed since)" in text_of(compile_report(table.session.pk))
    region = Choices((table.session.pk,), region=table.region_id)
    assert "It is not kept" not in text_of(compile_chosen(region).pdf)

    for one in (point, star):
        seat.sets(one, "stays", True)
    project_now("table", table.pk)
    text = text_of(compile_report(table.session.pk))
    assert "(its table has taken it back)" in text and "It is not kept [1]." in text
    assert "Fee caps" not in text and "For the plenary" not in text
    for form in ("html", "json", "md", "csv"):
        told = desk.client.get(f"/sessions/{table.session.pk}/report.{form}").content.decode()
        assert "Fee caps" not in told and "الكفالة" not in told


def test_the_json_keeps_the_synthesis_with_the_words_of_today(table, seat, desk, key):  # noqa: F811
    point, star = said(seat, "Fee caps exist on paper", "3"), said(seat, "أوقفوا الكفالة", "3")
    desk.stars(table, star)
    whole = desk.token(words.WHOLE, star)[1]
    # Begun, and left empty again: what the app would propose in its place is nobody's word.
    desk.writes(words.text_key(question(table, "1").pk), " \n")
    desk.refers(key, point, "Law is there.\n\nIt is not kept {}.")
    desk.refers(words.TWO_MINUTES, star, "Stop it {}.")
    rests = {"number": 1, "table": table.pk, "language": "en", "direction": "ltr"}
    law = rests | {"state": "same", "id": f"{table.pk}:{point.key}", "text": "Fee caps exist on paper"}
    stop = rests | {"state": "same", "id": f"{table.pk}:{star.key}", "text": "أوقفوا الكفالة"}
    stop |= {"language": "ar", "direction": "rtl"}

    def texts(**headers):
        answer = desk.client.get(f"/sessions/{table.session.pk}/report.json", headers=headers).content
        data = json.loads(answer)
        found = jsonschema.Draft202012Validator(strict(SCHEMA)).iter_errors(data)
        assert [error.message for error in found] == []
        told = [[one[name] for name in ("about", "paragraphs", "draft", "references")] for one in data["synthesis"]]
        return answer, told, data["starred"]

    answer, told, starred = texts()
    assert told == [
        ["question", ["Law is there.", "It is not kept [1]."], False, [law]],
        ["speaker", ["Stop it [1]."], False, [stop]],
    ]
    assert starred == [stop["id"]] and texts(**{"Accept-Language": "ar"})[0] == answer

    seat.types(point, "Fee caps exist on paper only")
    seat.sets(star, "stays", True)
    project_now("table", table.pk)
    answer, told, starred = texts()
    gone = {**stop, "state": "taken_back"} | dict.fromkeys(["id", "text", "direction", "language"])
    assert [one[3] for one in told] == [[law | {"state": "changed", "text": "Fee caps exist on paper only"}], [gone]]
    assert starred == [] and star.key not in answer.decode() and "الكفالة" not in answer.decode()

    text = f"What the plenary must hear: {whole}"
    desk.does(words.WHOLE, set="drafted", value=digest(text))
    desk.writes(words.WHOLE, text)
    assert texts()[1][0][:3:2] == ["session", True]
    page = desk.client.get(f"/sessions/{table.session.pk}/report.html").content.decode()
    assert page.count("A draft that nobody has edited.") == 1
    assert page.count("(its words have changed since)") == page.count("(its table has taken it back)") == 1


def test_the_syntheses_of_two_sessions_are_told_apart(table, seat, desk, key):  # noqa: F811
    other = DiscussionSession.objects.exclude(pk=table.session.pk).get(event=table.session.event)
    there = make_table(session=other, region=table.region, number=1)
    desk.refers(key, said(seat, "Fee caps exist on paper", "3"), "It is not kept {}.")
    second = Desk(other)
    second.refers(key, said(Seat(there), "Nobody inspects", "3"), "Nor is it here {}.")
    second.writes(words.WHOLE, "The second adds one thing.")
    desk.client.get(moderator_url(second.link))
    chosen = {"chosen": "on", "also": other.pk}
    text = desk.client.get(f"/sessions/{table.session.pk}/report.md", chosen).content.decode()
    one, two = table.session.code, other.code
    told = [line.replace("\\", "").replace("**", "").translate(ISOLATES) for line in text.splitlines() if line]
    first, added, last = "It is not kept [1].", "The second adds one thing.", "Nor is it here [1]."
    assert told.index(first) < told.index(added) < told.index(last)
    assert f"### Session {two}" in told and f"### Session {one}" not in told
    heads = [line for line in told if re.match("### Session .* 3 ", line)]
    assert [line.split()[2] for line in heads] == [one, two]
    assert f"[1] Asia · {two} · Table 1: Nobody inspects" in told
