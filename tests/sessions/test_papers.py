import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regions.layout import add_region, make_table
from sessions.drafts import load
from sessions.models import BackgroundPaper, Event, GuidingQuestion
from sessions.sample import PAPER
from tests.sessions.doors import refuses_others

SMALL = "# Care\n\nBackground paper for session 7\n\nQuestions\n\n1. Who pays?\n2. Who decides?\n   a. at home\n"


def file(text: str = "", name: str = "paper.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() or PAPER.read_bytes())


@pytest.fixture
def paper(organizer, event) -> BackgroundPaper:
    organizer.post(f"/events/{event.pk}/paper/", {"paper": file()})
    return event.papers.get()


def found(paper: BackgroundPaper, *sorts: str):
    paper.refresh_from_db()
    return [item for item in load(paper.proposal["items"]) if item.sort in (sorts or ("question", "part"))]


def mend(client, paper: BackgroundPaper, item, do: str, **fields: object):
    typed = {"text": item.text, "label": item.label, "group": item.group, "heading": item.heading} | fields
    data = {"key": item.key, "do": do, "sort": item.sort} | {key: value for key, value in typed.items() if value}
    return client.post(f"/events/papers/{paper.pk}/mend/", data, follow=True)


def test_event_add_from_a_paper_leads_to_its_preview(organizer, event):
    page = organizer.post("/events/add/", {"name": "", "paper": file()}, follow=True)
    made = Event.objects.exclude(pk=event.pk).get(papers__isnull=False)
    assert "Forum" in made.name and "What was found" in page.content.decode()
    broken = organizer.post("/events/add/", {"name": "Kept", "paper": file("x", "paper.pdf.exe")}).content.decode()
    assert "Please choose a Markdown" in broken and 'value="Kept"' in broken
    assert Event.objects.count() == 2


def test_paper_upload(organizer, event, neighbour, stranger):
    address = f"/events/{event.pk}/paper/"
    empty = organizer.post(address, {"paper": SimpleUploadedFile("paper.docx", b"not a zip")}).content.decode()
    assert "no Word file" in empty
    large = SimpleUploadedFile("paper.md", b"x" * (5 * 1024 * 1024 + 1))
    assert "larger than 5 MB" in organizer.post(address, {"paper": large}).content.decode()
    assert "This file is empty." in organizer.post(address, {"paper": SimpleUploadedFile("p.md", b"")}).content.decode()
    organizer.post(address, {"paper": file()})
    assert event.papers.get().confirmed_at is None and not GuidingQuestion.objects.exists()
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_paper_preview_shows_the_paper_beside_what_was_found(organizer, paper, neighbour, stranger):
    address = f"/events/papers/{paper.pk}/"
    page = organizer.get(address).content.decode()
    for words in (
        "Selam Okoro-Haile",
        "Fair recruitment",
        "Close the places of confinement",
        "whether and how the new",
    ):
        assert page.count(words) >= 2, words
    assert 'value="1"' in page and "Every line has found its place." in page
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_pages_cost_the_same_however_much_is_on_them(organizer, event, paper, django_assert_num_queries):
    # Session, organizer, then the page's own.
    with django_assert_num_queries(3):
        organizer.get(f"/events/papers/{paper.pk}/")
    organizer.post(f"/events/papers/{paper.pk}/confirm/")
    organizer.get("/")
    with django_assert_num_queries(4):
        organizer.get("/")
    with django_assert_num_queries(5):
        organizer.get(f"/events/{event.pk}/")
    with django_assert_num_queries(8):
        organizer.get(f"/events/papers/{paper.pk}/questions/")


def test_paper_mend_words_order_and_sort(organizer, paper, neighbour, stranger):
    one, two, *_rest = found(paper)
    mend(organizer, paper, one, "save", text="Where do we act?\r\nAnd how?")
    assert found(paper)[0].text == "Where do we act?\nAnd how?"
    mend(organizer, paper, found(paper)[0], "split")
    assert [item.text for item in found(paper)[:2]] == ["Where do we act?", "And how?"]
    mend(organizer, paper, found(paper)[1], "turn", sort="part")
    assert found(paper)[1].sort == "part"
    mend(organizer, paper, found(paper)[1], "merge")
    mend(organizer, paper, two, "up")
    assert [item.label for item in found(paper)[:2]] == ["2", "1"]
    organizer.post(f"/events/papers/{paper.pk}/renumber/")
    assert [item.label for item in found(paper)] == ["1", "2", "3", "a", "b", "4"]
    refuses_others(f"/events/papers/{paper.pk}/mend/", neighbour=neighbour, stranger=stranger)
    refuses_others(f"/events/papers/{paper.pk}/renumber/", neighbour=neighbour, stranger=stranger)


def test_paper_mend_that_does_not_fit_says_so_and_keeps_what_was_typed(organizer, paper):
    one = found(paper)[0]
    page = mend(organizer, paper, one, "split", text="Typed anew").content.decode()
    assert "There is no line break to split at" in page and found(paper)[0].text == "Typed anew"
    assert "It is the first already." in mend(organizer, paper, found(paper)[0], "up").content.decode()
    gone = organizer.post(f"/events/papers/{paper.pk}/mend/", {"key": "999", "do": "save"}, follow=True)
    assert "no longer there" in gone.content.decode()
    long = mend(organizer, paper, one, "save", label="x" * 30).content.decode()
    assert 'role="alert"' in long and "x" * 30 in long


def test_people_are_mended_and_lines_dropped_and_taken_back(organizer, paper):
    person = found(paper, "person")[0]
    mend(organizer, paper, person, "save", name="Rosa Quispe", organisation="Casa Migrante", role="other")
    assert (found(paper, "person")[0].name, found(paper, "person")[0].role) == ("Rosa Quispe", "other")
    field = found(paper, "field_of_work")[0]
    mend(organizer, paper, field, "turn", sort="unused")
    assert found(paper, "unused")[0].text == field.text
    mend(organizer, paper, found(paper, "unused")[0], "turn", sort="field_of_work")
    assert found(paper, "field_of_work")[0].text == field.text


def test_paper_item_add(organizer, paper, neighbour, stranger):
    address = f"/events/papers/{paper.pk}/add/"
    assert "Type the words first" in organizer.post(address, {"sort": "question"}, follow=True).content.decode()
    page = organizer.post(address, {"sort": "question", "text": "What else?"}, follow=True).content.decode()
    assert "What else?" in page and "added by you" in page
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_paper_list_choose_takes_another_list(organizer, paper, neighbour, stranger):
    address = f"/events/papers/{paper.pk}/list/"
    mend(organizer, paper, found(paper, "title")[0], "save", text="My title")
    organizer.post(address, {"list": "0"})
    assert len(found(paper)) == 8 and found(paper, "title")[0].text == "My title"
    assert "Choose a list first" in organizer.post(address, {"list": "99"}, follow=True).content.decode()
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_paper_confirm_then_the_preview_leads_to_the_questions(organizer, event, paper, neighbour, stranger):
    address = f"/events/papers/{paper.pk}/confirm/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    page = organizer.post(address, follow=True).content.decode()
    assert "The paper is confirmed." in page and paper.questions.count() == 6
    assert "confirmed already" in organizer.post(address, follow=True).content.decode()
    assert organizer.get(f"/events/papers/{paper.pk}/").status_code == 302
    assert [session.code for session in event.sessions.all()] == ["1A", "1B"]
    one = found(paper)[0]
    assert "changed in another window" in mend(organizer, paper, one, "save").content.decode()


def test_paper_remove_takes_away_an_unconfirmed_one_only(organizer, event, paper, neighbour, stranger):
    address = f"/events/papers/{paper.pk}/remove/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    organizer.post(f"/events/papers/{paper.pk}/confirm/")
    assert "confirmed already" in organizer.post(address, follow=True).content.decode()
    organizer.post(f"/events/{event.pk}/paper/", {"paper": file(SMALL)})
    second = event.papers.get(confirmed_at=None)
    organizer.post(f"/events/papers/{second.pk}/remove/")
    assert event.papers.count() == 1


def test_a_paper_without_questions_says_so_and_takes_them_by_hand(organizer, event):
    text = "# Care\n\nTopics:\n\n- Wages\n- Housing\n\nThat is all.\n"
    page = organizer.post(f"/events/{event.pk}/paper/", {"paper": file(text)}, follow=True).content.decode()
    assert "This paper asks no questions." in page
    paper = event.papers.get()
    organizer.post(f"/events/papers/{paper.pk}/add/", {"sort": "question", "text": "What now?"})
    organizer.post(f"/events/papers/{paper.pk}/confirm/")
    assert paper.questions.get().text == "What now?"


def test_a_corrected_paper_pairs_its_questions_and_the_organizer_may_change_that(organizer, event, paper):
    from django.utils import timezone

    organizer.post(f"/events/papers/{paper.pk}/confirm/")
    old = {question.full_label: question for question in paper.questions.select_related("parent")}
    session = event.sessions.get(code="1A")
    table = make_table(session=session, region=add_region(event=event, name="Asia", hue="asia"), number=1)
    now = timezone.now()
    for n, label in enumerate(("1", "2", "4")):
        table.answers.create(key=f"{n}" * 22, question=old[label], text="Words", created_at=now, changed_at=now)
    text = PAPER.read_text(encoding="utf-8")
    start, rest = text.split("2. Which issues", 1)
    corrected = (
        start.replace("most influence", "the most influence") + "2. Should " + rest[rest.index("3. At which") + 3 :]
    )
    page = organizer.post(f"/events/{event.pk}/paper/", {"paper": file(corrected)}, follow=True).content.decode()
    assert "Questions of the earlier paper without a pair" in page and "corrects" in page
    again = event.papers.get(confirmed_at=None)
    assert again.replaces == paper
    one = found(again)[0]
    assert one.was == old["1"].pk
    # The organizer says that question 4 is a new one.
    four = found(again)[-1]
    assert four.was == old["4"].pk
    typed = {"key": four.key, "do": "save", "sort": "question", "text": four.text, "label": four.label, "was": ""}
    organizer.post(f"/events/papers/{again.pk}/mend/", typed)
    organizer.post(f"/events/papers/{again.pk}/confirm/")
    kept = {question.pk for question in again.questions.exclude(unpaired_since=None)}
    assert kept == {old["2"].pk, old["4"].pk}
    assert again.questions.get(pk=old["1"].pk).text != old["1"].text
    assert table.answers.get(question=old["1"]).text == "Words"
