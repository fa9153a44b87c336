"""Lock files, templates, documented settings, and what may stand in no file."""

import re
from pathlib import Path

import pytest

from tests.ground.tree import ROOT, text, text_files, tracked

ADDRESS = re.compile(
    r"https?:|\bgit\+|file:|--(?:extra-)?index-url|--find-links|--trusted-host|\"resolved\"", re.IGNORECASE
)
TEMPLATES = [str(name) for name in tracked("templates/*.html")]
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|\bhx-on\b|\bhx-vals\s*=\s*[\"']?js:|javascript:",
    re.IGNORECASE,
)


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.\[\]-]+)==(\S+)", text(name), re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements/run.txt", "requirements/dev.txt", "requirements/node.txt"])
def test_every_pin_has_a_hash_and_no_address(name):
    entries = re.split(
        r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text(name), flags=re.MULTILINE).strip(), flags=re.IGNORECASE
    )
    assert [entry.split("\n")[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert ADDRESS.findall(text(name)) == []


def test_the_node_lock_has_no_address():
    # A funding notice is no address to install from.
    lock = re.sub(r'"funding": \{.*?\}', "", text("package-lock.json"), flags=re.DOTALL)
    assert ADDRESS.findall(lock) == []
    assert text("package-lock.json").count('"integrity"') >= len(re.findall(r'"node_modules/', lock))


def test_what_runs_is_what_is_tested():
    run, dev = pins("requirements/run.txt"), pins("requirements/dev.txt")
    assert {name: (pin, dev.get(name)) for name, pin in run.items() if dev.get(name) != pin} == {}


@pytest.mark.parametrize("name", ["run", "dev", "node"])
def test_every_requirement_has_its_reason(name):
    lines = [line for line in text(f"requirements/{name}.in").splitlines() if line and not line.startswith(("#", "-"))]
    assert [line for line in lines if "  # " not in line] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_nothing_inline(name):
    assert [found.strip() for found in INLINE.findall(text(name))] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_a_page_on_the_base_or_a_part(name):
    """A whole document is the base, or something printed; every other one extends a template or has no frame."""
    content = text(name)
    framed = bool(re.search(r"<!doctype|<html\b|<body\b", content, re.IGNORECASE))
    if name.startswith("templates/reports/") or name == "templates/base.html":
        return
    assert not framed
    above = re.search(r"{%\s*extends\s+[\"']([^\"']+)", content)
    assert above is None or (ROOT / "templates" / above[1]).is_file()
    # Whoever fills a block of the base says on which template it stands.
    if re.search(r"{%\s*block\s+(title|content|scripts)\b", content):
        assert above is not None


def test_every_setting_is_documented():
    read = re.findall(r"\benv(?:\.\w+)?\(\s*\"(\w+)\"", text("pga/settings.py"))
    told = re.findall(r"^\| `(\w+)` \|", text("docs/settings.md"), re.MULTILINE)
    assert sorted(set(read)) == sorted(told)


def test_only_the_settings_read_the_environment():
    """A library may be told something through it, and a process may hand it on as a whole."""
    apart = ("tests/", "tools/", "bench/", ".ci/", "manage.py", "pga/settings.py")
    reading = [
        str(name)
        for name in tracked("*.py")
        if not str(name).startswith(apart)
        and re.search(r"os\.environ(\[[^\]]+\](?!\s*=[^=])|\.get\b)|os\.getenv", text(name))
    ]
    assert reading == []


def test_no_file_knows_the_machine_it_was_written_on():
    # Put together here, so that this file does not hold them.
    strange = re.compile("|".join(["/" + "work/", "/" + r"root/(?!\.)", "/" + "farm/", r"\.\./" + "shared"]))
    knowing = {str(name) for name in text_files() if strange.search(text(name))}
    assert knowing <= {".ci/run"}
    assert Path(ROOT / ".ci/run").stat().st_mode & 0o111
