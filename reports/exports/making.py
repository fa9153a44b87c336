"""One way to every form: the rows as they are, made into a file, and looked at once more before it is given out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls.converters import StringConverter
from django.utils import translation

from regions.models import DiscussionTable
from reports.chapters import MANY_TABLES
from reports.choices import Choices
from reports.compiling import MOST_ROUNDS, Overtaken
from reports.exports.apart import make_apart
from reports.exports.markdown import markdown
from reports.exports.material import Material, material_of
from reports.exports.page import page
from reports.exports.plain_data import plain_data
from reports.exports.separated import comma_separated
from reports.exports.word import word_document
from reports.exports.workbook import workbook
from reports.queries import leaving_docs
from reports.turns import OneAtATime
from sessions.models import DiscussionSession

Maker = Callable[[Material], bytes]
# The app answers with few threads; who waits holds one of them.
TURN_SECONDS = 2.0
# Two at once would leave the tables less of the machine.
one_at_a_time = OneAtATime()


@dataclass(frozen=True)
class ReportForm:
    """A form in which the report leaves: its file's ending, its type, and who makes it.

    `counts`: it has a row for each answer, so there is no summary in it.
    """

    ending: str
    content_type: str
    make: Maker
    counts: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
# The form that is read where it is; the others are files to keep.
TO_READ = "html"
FORMS = {
    form.ending: form
    for form in (
        ReportForm("html", "text/html; charset=utf-8", page),
        ReportForm("docx", f"{_OFFICE}.wordprocessingml.document", word_document),
        ReportForm("xlsx", f"{_OFFICE}.spreadsheetml.sheet", workbook, counts=True),
        ReportForm("csv", "text/csv; charset=utf-8", comma_separated, counts=True),
        ReportForm("json", "application/json", plain_data, counts=True),
        ReportForm("md", "text/markdown; charset=utf-8", markdown),
    )
}


class EndingConverter(StringConverter):
    """The endings of the forms, as part of an address."""

    regex = "|".join(FORMS)


def make_form(choices: Choices, ending: str) -> bytes:
    """The report that somebody chose, in one of the forms; one after the other."""
    with one_at_a_time.turn(TURN_SECONDS):
        many = DiscussionTable.objects.filter(session__in=choices.sessions).count() > MANY_TABLES
        return make_apart(choices, ending) if many else make_here(choices, ending)


def make_here(choices: Choices, ending: str) -> bytes:
    """The form, made in this process.

    A point that is withdrawn while it is made is not in it: then it is made again.
    """
    with translation.override(choices.language):
        for _round in range(MOST_ROUNDS):
            material = _material(choices)
            made = FORMS[ending].make(material)
            if material.docs <= leaving_docs(*choices.sessions):
                return made
    raise Overtaken


def _material(choices: Choices) -> Material:
    try:
        return material_of(choices)
    except DiscussionSession.DoesNotExist as error:
        # Erased while its report was made.
        raise Overtaken from error
