"""`manage.py report` and `manage.py cards`."""

import pytest
from django.core.management import CommandError, call_command

from reports.compiling import compile_report
from sessions.models import DiscussionSession, Event
from tests.reports.reading import text_of
from tests.reports.reading_forms import READERS


def test_the_command_gives_the_bytes_that_the_button_gives(cast, tmp_path, capsys):
    cast.say(cast.table(cast.region("Africa")), "From the command line.")
    call_command("report", "1a", output=tmp_path / "report.pdf")
    pdf = (tmp_path / "report.pdf").read_bytes()
    assert pdf == compile_report(cast.session.pk)
    assert "From the command line." in text_of(pdf)
    assert capsys.readouterr().out.startswith(f"{tmp_path / 'report.pdf'}: session 1A, ")


def test_the_ending_of_the_file_says_in_which_form(cast, tmp_path):
    cast.say(cast.table(cast.region("Africa")), "From the command line.")
    for ending in ("docx", "xlsx", "csv", "json", "md"):
        call_command("report", "1A", output=tmp_path / f"report.{ending}")
        assert any(
            "From the command line." in words for words in READERS[ending]((tmp_path / f"report.{ending}").read_bytes())
        )


def test_cards_from_the_command_line(cast, tmp_path):
    with pytest.raises(CommandError, match="No table of this session has a link"):
        call_command("cards", str(cast.session.pk), output=tmp_path / "cards.pdf")
    cast.table(cast.region("Africa"))
    call_command("cards", str(cast.session.pk), output=tmp_path / "cards.pdf")
    assert "Guiding questions" in text_of((tmp_path / "cards.pdf").read_bytes())


def test_an_ambiguous_code_names_the_sessions(cast, tmp_path):
    other = DiscussionSession.objects.create(event=Event.objects.create(name="Next year"), code="1A")
    with pytest.raises(CommandError) as refused:
        call_command("report", "1A", output=tmp_path / "report.pdf")
    assert str(refused.value) == (
        f"2 sessions have the code '1A'. Give the id instead: {cast.session.pk} (1A, {cast.event.name}); "
        f"{other.pk} (1A, Next year)."
    )


def test_an_unknown_session_is_refused(cast, tmp_path):
    with pytest.raises(CommandError, match="No session has the code or id 'plenary'"):
        call_command("report", "plenary", output=tmp_path / "report.pdf")
