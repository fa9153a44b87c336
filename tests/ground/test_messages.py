"""Every string of the interface has its Arabic, with the same placeholders."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.running import ROOT

WITH_STRINGS = ("pga", "sessions", "regions", "plenary", "reports", "templates", "locale")
COMMAND = [sys.executable, "manage.py", "makemessages", "-l", "ar", "--no-obsolete", "--no-wrap"]

pytestmark = pytest.mark.slow


def test_the_arabic_catalogue_is_whole(tmp_path):
    for name in WITH_STRINGS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "static").mkdir()
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "pga.settings"}
    environment.pop("DATABASE_URL", None)
    extracted = subprocess.run(
        COMMAND, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    assert extracted.stderr == "", "a string stands with and without a plural"
    catalogue = tmp_path / "locale/ar/LC_MESSAGES/django.po"
    compiled = subprocess.run(
        ["msgfmt", "--check-format", "--statistics", "-o", os.devnull, str(catalogue)],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert re.fullmatch(r"\d+ translated messages\.", compiled.stderr.strip()), compiled.stderr


def test_placeholders_of_the_notebooks_own_sentences_agree(settings):
    from django.utils import translation

    from regions.notebook_words import WORDS

    for name, words in WORDS.items():
        with translation.override("en"):
            english = sorted(re.findall(r"\{\w+\}", str(words)))
        with translation.override("ar"):
            assert str(words) and sorted(re.findall(r"\{\w+\}", str(words))) == english, name
