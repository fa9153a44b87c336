import pytest

from sessions.drafts import add, load
from sessions.models import BackgroundPaper
from sessions.proposals import choose_list, read_draft
from sessions.sample import PAPER

PAPERS = {
    "themes": (
        "# Care\n\nModerator: Rosa Quispe, Casa Migrante\n\n## Questions for discussion\n\n### Work\n\n"
        "1. Who pays?\n2. Who decides?\n\n### Home\n\n1. Who cares?\n   - and at night?\n   - and at work?\n\n"
        "Thank you.\n"
    ),
    "no questions": "# Care\n\nTopics:\n\n- Wages\n- Housing\n\nThat is all.\n",
    "several on a line": (
        "Forum of Carers\nConcept note: Care at home\nModerators: Ana Sol, Union; Bo Li, Aid\n\n"
        "Fields of work\n\n- Pay\n- Rest\n\nQuestions\n\n1. Who pays?\n"
    ),
    "deep": (
        "# Care\n\nQuestions\n\n1. Who pays?\n   a. in law\n      i. at home\n      ii. abroad\n   b. in practice\n"
    ),
}


@pytest.mark.parametrize("text", [*PAPERS.values(), PAPER.read_text(encoding="utf-8")], ids=[*PAPERS, "sample"])
def test_every_line_of_a_paper_stands_in_exactly_one_item(text):
    draft = read_draft("paper.md", text.encode())
    owned = sorted(line for item in load(draft["items"]) for line in item.lines)
    assert owned == [number for number, words in draft["lines"] if words]


def test_a_paper_without_questions_has_none():
    assert not [
        item for item in load(read_draft("p.md", PAPERS["no questions"].encode())["items"]) if item.sort == "question"
    ]


def test_parts_of_parts_become_parts_with_both_labels():
    items = load(read_draft("p.md", PAPERS["deep"].encode())["items"])
    asked = [(item.sort, item.label) for item in items if item.sort in {"question", "part"}]
    assert asked[0] == ("question", "1") and {sort for sort, _label in asked[1:]} == {"part"}
    assert len({label for _sort, label in asked}) == len(asked)


def test_models_are_not_touched_by_reading(db):
    read_draft("p.md", PAPERS["themes"].encode())
    assert not BackgroundPaper.objects.exists()


def test_what_shares_a_line_is_there_once_whichever_list_holds_the_questions():
    content = PAPERS["several on a line"].encode()
    paper = BackgroundPaper(file_name="p.txt", content=content, proposal=read_draft("p.txt", content))
    items = add(load(paper.proposal["items"]), "question", "Written by hand?")
    again = choose_list(paper, items, 0)
    assert [item.name for item in again if item.sort == "person"] == ["Ana Sol", "Bo Li"]
    assert [(item.text, item.lines) for item in again if item.sort == "title"] == [("Care at home", (2,))]
    assert [item.text for item in again if item.sort == "question"] == ["Pay", "Rest", "Written by hand?"]
