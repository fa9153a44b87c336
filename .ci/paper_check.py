"""Imports the real background paper and compares what is found with what it says: counts, codes, labels, roles.

    python .ci/paper_check.py FOLDER_WITH_THE_PAPER

No name of the paper stands here; names must occur in the file.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROLES = ["moderator", "discussion_starter", "discussion_starter", "rapporteur"]
LABELS = [("1", []), ("2", []), ("3", ["a", "b"]), ("4", [])]


def imported(paper: Path) -> dict:
    """The proposal of the command."""
    command = [sys.executable, str(ROOT / "manage.py"), "import_paper", str(paper), "--dry-run", "--json"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if run.returncode:
        raise SystemExit(f"import_paper failed: {run.stderr.strip()[-800:]}")
    return json.loads(run.stdout)


def plain(text: str) -> str:
    """The text with signs of emphasis left out and white space made one."""
    return re.sub(r"\s+", " ", text.replace("*", "")).strip()


def wrong(found: dict, text: str) -> Iterator[str]:
    """A sentence for each fact that is not as the paper has it."""
    said = plain(text)
    printed = [plain(line) for line in text.splitlines() if line.strip()]
    expected = {"event": printed[0], "title": printed[2], "codes": ["1A", "2A"]}
    for key, value in expected.items():
        if found[key] != value:
            yield f"{key} is {found[key]!r}, not {value!r}."
    if [person["role"] for person in found["people"]] != ROLES:
        yield f"The roles are {[person['role'] for person in found['people']]}, not {ROLES}."
    for person in found["people"]:
        if not person["name"] or f"{person['name']}, {person['organisation']}" not in said:
            yield f"A {person['role']} is not as printed: {person['name']!r}, {person['organisation']!r}."
        if not person["organisation"]:
            yield f"A {person['role']} has no organisation."
    yield from _wrong_context(found, said, text)
    yield from _wrong_questions(found, said)
    yield from _wrong_lines(found, text)


def _wrong_context(found: dict, said: str, text: str) -> Iterator[str]:
    leads = [plain(lead).strip(". ") for lead in re.findall(r"^\*\*([^*\n]+\.)\*\* ", text, re.MULTILINE)][:-1]
    headings = [section["heading"] for section in found["sections"]]
    if headings != leads:
        yield f"The sections of context are {headings}, not {leads}."
    yield from (f"Section {one['heading']!r} is empty." for one in found["sections"] if not one["text"])
    bullets = [plain(item) for item in re.findall(r"^- (.+)$", text, re.MULTILINE)]
    if found["fields_of_work"] != bullets or len(bullets) != 8:
        yield f"There are {len(found['fields_of_work'])} fields of work, and they are not the eight printed."
    if len(found["calls_for_action"]) != 6:
        yield f"There are {len(found['calls_for_action'])} calls for action, not 6."
    for place, call in enumerate(found["calls_for_action"], start=1):
        if f"{place}. {call}" not in said:
            yield f"Call {place} is not as printed: {call!r}."


def _wrong_questions(found: dict, said: str) -> Iterator[str]:
    labels = [(one["label"], [part["label"] for part in one["parts"]]) for one in found["questions"]]
    if labels != LABELS:
        yield f"The questions and their parts are labelled {labels}, not {LABELS}."
    at = said.find(plain(found["preamble"]))
    if at < 0 or len(found["preamble"]) < 200:
        yield "The preamble of the guiding questions is not in the paper."
    whole = "".join(
        f" {one['label']}. {one['text']}" + "".join(f" - {part['label']}. {part['text']}" for part in one["parts"])
        for one in found["questions"]
    )
    if at >= 0 and said[at:] != plain(found["preamble"]) + whole.replace("\n", " "):
        yield "Preamble and questions together are not the end of the paper, word for word."
    for one in found["questions"]:
        yield from (
            f"The text of question {one['label']} is not in the paper: {text!r}."
            for text in (one["text"], *(part["text"] for part in one["parts"]))
            if not text or plain(text) not in said
        )


def _wrong_lines(found: dict, text: str) -> Iterator[str]:
    if found["unrecognised"]:
        yield f"Not recognised: {found['unrecognised']}."
    owned = sorted(number for numbers in found["where"].values() for number in numbers)
    if owned != [number for number, line in enumerate(text.split("\n"), start=1) if line.strip()]:
        yield "Some line of the paper is in no thing, or in two."


def main(folder: str) -> int:
    """Checks the one paper in the folder whose name ends with its codes."""
    papers = sorted(Path(folder).glob("*1A-2A.txt"))
    if len(papers) != 1:
        print(f"There must be one paper *1A-2A.txt in {folder}; there are {len(papers)}.")
        return 1
    sentences = list(wrong(imported(papers[0]), papers[0].read_text(encoding="utf-8")))
    print("\n".join(sentences) if sentences else "The background paper is read as it is printed.")
    return 1 if sentences else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Say the folder of the papers: python .ci/paper_check.py FOLDER")
    raise SystemExit(main(sys.argv[1]))
