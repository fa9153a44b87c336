"""Papers in the layouts in which they come: each test is one layout, with everything that was found in it."""

from sessions.papers.proposing import Proposal, propose
from sessions.papers.reading import read_paper

PROSE = "Many organisations have worked on this for years, and they know what holds and what breaks in practice."


def proposal(paper: str, name: str = "paper.md") -> Proposal:
    return propose(read_paper(name, paper.encode()))


def asked(found: Proposal) -> list[tuple[str, str, str, list]]:
    """Group, label, text and parts of every question."""

    def parts(question) -> list:
        return [(p.label, p.text, parts(p)) if p.parts else (p.label, p.text) for p in question.parts]

    return [(q.group, q.label, q.text, parts(q)) for q in found.questions]


def named(found: Proposal) -> list[tuple[str, str, str]]:
    return [(p.role, p.name, p.organisation) for p in found.people]


def test_unnumbered_bullets_are_questions_without_labels():
    found = proposal(
        f"# Forum of Ports\n## Session 2\n## Safe Harbours\n\nModerator: Ana Sol, Dock Union\n\n"
        f"## Context\n\n{PROSE}\n\n## Questions for discussion\n\n* Who decides on berths?\n* What would help crews?\n"
    )
    assert (found.event.text, found.title.text, found.codes) == ("Forum of Ports", "Safe Harbours", ["2"])
    assert asked(found) == [("", "", "Who decides on berths?", []), ("", "", "What would help crews?", [])]
    assert [section.heading for section in found.sections] == ["Context"]
    assert found.unrecognised == []


def test_labels_q1_and_question_1():
    short = proposal(f"# Ports\n\n{PROSE}\n\nQ1: Who decides?\nQ2. What helps?\n\nQ3 Propose one step.\n")
    assert [(q.label, q.text) for q in short.questions] == [
        ("Q1", "Who decides?"),
        ("Q2", "What helps?"),
        ("Q3", "Propose one step."),
    ]
    long = proposal(f"# Ports\n\n{PROSE}\n\n**Question 1:** Who decides?\n\n**Question 2:** What helps?\n")
    assert [(q.label, q.text) for q in long.questions] == [("1", "Who decides?"), ("2", "What helps?")]
    assert short.unrecognised == long.unrecognised == []


def test_questions_as_headings_with_text_under_them():
    found = proposal(f"# Ports\n\n{PROSE}\n\n### Question 1\n\nWho decides?\n\n### Question 2\n\nWhat helps crews?\n")
    assert asked(found) == [("", "1", "Who decides?", []), ("", "2", "What helps crews?", [])]


def test_numbering_that_restarts_under_each_theme():
    found = proposal(
        f"# Ports\n\n## Background\n\n{PROSE}\n\n## Guiding questions\n\nPlease take notes.\n\n"
        "### Theme A: Crews\n\n1. Who decides?\n2. What helps?\n\n### Theme B: Cargo\n\n1. Who pays?\n2. Who checks?\n"
    )
    assert asked(found) == [
        ("Theme A: Crews", "1", "Who decides?", []),
        ("Theme A: Crews", "2", "What helps?", []),
        ("Theme B: Cargo", "1", "Who pays?", []),
        ("Theme B: Cargo", "2", "Who checks?", []),
    ]
    assert found.preamble.text == "Please take notes."
    assert found.unrecognised == []


def test_themes_in_plain_text_without_any_signs():
    found = proposal(
        f"Forum of Ports\nBackground paper for session 4\nSafe Harbours\n\nBackground\n\n{PROSE}\n\n"
        "Guiding questions\n\n"
        "Crews\n1. Who decides?\n2. What helps?\n\nCargo\n1. Who pays?\n",
        "paper.txt",
    )
    assert [(q.group, q.label) for q in found.questions] == [("Crews", "1"), ("Crews", "2"), ("Cargo", "1")]
    assert found.unrecognised == []


def test_themes_as_list_items_over_their_questions():
    found = proposal(
        f"# Ports\n\n{PROSE}\n\nQuestions:\n\n- Crews\n  - Who decides?\n  - What helps?\n- Cargo\n  - Who pays?\n"
    )
    assert [(q.group, q.text) for q in found.questions] == [
        ("Crews", "Who decides?"),
        ("Crews", "What helps?"),
        ("Cargo", "Who pays?"),
    ]


def test_each_theme_with_prose_and_a_heading_questions_of_its_own():
    theme = f"## {{}}\n\n{PROSE}\n\n**Questions**\n\n1. Who decides on {{}}?\n2. What helps {{}}?\n\n"
    found = proposal("# Ports\n\n" + theme.replace("{}", "Crews") + theme.replace("{}", "Cargo"))
    assert [(q.group, q.label, q.text) for q in found.questions] == [
        ("Crews", "1", "Who decides on Crews?"),
        ("Crews", "2", "What helps Crews?"),
        ("Cargo", "1", "Who decides on Cargo?"),
        ("Cargo", "2", "What helps Cargo?"),
    ]
    assert [section.heading for section in found.sections] == ["Crews", "Cargo"]


