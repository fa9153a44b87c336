"""What the tables capture: regions, tables, laptops, issues, answers."""

from regions.models.answer import Answer, AnswerTick, IssueTick, PriorityIssue
from regions.models.late import LatePoint
from regions.models.table import DiscussionTable, Laptop, Region, TablePerson

__all__ = [
    "Answer",
    "AnswerTick",
    "DiscussionTable",
    "IssueTick",
    "Laptop",
    "LatePoint",
    "PriorityIssue",
    "Region",
    "TablePerson",
]
