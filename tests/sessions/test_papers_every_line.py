"""Whatever a paper looks like: each line with words on it is in exactly one thing, or not recognised."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sessions.papers.lines import plain_lines
from sessions.papers.proposing import Proposal, choose_list, propose

SAID = (
    "Crews berths Wages decide? What helps questions Session 1A 2B and or Moderator Rapporteur (TBC) Ana Sol, Union "
    "Guiding Questions Fields of work Calls for action: please discuss. Identify the sea Introduction background "
    "“quoted” migrants' – — who? كيف؟ পানি? i. a) 3. Q1 | * ** _x_ [1] A. ii"
)
WORDS = st.sampled_from(SAID.split())
TEXT = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
LONG = st.lists(WORDS, min_size=18, max_size=40).map(" ".join)
MARKER = st.sampled_from(
    [
        "",
        "- ",
        "* ",
        "• ",
        "1. ",
        "2. ",
        "3) ",
        "(a) ",
        "b. ",
        "i. ",
        "ii) ",
        "Q1: ",
        "Question 2: ",
        "3.1 ",
        "4a. ",
        "أ. ",
        "১। ",
        "س١: ",
        "1° ",
        "Chair:\t",
        "# ",
        "## ",
        "### ",
        "> ",
        "| ",
        "**",
        "Moderator: ",
        "Rapporteur (TBC): ",
        "Sessions 1A and 2A ",
        "Guiding questions. ",
    ]
)
INDENT = st.sampled_from(["", "", "", "  ", "    ", "\t", "      "])
TAIL = st.sampled_from(["", "", "  ", "?", ":", ".", "**", " |", " (Moderator)", "\\"])
LINE = st.one_of(
    st.builds(lambda *parts: "".join(parts), INDENT, MARKER, st.one_of(TEXT, LONG), TAIL),
    st.sampled_from(
        ["", "", "", "---", "===", "***", "|---|---|", "-", "1.", "Moderators:", "**", "Guiding questions"]
    ),
    st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\n\r"), max_size=30),
)
PAPER = st.lists(LINE, max_size=40).map("\n".join)


def owners(found: Proposal) -> list[int]:
    """Every line number, as often as a thing claims it."""
    return sorted(number for numbers in found.lines_of().values() for number in numbers)


@settings(max_examples=400, deadline=None)
@given(PAPER)
@example(
    "1A Crews\n# What the crews, the berths and the wages of the sea say: Questions Calls\nWho?\n\nA\nQuestions\n- B"
)
def test_every_line_is_in_exactly_one_thing(paper):
    lines = plain_lines(paper)
    found = propose(lines)
    assert owners(found) == [line.number for line in lines if not line.blank]
    for one in found.lists:
        assert owners(choose_list(lines, one.id)) == owners(found)


@settings(max_examples=200, deadline=None)
@given(PAPER)
def test_no_thing_claims_the_line_of_another(paper):
    """Before the rule that gives a shared line to the first: only people and a title share one."""
    found = propose(plain_lines(paper))
    claimed = [
        n for key, numbers in found._owned() for n in numbers if not key.startswith(("people.", "title", "codes"))
    ]
    assert sorted(claimed) == sorted(set(claimed))


@settings(max_examples=200, deadline=None)
@given(PAPER)
def test_the_words_of_the_questions_are_words_of_the_paper(paper):
    lines = plain_lines(paper)
    said = {word for line in lines for word in line.text.split()}
    waiting = list(propose(lines).questions)
    while waiting:
        question = waiting.pop()
        waiting.extend(question.parts)
        assert {word for word in question.text.split() if word not in said} == set()
