"""What the tables capture: regions, tables, laptops, issues, answers; and what they and the front say to each other."""

from regions.models.answer import Answer, AnswerTick, IssueTick, PriorityIssue
from regions.models.late import LatePoint
from regions.models.speaking import (
    Announcement,
    AnnouncementReading,
    AnnouncementReply,
    Countdown,
    HelpCall,
    QuestionState,
)
from regions.models.table import DiscussionTable, Laptop, Region, TablePerson

__all__ = [
    "Announcement",
    "AnnouncementReading",
    "AnnouncementReply",
    "Answer",
    "AnswerTick",
    "Countdown",
    "DiscussionTable",
    "HelpCall",
    "IssueTick",
    "Laptop",
    "LatePoint",
    "PriorityIssue",
    "QuestionState",
    "Region",
    "TablePerson",
]
