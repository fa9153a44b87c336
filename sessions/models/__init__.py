"""What an organizer prepares: events, sessions, papers, questions, tick lists, people."""

from sessions.models.erasure import Erasure
from sessions.models.event import DiscussionSession, Event
from sessions.models.organizer import Organizer
from sessions.models.paper import BackgroundPaper, PaperPerson
from sessions.models.question import GuidingQuestion, QuestionTickList, TickChoice, TickList

__all__ = [
    "BackgroundPaper",
    "DiscussionSession",
    "Erasure",
    "Event",
    "GuidingQuestion",
    "Organizer",
    "PaperPerson",
    "QuestionTickList",
    "TickChoice",
    "TickList",
]
