"""What a report calls questions and tables, and the numbers by which it puts regions beside one another."""

from django.utils import translation

from regions.models import TablePerson
from reports.choices import Choices
from reports.composing import compose
from reports.exports.making import make_form
from reports.queries import session_rows
from tests.reports.cast import NOW


def content_of(cast, language: str = "en"):
    with translation.override(language):
        return compose(session_rows(cast.session.pk))


def markdown(cast) -> str:
    return make_form(Choices((cast.session.pk,)), "md").decode().replace("\u2068", "").replace("\u2069", "")


def test_a_question_has_its_short_name_in_its_own_language_only(cast):
    cast.where.short = "Intervening"
    cast.where.texts = {"ar": "أين وكيف وعلى أي مستوى يستطيع المجتمع المدني أن يتدخل بفاعلية أكبر؟"}
    cast.where.save(update_fields=["short", "texts"])
    cast.say(cast.table(cast.region("Africa", "africa")), "Councils decide.")
    english, arabic = (content_of(cast, code).questions[0].question for code in ("en", "ar"))
    assert (english.title.text, english.short.text) == ("Intervening", "Intervening")
    assert (arabic.title.text, arabic.title.direction) == (cast.where.texts["ar"], "rtl")
    assert arabic.short.text == "أين وكيف وعلى أي مستوى يستطيع المجتمع المدني …"


def test_sub_parts_stand_under_their_question_and_one_that_is_asked_no_more_says_so(cast):
    table = cast.table(cast.region("Africa", "africa"))
    for question in (cast.compact, cast.law):
        cast.say(table, f"To part {question.label}.", question=question)
    text = markdown(cast)
    assert text.count("At which level does governance have to improve?") == 1
    assert "earlier version of the paper" not in text
    cast.law.unpaired_since = NOW
    cast.law.save(update_fields=["unpaired_since"])
    assert markdown(cast).count("Asked by an earlier version of the paper. 1 point") == 1


def test_who_led_a_table_and_who_wrote_are_told_apart(cast):
    table = cast.table(cast.region("Africa", "africa"), rapporteur="Adaeze")
    TablePerson.objects.create(table=table, role="facilitator", name="Malik")
    assert "| 1 | Africa | Malik | Adaeze |" in markdown(cast)


def test_regions_are_compared_by_what_they_ticked_on_points_and_issues(cast):
    africa, asia, silent = (cast.region(name, "asia") for name in ("Africa", "Asia", "Pacific"))
    one, two, three = cast.table(africa), cast.table(asia), cast.table(africa)
    cast.table(silent)
    cast.say(one, "Councils decide.", "local", "regional")
    cast.say(one, "Towns decide.", "local")
    cast.say(three, "Without a tick.")
    cast.issue(two, "Papers", "regional")
    content = content_of(cast)
    # Nothing is ticked of the actors, and nobody was heard in the Pacific.
    assert [compared.name for compared in content.compared] == ["Level"]
    level = content.compared[0]
    assert [choice.text for choice in level.choices] == ["local", "national", "regional", "global"]
    assert [(region.name.text, counts) for region, counts in level.rows] == [
        ("Africa", (2, 0, 1, 0)),
        ("Asia", (0, 0, 1, 0)),
    ]
    shares = [(share.region.name.text, share.tables, share.points) for share in content.shares]
    assert shares == [("Africa", 2, 3), ("Asia", 1, 0), ("Pacific", 1, 0)]
