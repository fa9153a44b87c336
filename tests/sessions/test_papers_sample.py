"""The sample paper has the layout of a real one: every fact of it, compared exactly."""

from pathlib import Path

import pytest

from sessions.papers.proposing import propose
from sessions.papers.reading import read_paper

SAMPLE = Path(__file__).parents[2] / "sessions" / "sample_paper.md"


@pytest.fixture(scope="module", params=["sample_paper.md", "sample_paper.txt"])
def found(request) -> dict:
    return propose(read_paper(request.param, SAMPLE.read_bytes())).as_json()


def test_event_title_and_codes(found):
    assert found["event"] == "People's Forum on Human Mobility and Dignity"
    assert found["title"] == "Shared Rules for Human Mobility"
    assert found["codes"] == ["1A", "1B"]


def test_people(found):
    def person(role: str, name: str, organisation: str, printed: str, line: int) -> dict:
        return {
            "role": role,
            "name": name,
            "organisation": organisation,
            "role_as_printed": printed,
            "lines": [line],
        }

    assert found["people"] == [
        person("moderator", "Selam Okoro-Haile", "Open Roads Network", "Moderators", 6),
        person("discussion_starter", "Anneke Brandsma", "Harbour Legal Clinic", "Discussion starters", 8),
        person("discussion_starter", "Rafael Quispe Lira", "Federation of Workers Abroad", "Discussion starters", 10),
        person("rapporteur", "Nadia El-Sherbini", "Open Roads Network", "Rapporteur", 12),
    ]
    assert found["notes"] == [
        {
            "text": "Besides the moderator, the discussion starters and the rapporteur named above, every regional "
            "table has a facilitator and a rapporteur of its own.",
            "lines": [14],
        }
    ]


def test_sections_of_context(found):
    first, second = found["sections"]
    assert (first["heading"], first["lines"]) == ("Introduction and background", [16, 18])
    assert (second["heading"], second["lines"]) == ("A new global agreement", [20, 22, 24])
    opening, closing = first["text"].split("\n\n")
    assert opening.startswith("The Forum meets while governments write new rules about who may cross a border")
    assert opening.endswith("have learned, region by region.")
    assert closing == (
        "Much has been promised since the last Forum. Some promises became laws, some laws became budgets, and a few "
        "budgets reached the counter at which a family asks for help. We want to see clearly where the chain breaks, "
        "and who can mend it."
    )
    whole, last = second["text"].split("\n\n")
    assert "after the spring it can only be used to read it." in whole  # a page break cut this sentence
    assert last.endswith("nurseries that close their doors, savings that no bank accepts.")


def test_fields_of_work(found):
    assert found["fields_of_work"] == [
        "Fair recruitment and decent work, domestic work included",
        "Equality of women and men on the move",
        "People stranded in emergencies and on dangerous routes",
        "Borders, walls and the outsourcing of controls",
        "Confinement of migrants, above all of children",
        "Return, readmission and starting anew",
        "Trade, climate and other causes of leaving",
        "Racism, hate speech and exclusion",
    ]


def test_calls_for_action(found):
    assert found["calls_for_action"] == [
        (
            "Close the places of confinement for children and families this year, and publish a date by which nobody "
            "is locked up for a missing paper"
        ),
        (
            "Separate public services from border control, so that a sick child, a robbed worker or a witness can ask "
            "for help without fear"
        ),
        "Let employers pay for recruitment, and refund every fee that a worker has paid",
        (
            "Give permits that belong to the worker, not to the employer, with the right to change jobs and to join a "
            "union"
        ),
        "Open regular ways for families to stay together and for pupils to finish school",
        "Protect those who help: nobody stands trial for water, shelter or advice",
    ]


def test_preamble_and_questions(found):
    assert found["preamble"] == (
        "The tables sit by region, because the same rule looks different from each. Please begin by agreeing on the "
        "one or two most critical issues of your region, those for which better rules or better practice would change "
        "most; the questions that follow return to them."
    )
    assert found["questions"] == [
        {
            "label": "1",
            "group": "",
            "text": "Where and how (in which bodies, by which procedures) do organisations of your region have most "
            "influence on the rules that decide about the rights, the safety and the daily life of migrants?",
            "lines": [48],
            "parts": [],
        },
        {
            "label": "2",
            "group": "",
            "text": "Which issues have priority in your region at present? Please name the one or two that matter "
            "most, whether they are old or new.",
            "lines": [49],
            "parts": [],
        },
        {
            "label": "3",
            "group": "",
            "text": "At which level does each of these issues need better rules: local, national, regional or global? "
            "Please consider in particular",
            "lines": [50],
            "parts": [
                {"label": "a", "text": "whether and how the new global agreement could help; and", "lines": [51]},
                {
                    "label": "b",
                    "text": "whether the law itself must change, or its implementation, or whether an international "
                    "standard still waits for its transposition into national law;",
                    "lines": [52],
                },
            ],
        },
        {
            "label": "4",
            "group": "",
            "text": "What should civil society do, and what should States do, each alone or all together, to settle "
            "these issues? Where it helps, please propose a benchmark by which progress can be seen.",
            "lines": [53],
            "parts": [],
        },
    ]


def test_lists_and_nothing_unrecognised(found):
    assert [(one["id"], one["holds"], len(one["items"])) for one in found["lists"]] == [
        ("list-1", "fields_of_work", 8),
        ("list-2", "calls_for_action", 6),
        ("list-3", "questions", 6),
    ]
    assert found["unrecognised"] == []


def test_where_everything_stands(found):
    lines = SAMPLE.read_text(encoding="utf-8").split("\n")
    assert sorted(number for numbers in found["where"].values() for number in numbers) == [
        number for number, line in enumerate(lines, start=1) if line.strip()
    ]
    assert {
        key: found["where"][key] for key in ("event", "codes", "title", "fields_of_work", "questions.2.parts.1")
    } == {
        "event": [1],
        "codes": [2],
        "title": [4],
        "fields_of_work": [26],
        "questions.2.parts.1": [52],
    }
