"""A session, or what was chosen of it, as JSON, to be kept.

Version 1 of its shape is described by `static/schemas/report-1.json`.

Names stand in their original with their translations beside them, so it is the same in every language of the interface.
A later version may add keys; it changes the number when it takes one away or lets it mean something else.
"""

import json
import re
from datetime import datetime
from typing import Any

from regions.models import Answer, DiscussionTable, PriorityIssue, TablePerson
from reports.exports.exact import exact
from reports.exports.kept_synthesis import synthesis_text
from reports.exports.material import Material, TablePoint, in_order
from reports.words import direction, spoken_language
from sessions.models import DiscussionSession, GuidingQuestion, TickList

VERSION = 1
# Raw they would reorder or hide what stands beside them where the file is looked at, or be no UTF-8 at all.
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


def plain_data(material: Material) -> bytes:
    """The file: UTF-8, two spaces deep."""
    text = json.dumps(data_of(material), ensure_ascii=False, indent=2)
    return (_ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n").encode()


def data_of(material: Material) -> dict[str, Any]:
    """All that may leave the session's tables; of what stays no more than how much it is."""
    rows = material.rows
    return {
        "format": "pga-rapporteur report",
        "version": VERSION,
        "session": _session(rows.session),
        "together_with": [_session(one) for one in rows.also],
        "chosen": {
            "region": material.choices.region,
            "question": material.choices.question,
            "attribution": material.whole.session.attributed,
        },
        "numbers": _numbers(material),
        "regions": _regions(rows.tables),
        "tables": [_table(material, table) for table in rows.tables],
        "people": [
            {"role": person.role, "name": person.name, "organisation": person.organisation} for person in rows.people
        ],
        "tick_lists": [_tick_list(one) for one in rows.tick_lists],
        "questions": [_question(one) for one in rows.questions],
        "issues": [_issue(material, issue) for issue in rows.issues],
        "points": [_point(material, point) for point in material.points()],
        "starred": [voice.point.doc for voice in material.whole.starred],
        "synthesis": [synthesis_text(part) for part in (*rows.synthesis, *rows.spoken)],
    }


def _session(session: DiscussionSession) -> dict[str, Any]:
    return {
        "id": session.pk,
        "event": session.event.name,
        "place": session.event.place,
        "day": session.event.day.isoformat() if session.event.day else None,
        "code": session.code,
        "title": session.title or (session.paper.title if session.paper else ""),
        "starts_at": _moment(session.starts_at),
        "ends_at": _moment(session.ends_at),
        "closed_at": _moment(session.closed_at),
        "paper": session.paper.title if session.paper else None,
        "attribution_allowed": session.event.attribution_allowed,
    }


def _moment(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _numbers(material: Material) -> dict[str, int | None]:
    content = material.whole
    return {
        "tables": len(content.tables),
        "tables_heard": len(content.tables) - len(content.silent),
        "regions_heard": content.regions,
        "issues": content.named,
        "points": content.points,
        "people_present": content.people_present if content.told else None,
        "tables_that_told_people": content.told,
        "points_staying_at_tables": content.stayed,
        "late_waiting": len(material.late),
    }


def _regions(tables: list[DiscussionTable]) -> list[dict[str, Any]]:
    regions = {table.region_id: table.region for table in tables}
    return [{"id": pk, "name": region.name, "names": region.texts, "hue": region.hue} for pk, region in regions.items()]


def _table(material: Material, table: DiscussionTable) -> dict[str, Any]:
    people = list(table.people.all())
    return {
        "id": table.pk,
        "session": table.session_id,
        "number": table.number,
        "name": table.name,
        "region": table.region_id,
        "language": table.language,
        "people": table.headcount,
        "facilitators": [person.name for person in people if person.role == TablePerson.Role.FACILITATOR],
        "rapporteurs": [person.name for person in people if person.role == TablePerson.Role.RAPPORTEUR],
        "heard": table.pk not in {silent.id for silent in material.whole.silent},
    }


def _tick_list(tick_list: TickList) -> dict[str, Any]:
    choices = in_order(tick_list.choices.all())
    return {
        "id": tick_list.pk,
        "name": tick_list.name,
        "names": tick_list.texts,
        "kind": tick_list.kind,
        "origin": tick_list.origin,
        "choices": [{"id": choice.pk, "name": choice.name, "names": choice.texts} for choice in choices],
    }


def _question(question: GuidingQuestion) -> dict[str, Any]:
    return {
        "id": question.pk,
        "label": question.full_label,
        "text": question.text,
        "texts": question.texts,
        "short": question.short,
        "part_of": question.parent_id,
        "theme": question.group,
        "names_issues": question.names_issues,
        "per_issue": question.per_issue,
        "recommends": question.recommends,
        "no_longer_asked": question.unpaired_since is not None,
        "tick_lists": [one.tick_list_id for one in question.question_tick_lists.all()],
    }


def _issue(material: Material, issue: PriorityIssue) -> dict[str, Any]:
    return {**_said(material, issue), "table": issue.table_id}


def _point(material: Material, point: TablePoint) -> dict[str, Any]:
    row = point.row
    allowed = material.whole.session.attributed and row.attribution
    return {
        **_said(material, row),
        "table": row.table_id,
        "question": row.question_id,
        "issue": point.issue_doc or None,
        "kind": row.kind,
        "said_by": row.attribution if allowed else None,
    }


def _said(material: Material, row: Answer | PriorityIssue) -> dict[str, Any]:
    """What points and issues have in common; the text is exactly what was typed."""
    doc = f"{row.table_id}:{row.key}"
    words = exact(row.text)
    return {
        "id": doc,
        "text": row.text,
        "direction": direction(words),
        "language": spoken_language(words, material.languages[row.table_id]),
        "choices": [choice.pk for choice in material.ticked_on(row)],
        "words": {pk: str(written) for pk, written in row.words.items() if str(written).strip()},
        "starred": doc in material.starred,
        "late_waiting": doc in material.late,
        "created_at": _moment(row.created_at),
        "changed_at": _moment(row.changed_at),
    }
