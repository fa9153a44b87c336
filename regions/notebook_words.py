"""What the notebook's scripts say, in the reader's language; {n}, {time}, {who} and {why} are filled in there."""

from django.utils.translation import gettext_lazy, gettext_noop

OVER = gettext_noop(
    "This session was closed some time ago, so this laptop keeps no copy. Reload the page to read the notes."
)

WORDS = {
    "laptop": gettext_lazy("Laptop {n}"),
    "you": gettext_lazy("you"),
    "on_server": gettext_lazy("on the server"),
    "on_laptop": gettext_lazy("on this laptop since {time}"),
    "on_its_way": gettext_lazy("on its way…"),
    "on_page": gettext_lazy("only on this page"),
    "writing": gettext_lazy("{who} is writing"),
    "all_on_server": gettext_lazy("All on the server"),
    "sending": gettext_lazy("On the way to the server…"),
    "some_on_laptop": gettext_lazy("Points only on this laptop: {n}, since {time}"),
    "no_connection": gettext_lazy("No connection since {time}. Go on typing; points only on this laptop: {n}."),
    "no_connection_empty": gettext_lazy("No connection since {time}. Go on typing; it is kept on this laptop."),
    "not_loaded": gettext_lazy("Fetching the notes…"),
    "stopped": gettext_lazy("Not sent any more"),
    "barred": gettext_lazy("Not sent any more: {why} What is unsent stays on this laptop."),
    "barred_empty": gettext_lazy("{why} All that was written here is on the server."),
    "unread": gettext_lazy("some of it cannot be shown"),
    "no_store": gettext_lazy("This browser keeps nothing on disk. Do not close the page before all is on the server."),
    "leave_unsent": gettext_lazy("Points that are not on the server yet, and would be lost: {n}."),
    "left_lost": gettext_lazy("Points whose last words had not reached the server, and are gone: {n}."),
    "left_untold": gettext_lazy(
        "The server could not be told. If somebody else uses this browser now, ask the organizer to put this laptop "
        "out."
    ),
    "lasting": gettext_lazy(
        "This lasts. Look whether this laptop is in the hall's Wi-Fi. Nothing is lost meanwhile: the words are on this "
        "laptop, and they are sent by themselves when the connection is back."
    ),
    "forgot": gettext_lazy(
        "This browser had deleted what it kept on this laptop. Here is what was on the server; look whether the last "
        "words before that are there."
    ),
    "closed_at": gettext_lazy(
        "This session was closed at {time}. What is written now arrives late: it enters the report only if a moderator "
        "takes it in."
    ),
    "late": gettext_lazy("after the close"),
    "stays": gettext_lazy("stays at this table"),
    "back": gettext_lazy("deleted by one, written on by another"),
    "refused": gettext_lazy("The server did not take this: {why}"),
    "deleted": gettext_lazy("Deleted."),
    "moved": gettext_lazy("Moved."),
    "pasted": gettext_lazy("Pasted as {n} points."),
    "changed": gettext_lazy("Changed."),
    "undone": gettext_lazy("Undone."),
    "redone": gettext_lazy("Done again."),
    "reworded": gettext_lazy("The earlier wording is back."),
    "confirmed": gettext_lazy("read back"),
    "from_moderator": gettext_lazy("From the moderator:"),
    "more_unread": gettext_lazy("Announcements after this one: {n}"),
    "undelivered": gettext_lazy("This could not be delivered: the server is out of reach. Please try again."),
    "question_no": gettext_lazy("Question {no}"),
    "whole_session": gettext_lazy("Session"),
    "time_left": gettext_lazy("left"),
    "time_up": gettext_lazy("Time is up"),
    "sending_call": gettext_lazy("Calling…"),
    "called": gettext_lazy("Called at {time}."),
    "called_why": gettext_lazy("Called at {time}: {why}."),
    "call_seen": gettext_lazy("The moderators see it."),
    "on_the_way": gettext_lazy("A moderator is on the way."),
    "call_ended": gettext_lazy("The moderator has marked the call as done, at {time}."),
    "call_undelivered": gettext_lazy(
        "The call could not be delivered: the server is out of reach. Wave to a moderator, or try again."
    ),
    "done_at": gettext_lazy("You said at {time} that you are done. The button takes it back."),
    "wrote_since": gettext_lazy("Written since, at {time}; you still count as done."),
    "closed_mend": gettext_lazy("Closed at {time}; may be mended until {until}."),
    "closed_shut": gettext_lazy("Closed at {time}: to be read only."),
    "closed_draft": gettext_lazy("This question is closed. Write under “Not placed yet” what cannot wait."),
    "question_closed": gettext_lazy("This question is closed."),
    "read_back_count": gettext_lazy("{n} of {all}"),
    "read_back_at": gettext_lazy("Point {at} of {all} · confirmed: {n}"),
    "read_back_whole": gettext_lazy("All is read back. Points confirmed: {n}."),
    "read_back_part": gettext_lazy("Confirmed: {n} of {all}."),
    "read_back_none": gettext_lazy("There is nothing to read back yet."),
    "read_back_changed": gettext_lazy("Another laptop has just changed this. Read it once more before you confirm."),
    "joined": gettext_lazy("{who} has joined this table."),
}
