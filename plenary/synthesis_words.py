"""What the scripts of the synthesis say, in the reader's language: the notebook's own words, and a few more."""

from django.utils.translation import gettext_lazy

from regions import notebook_words

WORDS = notebook_words.WORDS | {
    "some_on_laptop": gettext_lazy("Texts only on this laptop: {n}, since {time}"),
    "no_connection": gettext_lazy("No connection since {time}. Go on typing; texts only on this laptop: {n}."),
    "leave_unsent": gettext_lazy("Texts that are not on the server yet, and would be lost: {n}."),
    "left_untold": gettext_lazy(
        "The server could not be told. If somebody else uses this browser now, ask the organizer to revoke your link."
    ),
    "left_lost": gettext_lazy("Texts whose last words had not reached the server, and are gone: {n}."),
    "closed_at": gettext_lazy("This session was closed at {time}. The synthesis can still be written."),
    "draft": gettext_lazy("Draft: put together from the tables' points, and edited by nobody yet"),
    "reworded": gettext_lazy("The earlier wording is back."),
    "length": gettext_lazy("Words: {n}, about {minutes} min"),
    "stopped_here": gettext_lazy(
        "The server did not take the last change: {why} Copy the text from here before you close the page."
    ),
    "joined": gettext_lazy("{who} has joined this synthesis."),
}
