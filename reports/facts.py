"""Tables, regions and questions as a report names them."""

from regions.models import DiscussionTable, TablePerson
from reports.content import QuestionFacts, RegionFacts, TableFacts
from reports.words import Passage, passage
from sessions.models import GuidingQuestion


def region_facts(table: DiscussionTable) -> RegionFacts:
    """The region of a table."""
    return RegionFacts(table.region_id, passage(table.region.shown_name), table.region.hue)


def table_facts(table: DiscussionTable) -> TableFacts:
    """A table with its people."""
    people = list(table.people.all())

    def named(role: str) -> tuple[Passage, ...]:
        return tuple(passage(person.name, table.language) for person in people if person.role == role)

    return TableFacts(
        id=table.pk,
        number=table.number,
        name=passage(table.name, table.language),
        region=region_facts(table),
        facilitators=named(TablePerson.Role.FACILITATOR),
        rapporteurs=named(TablePerson.Role.RAPPORTEUR),
    )


def question_facts(question: GuidingQuestion) -> QuestionFacts:
    """A question in the reader's language where there is one."""
    text = question.shown_text
    # The short name is in the paper's own language only.
    title = question.short if question.short and text == question.text else text
    stem = passage(question.parent.shown_text) if question.parent_id and question.parent else None
    return QuestionFacts(
        id=question.pk,
        family=question.parent_id or question.pk,
        label=question.full_label,
        title=passage(title),
        text=passage(text),
        short=passage(question.short if title == question.short else _first_words(text)),
        stem=stem,
        theme=question.group,
        no_longer_asked=question.unpaired_since is not None,
    )


def _first_words(text: str, most: int = 8) -> str:
    words = text.split()
    return " ".join(words[:most]) + (" …" if len(words) > most else "")
