"""A large session's form is made in a process of its own at low priority: in this one it would slow the tables down."""

import json
import logging
import subprocess
import sys

from django.conf import settings

from reports.choices import Choices
from reports.compiling import Overtaken, PressFailed

log = logging.getLogger("pga.reports")
WALL_SECONDS = 90
OVERTAKEN = 3


def make_apart(choices: Choices, ending: str) -> bytes:
    """The same bytes that are made here; Overtaken as there, PressFailed where the process gave nothing."""
    command = [sys.executable, "-m", "reports.exports.worker", ending, json.dumps(choices.kept())]
    try:
        ran = subprocess.run(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, timeout=WALL_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise PressFailed from error
    if ran.returncode == OVERTAKEN:
        raise Overtaken
    if ran.returncode:
        log.error("The form %s of session %s could not be made (%s)", ending, choices.sessions[0], ran.returncode)
        raise PressFailed
    return ran.stdout
