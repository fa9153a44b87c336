"""Reads composed for the pages of `plenary`."""

from plenary.queries.board import Board, BoardRow, BoardSum, board, board_rows, by_region, laptops_at, sum_of, tables_of
from plenary.queries.columns import choice_columns, issue_columns, region_columns, table_notes
from plenary.queries.matrix import Matrix, countable_lists, matrix

__all__ = [
    "Board",
    "BoardRow",
    "BoardSum",
    "Matrix",
    "board",
    "board_rows",
    "by_region",
    "choice_columns",
    "countable_lists",
    "issue_columns",
    "laptops_at",
    "matrix",
    "region_columns",
    "sum_of",
    "table_notes",
    "tables_of",
]
