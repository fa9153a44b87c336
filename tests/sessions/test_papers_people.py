"""People in the layouts in which papers name them, and papers with several lists."""

import pytest

from sessions.papers.proposing import choose_list, propose
from sessions.papers.reading import read_paper
from tests.sessions.test_papers_layouts import PROSE, asked, named, proposal

ANA = ("moderator", "Ana Sol", "Dock Union")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Moderator: Ana Sol, Dock Union", [ANA]),
        ("**Moderator:** Ana Sol (Dock Union)", [ANA]),
        ("**Moderator** – **Ana Sol**, Dock Union", [ANA]),
        ("Moderator: Ana Sol – Dock Union", [ANA]),
        ("Ana Sol, Dock Union (Moderator)", [ANA]),
        ("Ana Sol (Moderator), Dock Union", [ANA]),
        ("Ana Sol (Moderator, Dock Union)", [ANA]),
        ("Ana Sol (Moderator)", [("moderator", "Ana Sol", "")]),
        ("- Ana Sol (Moderator)", [("moderator", "Ana Sol", "")]),
        ("- Moderator: Ana Sol, Dock Union", [ANA]),
        ("| Moderator | Ana Sol | Dock Union |", [ANA]),
        ("Moderator (TBC)", [("moderator", "", "")]),
        ("Moderator: TBC", [("moderator", "", "")]),
        ("Moderator: to be confirmed", [("moderator", "", "")]),
        ("Moderator (tbc): Ana Sol, Dock Union", [ANA]),
        ("Moderator: Ana Sol (TBC), Dock Union", [ANA]),
        ("Modératrice : Ana Sol, Dock Union", [ANA]),
        ("Moderators: Ana Sol, Dock Union; Bo Li, Crew Aid", [ANA, ("moderator", "Bo Li", "Crew Aid")]),
        ("Moderators: Ana Sol and Bo Li", [("moderator", "Ana Sol", ""), ("moderator", "Bo Li", "")]),
        ("Moderators:\n- Ana Sol, Dock Union\n- Bo Li", [ANA, ("moderator", "Bo Li", "")]),
        ("Moderators\n\nAna Sol, Dock Union\n\nBo Li, Crew Aid", [ANA, ("moderator", "Bo Li", "Crew Aid")]),
        ("Moderators: Ana Sol and Bo Li, Crew Aid", [("moderator", n, "Crew Aid") for n in ("Ana Sol", "Bo Li")]),
        ("Moderated by Ana Sol, Dock Union", [ANA]),
        ("Ana Sol – Moderator – Dock Union", [ANA]),
        ("Ana Sol, Moderator, Dock Union", [ANA]),
        ("Ana Sol | Moderator | Dock Union", [ANA]),
        ("Moderator: Ana Sol / Dock Union", [ANA]),
        ("Moderator:\tAna Sol\tDock Union", [ANA]),
        ("Moderator:      Ana Sol,   Dock Union", [ANA]),
        ("Rapporteur\tTBC", [("rapporteur", "", "")]),
        ("Moderators: 1) Ana Sol, Dock Union; 2) Bo Li", [ANA, ("moderator", "Bo Li", "")]),
        ("Moderator: Ana Sol, The Dock Union (UK)", [("moderator", "Ana Sol", "The Dock Union (UK)")]),
        ("Moderator: Ana Sol, Dock Union; Rapporteur: TBC", [ANA, ("rapporteur", "", "")]),
        ("Moderator: TBC      Rapporteur: Bo Li", [("moderator", "", ""), ("rapporteur", "Bo Li", "")]),
        ("Moderator (Session 1A): Ana Sol, Dock Union", [ANA]),
        ("Moderator: Ana Sol, Ph.D., Dock Union", [("moderator", "Ana Sol, Ph.D.", "Dock Union")]),
        ("Moderator: [name to be confirmed], Dock Union", [("moderator", "", "Dock Union")]),
        ("Présidente de séance : Ana Sol, Dock Union", [ANA]),
        ("سلمى حداد (المنسقة)، اتحاد البحارة", [("moderator", "سلمى حداد", "اتحاد البحارة")]),
        ("المتحدثون: سلمى حداد، الميناء؛ كريم نور", [("other", "سلمى حداد", "الميناء"), ("other", "كريم نور", "")]),
        ("আলোচক: রিনা দাস, শ্রমিক কেন্দ্র", [("discussion_starter", "রিনা দাস", "শ্রমিক কেন্দ্র")]),
        ("Chair: Ana Sol, Dock Union\nNote-taker: Bo Li", [ANA, ("rapporteur", "Bo Li", "")]),
        ("Discussant: Bo Li, Crew Aid", [("discussion_starter", "Bo Li", "Crew Aid")]),
        ("Facilitator: Bo Li, Crew Aid", [("other", "Bo Li", "Crew Aid")]),
        ("Rapporteur:\n\nModerator: Ana Sol, Dock Union", [("rapporteur", "", ""), ANA]),
    ],
)
def test_a_line_names_people(line, people):
    found = proposal(f"# Forum of Ports\n\n# Safe Harbours\n\n{line}\n\n## Context\n\n{PROSE}\n")
    assert named(found) == people
    assert [section.heading for section in found.sections] == ["Context"]
    assert (found.unrecognised, found.notes) == ([], [])


