"""The full-text search: which answers and issues have all the words of a query, by the index of either database."""

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from plenary.folding import Query

_SQLITE = "SELECT rowid FROM pga_plenary_searchwords WHERE pga_plenary_searchwords MATCH %s"
_POSTGRESQL = (
    "SELECT id FROM pga_plenary_searchentry WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST(%s AS tsquery)"
)


def found_by(query: Query) -> Q:
    """What has every word and every beginning, by its entry; nothing if nothing is asked for.

    Stale ones may be among them: whatever is shown of them passes `leaving_table()`.
    """
    if not query.words and not query.beginnings:
        return Q(pk__in=[])
    sql, asked = (_SQLITE, _match(query)) if connection.vendor == "sqlite" else (_POSTGRESQL, _tsquery(query))
    # Words hold no quotes and no operators (see `plenary.folding`), and travel as a parameter.
    return Q(search_entry__in=RawSQL(sql, [asked]))  # noqa: S611


def _match(query: Query) -> str:
    return " ".join([*(f'"{word}"' for word in query.words), *(f'"{start}" *' for start in query.beginnings)])


def _tsquery(query: Query) -> str:
    return " & ".join([*(f"'{word}'" for word in query.words), *(f"'{start}':*" for start in query.beginnings)])