def test_sub_parts_as_nested_bullets_and_as_roman_numbers():
    found = proposal(
        f"# Ports\n\n{PROSE}\n\n**Guiding questions**\n\n1. Who decides on\n   - berths?\n   - wages?\n"
        "2. What helps\n   i. at sea?\n   ii. on land, where\n      - by day?\n      - by night?\n"
        "   iii. at home?\n3. And then?\n"
    )
    assert asked(found) == [
        ("", "1", "Who decides on", [("", "berths?"), ("", "wages?")]),
        (
            "",
            "2",
            "What helps",
            [
                ("i", "at sea?"),
                ("ii", "on land, where", [("", "by day?"), ("", "by night?")]),
                ("iii", "at home?"),
            ],
        ),
        ("", "3", "And then?", []),
    ]


def test_sub_parts_that_do_not_stand_further_in():
    found = proposal(
        f"Ports\n\n{PROSE}\n\nGuiding questions\n\n1. Who decides?\na) on berths\nb) on wages\n"
        "2) What helps?\n(i) at sea\n(ii) on land\n"
        "3. And then?\n3.1 Who starts?\n3.2 Who ends?\n4. Why?\n4a. Why now?\n4b. Why here?\n",
        "paper.txt",
    )
    assert asked(found) == [
        ("", "1", "Who decides?", [("a", "on berths"), ("b", "on wages")]),
        ("", "2", "What helps?", [("i", "at sea"), ("ii", "on land")]),
        ("", "3", "And then?", [("3.1", "Who starts?"), ("3.2", "Who ends?")]),
        ("", "4", "Why?", [("4a", "Why now?"), ("4b", "Why here?")]),
    ]


def test_questions_wrapped_over_lines_and_paragraphs():
    found = proposal(
        f"Ports\n\n{PROSE}\n\nGuiding questions\n\n1. Who decides on the berths of\n"
        "   the old harbour,\nand since when?\n\n"
        "   Think of the last strike.\n\n2. What helps?\n\nNames are not needed.\n\n3. Who pays?\n",
        "paper.txt",
    )
    assert [(q.label, q.text) for q in found.questions] == [
        ("1", "Who decides on the berths of the old harbour, and since when?\nThink of the last strike."),
        ("2", "What helps?\nNames are not needed."),
        ("3", "Who pays?"),
    ]


def test_questions_without_any_marker():
    found = proposal(
        f"# Ports\n\n{PROSE}\n\n## Guiding questions\n\nBe brief.\n\nWho decides?\n\nWhat helps? Who pays?\n"
    )
    assert [q.text for q in found.questions] == ["Who decides?", "What helps? Who pays?"]
    assert found.preamble.text == "Be brief."


def test_imperatives_without_question_mark():
    found = proposal(
        f"# Ports\n\n## Context\n\n{PROSE}\n\n## For discussion\n\nTables are invited to:\n\n"
        "1. Identify one harbour that works well.\n2. Describe what changed there.\n3. Propose a next step.\n"
    )
    assert [q.text for q in found.questions] == [
        "Identify one harbour that works well.",
        "Describe what changed there.",
        "Propose a next step.",
    ]
    assert found.preamble.text == "Tables are invited to:"


def test_no_questions_at_all_and_topics_stay_topics():
    found = proposal(
        f"# Ports\n\n## Context\n\n{PROSE} What comes next?\n\n## Topics for discussion\n\n"
        "1. Berths and wages\n2. State of the piers\n\n"
        "## Recommendations\n\n- Build piers\n- List all berths\n"
    )
    assert found.questions == []
    assert [item.text for item in found.fields_of_work] == ["Berths and wages", "State of the piers"]
    assert [item.text for item in found.calls_for_action] == ["Build piers", "List all berths"]
    assert found.unrecognised == []


def test_a_paper_in_capitals_with_codes_joined():
    found = proposal(
        f"FORUM OF PORTS\nBACKGROUND PAPER FOR SESSIONS 3A AND 3B\nSAFE HARBOURS\n\nMODERATOR: ANA SOL, DOCK UNION\n\n"
        f"INTRODUCTION\n\n{PROSE}\n\nGUIDING QUESTIONS\n\n1. Who decides?\n",
        "paper.txt",
    )
    assert (found.event.text, found.title.text, found.codes) == ("FORUM OF PORTS", "SAFE HARBOURS", ["3A", "3B"])
    assert named(found) == [("moderator", "ANA SOL", "DOCK UNION")]
    assert ([one.heading for one in found.sections], found.unrecognised) == (["INTRODUCTION"], [])