def test_the_role_is_kept_as_printed():
    (person,) = proposal(f"# Ports\n\nCo-Moderator (TBC): Ana Sol\n\n{PROSE}\n").people
    assert (person.role, person.role_as_printed, person.lines) == ("moderator", "Co-Moderator (TBC)", (3,))


def test_people_at_the_end_of_a_paper():
    found = proposal(
        f"# Ports\n\n## Context\n\n{PROSE}\n\n## Questions\n\n1. Who decides?\n\n## Speakers\n\n"
        "- Ana Sol, Dock Union\n- Bo Li\n"
    )
    assert named(found) == [("other", "Ana Sol", "Dock Union"), ("other", "Bo Li", "")]
    assert [q.text for q in found.questions] == ["Who decides?"]


def test_words_of_the_text_are_no_people():
    found = proposal(
        f"# Ports\n\n## Context\n\n{PROSE}\n\nModerators: please keep to the time.\n\n"
        "1. Sea crews (organizers)\n2. Speakers and hosts, with a ship\n3. Sea crews, organizers, and their Unions\n"
        "\nChaired by crews themselves, the committee met twice.\n"
    )
    assert found.people == []


SEVERAL = (
    f"# Ports\n\n## Context\n\n{PROSE} Three puzzles remain:\n\n- Who owns the sea?\n"
    "- Who owns the wind?\n- Who owns time?\n\n"
    "## Fields of work\n\n- Berths\n- Wages;\n- Rest on land\n\n## What to bring\n\n1. Pens\n2. Paper\n\n"
    "## Calls to action\n\na) Build piers;\nb) Pay crews; and\nc) Open gates.\n\n"
    "## Questions for the tables\n\n1. Who decides?\n2. What helps?\n\n## Further reading\n\n- The Book of Ports\n"
)


def test_several_lists_of_which_one_holds_the_questions():
    found = proposal(SEVERAL)
    assert [q.text for q in found.questions] == ["Who decides?", "What helps?"]
    assert [item.text for item in found.fields_of_work] == ["Berths", "Wages", "Rest on land"]
    assert [item.text for item in found.calls_for_action] == ["Build piers", "Pay crews", "Open gates"]
    assert [(one.id, one.holds) for one in found.lists] == [
        ("list-1", "other"),
        ("list-2", "fields_of_work"),
        ("list-3", "other"),
        ("list-4", "calls_for_action"),
        ("list-5", "questions"),
        ("list-6", "other"),
    ]
    assert [section.heading for section in found.sections] == ["Context", "What to bring", "Further reading"]
    assert found.unrecognised == []


def test_another_list_can_be_chosen():
    lines = read_paper("paper.md", SEVERAL.encode())
    found = choose_list(lines, "list-1")
    assert [q.text for q in found.questions] == ["Who owns the sea?", "Who owns the wind?", "Who owns time?"]
    assert [one.holds for one in found.lists].count("questions") == 1
    fields = choose_list(lines, "list-2")
    assert [q.text for q in fields.questions] == ["Berths", "Wages;", "Rest on land"]
    assert fields.fields_of_work == []
    with pytest.raises(LookupError):
        choose_list(lines, "list-9")


def test_a_paper_of_one_line_and_one_of_questions_only():
    assert proposal("Safe Harbours").title.text == "Safe Harbours"
    assert asked(proposal("1. Who decides?\n2. What helps?\n")) == [
        ("", "1", "Who decides?", []),
        ("", "2", "What helps?", []),
    ]


def test_the_front_in_labelled_lines_and_in_one():
    labelled = proposal(
        f"Event: Forum of Ports\nTitle: Safe Harbours\nSessions: A1, A2 & B3\n\n## Context\n\n{PROSE}\n"
    )
    assert (labelled.event.text, labelled.title.text, labelled.codes) == (
        "Forum of Ports",
        "Safe Harbours",
        ["A1", "A2", "B3"],
    )
    at_once = proposal(
        f"# Forum of Ports\n\n## Working session 3B: Safe Harbours\n\nPort Said, 3-4 May 2031\n\n"
        f"## Context\n\n{PROSE}\n"
    )
    assert (at_once.event.text, at_once.title.text, at_once.codes) == ("Forum of Ports", "Safe Harbours", ["3B"])
    assert [note.text for note in at_once.notes] == ["Port Said, 3-4 May 2031"]
    dated = proposal(
        f"World Assembly of Ports, Port Said, 3-5 May 2031\n\n"
        f"Background paper 7: Safe Harbours\n\nContext\n\n{PROSE}\n",
        "paper.txt",
    )
    assert (dated.event.text, dated.title.text) == ("World Assembly of Ports, Port Said", "Safe Harbours")


def test_a_paper_in_arabic():
    found = proposal(
        "# منتدى الموانئ\n\n## مرافئ آمنة\n\nالمقررة: سلمى حداد، اتحاد البحارة\n\n## الأسئلة\n\n"
        "١. من يقرر؟\n٢. ما الذي يساعد؟\n"
    )
    assert (found.event.text, found.title.text) == ("منتدى الموانئ", "مرافئ آمنة")
    assert named(found) == [("rapporteur", "سلمى حداد", "اتحاد البحارة")]
    assert [(q.label, q.text) for q in found.questions] == [("١", "من يقرر؟"), ("٢", "ما الذي يساعد؟")]


def test_the_proposal_does_not_read_the_same_paper_differently_twice():
    lines = read_paper("paper.md", SEVERAL.encode())
    assert propose(lines).as_json() == propose(lines).as_json()
