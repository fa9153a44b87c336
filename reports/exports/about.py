"""The workbook's other sheets: priority issues, tables, and what the numbers are about."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.exports.exact import exact
from reports.exports.material import Material
from reports.exports.rows import (
    Column,
    Sheet,
    Value,
    choice_columns,
    choices_of,
    fitting,
    list_columns,
    one_cells,
    ticked_cells,
)


def issue_sheet(material: Material) -> Sheet:
    """One row per priority issue, with its ticks and how many points were made about it."""
    issues = {f"{row.table_id}:{row.key}": row for row in material.rows.issues}
    used = {choice.tick_list_id for row in issues.values() for choice in material.ticked_on(row)}
    lists = [one for one in material.rows.tick_lists if one.on_issues or one.pk in used]
    choices = choices_of(lists)
    columns = (
        *_place_columns(),
        Column(_("Priority issue"), "words"),
        *list_columns(lists),
        Column(_("Points about it"), "number"),
        Column(_("Starred"), "number"),
        Column(_("Late words wait"), "number"),
        Column(_("Written at"), "time"),
        Column(_("Changed at"), "time"),
        Column(_("Id")),
        *choice_columns(choices),
    )
    rows = []
    for region in material.whole.issues:
        for table in region.tables:
            for issue in table.issues:
                row = issues[issue.doc]
                chosen = material.ticked_on(row)
                told = (exact(row.text), *ticked_cells(chosen, row.words, lists), issue.points)
                marks = (int(issue.doc in material.starred), int(issue.doc in material.late))
                place = (table.table.session or material.rows.session.code, region.region.name.text, table.table.number)
                known = (*marks, row.created_at, row.changed_at, issue.doc)
                rows.append((*place, table.table.name.text, *told, *known, *one_cells(chosen, choices)))
    return fitting(Sheet(columns, tuple(rows)))


def _place_columns() -> tuple[Column, ...]:
    return Column(_("Session")), Column(_("Region")), Column(_("Table"), "number"), Column(_("Table’s name"))


def table_sheet(material: Material) -> Sheet:
    """One row per table, those not heard from too."""
    points = Counter(row.table_id for row in material.rows.answers)
    issues = Counter(row.table_id for row in material.rows.issues)
    languages = {row.pk: row.language for row in material.rows.tables}
    people = {row.pk: row.headcount for row in material.rows.tables}
    columns = (
        *_place_columns(),
        Column(_("Language")),
        Column(_("Facilitators")),
        Column(_("Rapporteurs")),
        Column(_("Points"), "number"),
        Column(_("Priority issues"), "number"),
        Column(_("People present"), "number"),
    )
    rows = tuple(
        (
            table.session or material.rows.session.code,
            table.region.name.text,
            table.number,
            table.name.text,
            languages[table.id],
            "; ".join(name.text for name in table.facilitators),
            "; ".join(name.text for name in table.rapporteurs),
            points[table.id],
            issues[table.id],
            people[table.id],
        )
        for table in material.whole.tables
    )
    return Sheet(columns, rows)


def about_sheet(material: Material) -> Sheet:
    """What this is, in a few lines."""
    return Sheet((Column(_("About"), "text"), Column("", "words")), tuple(_facts(material)))


def _facts(material: Material) -> Iterator[tuple[Value, Value]]:
    content = material.whole
    yield _("Event"), content.session.event.text
    yield _("Session"), f"{content.session.code} {content.session.title.text}".strip()
    for only in material.content.session.narrowed:
        yield _("Only"), only.text
    yield _("Day"), content.session.day
    yield _("Place"), content.session.place.text
    yield _("Tables"), len(content.tables)
    yield _("Tables heard"), len(content.tables) - len(content.silent)
    yield _("Priority issues"), content.named
    yield _("Points"), content.points
    yield _("Points that stay at their tables"), content.stayed
    yield _("Points and issues to which late words wait"), len(material.late)