def test_numbered_sections_with_questions_numbered_within_them():
    found = proposal(
        f"1. Introduction\n\n{PROSE}\n\n2. Areas of work\n\na) Wages\nb) Rest\n\n3. Questions to the groups\n\n"
        f"3.1 What works?\n3.2 What does not?\n3.2.1 And why?\n\n4. Practical information\n\n{PROSE}\n",
        "paper.txt",
    )
    assert asked(found) == [("", "3.1", "What works?", []), ("", "3.2", "What does not?", [("3.2.1", "And why?")])]
    assert [one.text for one in found.fields_of_work] == ["Wages", "Rest"]
    assert [one.heading for one in found.sections] == ["1. Introduction", "4. Practical information"]
    assert found.unrecognised == []


def test_markdown_that_lets_the_reader_count():
    found = proposal(
        f"# Ports\n\n{PROSE}\n\n## Discussion questions\n1. What works?\n1. What does not?\n1. Who pays?\n"
    )
    assert [(q.label, q.text) for q in found.questions] == [
        ("1", "What works?"),
        ("2", "What does not?"),
        ("3", "Who pays?"),
    ]


def test_questions_and_people_in_markdown_tables():
    found = proposal(
        f"# Forum of Ports\n# Safe Harbours\n\n"
        "| Role | Name | Organisation |\n|---|---|---|\n| Chair | Ana Sol | Dock Union |\n\n"
        f"## Context\n\n{PROSE}\n\n## Guiding questions\n\n"
        "| No | Question |\n|---|---|\n| 1 | What works? |\n| 2 | Who pays? |\n"
    )
    assert named(found) == [("moderator", "Ana Sol", "Dock Union")]
    assert asked(found) == [("", "1", "What works?", []), ("", "2", "Who pays?", [])]
    assert found.unrecognised == []


def test_dates_and_rooms_and_several_people_on_a_line():
    found = proposal(
        f"# Forum of Ports\n\n## Workshop B2 – Safe Harbours\n\n**Date:** 4 May 2031\n**Room:** Hall 3\n\n"
        f"* **Chair**: Ana Sol (Dock Union)\n* **Discussion starters**: Bo Li (Crew Aid), Cy Day (Port Choir)\n\n"
        f"{PROSE}\n\n**Guiding questions:**\n1) What works?\n2) What is needed?\n   1) from States\n   2) from ports\n"
    )
    assert (found.event.text, found.title.text, found.codes) == ("Forum of Ports", "Safe Harbours", ["B2"])
    assert [note.text for note in found.notes] == ["Date: 4 May 2031", "Room: Hall 3"]
    assert named(found) == [
        ("moderator", "Ana Sol", "Dock Union"),
        ("discussion_starter", "Bo Li", "Crew Aid"),
        ("discussion_starter", "Cy Day", "Port Choir"),
    ]
    assert asked(found) == [
        ("", "1", "What works?", []),
        ("", "2", "What is needed?", [("1", "from States"), ("2", "from ports")]),
    ]


def test_calls_in_the_imperative_after_tasks_in_the_imperative():
    found = proposal(
        f"# Ports\n\n## Introduction\n\n{PROSE}\n\n## Tasks for the tables\n\n"
        "- Identify two problems.\n- Agree on one step.\n\n"
        "## Calls for action\n\n- End late wages.\n- Identify ships.\n  - old\n  - new\n"
    )
    assert [q.text for q in found.questions] == ["Identify two problems.", "Agree on one step."]
    assert [one.text for one in found.calls_for_action] == ["End late wages", "Identify ships: old; new"]


def test_bold_questions_each_with_a_paragraph():
    found = proposal(
        f"# Ports\n\nThe session is short.\n\n## Introduction\n\n{PROSE}\n\n## Questions for discussion\n\n"
        "**1. What works?**\n\nThink of wages.\n\n**2. What fails?**\n\nThink of passports.\n"
    )
    assert found.title.text == "Ports"
    assert [q.text for q in found.questions] == ["What works?\nThink of wages.", "What fails?\nThink of passports."]
    assert found.unrecognised == []


def test_letters_and_roman_numbers_at_the_top():
    letters = proposal(
        f"# Ports\n\n{PROSE}\n\nGuiding questions:\n\n"
        "A. Wages\n   1. What works?\n   2. What fails?\nB. Rest\n   1. Why?\n"
    )
    assert [(q.group, q.label) for q in letters.questions] == [("Wages", "1"), ("Wages", "2"), ("Rest", "1")]
    romans = proposal(
        f"# Ports\n\n{PROSE}\n\n## Questions\n\nI. What works?\n\n  a. at sea\n  b. on land\n\nII. What fails?\n"
    )
    assert asked(romans) == [
        ("", "I", "What works?", [("a", "at sea"), ("b", "on land")]),
        ("", "II", "What fails?", []),
    ]
