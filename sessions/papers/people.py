"""Finds the people whom a paper names, and their roles, in the layouts that papers use."""

import re
from dataclasses import dataclass

from sessions.papers.role_words import ROLE_LIST, ROLES, UNKNOWN

_TBC = rf"(?:\(\s*(?:{UNKNOWN})\s*\)|\[\s*(?:{UNKNOWN})\s*\])"
_ROLE_FIRST = re.compile(
    rf"^(?P<role>{ROLE_LIST}(?:\s*(?:{_TBC}|\([^()]{{1,30}}\)))?)\s*(?:[:：|–—\t]|\s-\s|-\s)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_DONE_BY = re.compile(rf"^(?P<role>{ROLE_LIST})(?<=by|ar)\s+(?P<rest>.+)$", re.IGNORECASE)
_ROLE_ALONE = re.compile(rf"^(?P<role>{ROLE_LIST}(?P<tbc>\s*(?:{_TBC}|,\s*(?:{UNKNOWN})))?)\s*[:：]?$", re.IGNORECASE)
_ROLE_LAST = re.compile(
    rf"^(?P<name>[^()\[\]?]{{2,90}}?)\s*[(\[]\s*(?P<role>{ROLE_LIST})\s*(?:[,;–—-]\s*(?P<inside>[^()]+))?[)\]]"
    r"\s*(?:[,،–—:-]\s*(?P<after>[^?]*))?$",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    rf"^(?P<name>[^()\[\]?:]{{2,120}}?)\s*(?:,|\s[–—-])\s*(?P<role>{ROLE_LIST})\.?$", re.IGNORECASE
)
_ROLE_BETWEEN = re.compile(
    rf"^(?P<name>[^()\[\]?:|,،]{{2,60}}?)\s*(?:[,،|]|\s[–—-])\s*(?P<role>{ROLE_LIST})\s*(?:[,،|]|\s[–—-])\s*"
    r"(?P<after>[^\s?][^?]*)$",
    re.IGNORECASE,
)
_ROLE_INSIDE = re.compile(
    rf"^(?P<name>[^()\[\]?]{{2,90}}?)\s*\((?P<organisation>[^()]+),\s*(?P<role>{ROLE_LIST})\)$", re.IGNORECASE
)
# What stands behind a name and a comma and still is the name.
_DEGREE = re.compile(
    r"(?:Ph\.?\s?D|M\.?D|M\.?P|M\.?Sc|M\.?A|M\.?B\.?A|LL\.?[BM]|D\.?Phil|Esq|Jr|Sr|S\.?J|O\.?P)\.?(?=\s*,|$)"
)
_IS_UNKNOWN = re.compile(rf"^[(\[]?\s*(?:{UNKNOWN}|\.{{3,}}|_{{3,}}|…|\?)\s*[)\]]?$", re.IGNORECASE)
_TABLE_HEAD = re.compile(
    r"^(?:roles?|names?|organi[sz]ations?|affiliations?|functions?|institutions?|[\s|])+$", re.IGNORECASE
)
_PEOPLE_HEAD = re.compile(
    r"^(?:(?:the\s+)?(?:session|people|team|programme|program|persons?|participants?|contributors?|speakers?)\s*)"
    r"(?:team|people|contributors?|in charge|and roles?)?\s*:?$",
    re.IGNORECASE,
)
LONGEST = 40


@dataclass(frozen=True)
class Person:
    """Somebody with a role; a name may still be unknown (""). `lines` is where the paper says so."""

    role: str
    name: str
    organisation: str
    role_as_printed: str
    lines: tuple[int, ...] = ()


def role_of(printed: str) -> str:
    """The role that a printed word stands for: moderator, discussion_starter, rapporteur or other."""
    for role, words in ROLES:
        if re.search(rf"(?<!\w)(?:{words})(?!\w)", printed, re.IGNORECASE):
            return role
    return "other"


def starts_with_role(text: str) -> bool:
    """Whether a line opens with a role, as in 'Rapporteur: …', or is nothing but a role."""
    return bool(_ROLE_FIRST.match(text) and _short(text)) or bool(_ROLE_ALONE.match(text))


def is_people_heading(text: str) -> bool:
    """Whether a heading or table head only announces people."""
    return bool(_PEOPLE_HEAD.match(text) or (_TABLE_HEAD.match(text) and len(text.split()) > 1))


def role_alone(text: str) -> str:
    """The role as printed of a line that is nothing but a role; "" for any other line."""
    found = _ROLE_ALONE.match(text)
    return found["role"].strip() if found else ""


def people_in(text: str) -> list[Person]:
    """The people of one line that says their role; none where the line is no such line."""
    if not _short(text):
        return []
    pieces = re.split(r"\s*[|;؛]\s*", text)
    if len(pieces) > 1 and all(_ROLE_FIRST.match(piece) for piece in pieces):
        return [person for piece in pieces for person in people_in(piece)]  # 'Chair: …; Rapporteur: …'
    if found := _ROLE_ALONE.match(text):
        printed = found["role"].strip()
        return [Person(role_of(printed), "", "", printed)] if found["tbc"] else []
    if found := _ROLE_FIRST.match(text):
        printed = found["role"].strip()
        return [Person(role_of(printed), *pair, printed) for pair in names_in(found["rest"])] if found["rest"] else []
    if found := _DONE_BY.match(text):
        return people_of_role(found["rest"], found["role"].strip())
    return _role_after_name(text) or _role_between(text)


def _role_between(text: str) -> list[Person]:
    """'Name – Role – Organisation': a name of two words at least, an organisation that begins with no small letter."""
    found = _ROLE_BETWEEN.match(text)
    if not found or len(found["name"].split()) < 2 or found["after"][0].islower() or not _like_a_name(found["name"]):
        return []
    return [Person(role_of(found["role"]), found["name"].strip(), found["after"].strip(" ,.;"), found["role"].strip())]


def _role_after_name(text: str) -> list[Person]:
    if found := _ROLE_INSIDE.match(text) or _ROLE_LAST.match(text) or _ROLE_AFTER.match(text):
        parts, printed = found.groupdict(), found["role"].strip()
        name, organisation = _name_and_organisation(parts["name"])
        organisation = parts.get("organisation") or parts.get("inside") or parts.get("after") or organisation
        return [Person(role_of(printed), name, organisation.strip(" ,.;"), printed)] if _like_a_name(name) else []
    return []


def people_of_role(text: str, printed: str) -> list[Person]:
    """The people of a line under a role that stood before: 'Name, Organisation' and nothing else."""
    if not _short(text) or re.search(r"[?:]|[.!]$", text.replace(" St.", "").replace("et al.", "")):
        return []
    pairs = names_in(text)
    if not all(_like_a_name(name) or _IS_UNKNOWN.match(text) for name, _ in pairs):
        return []
    return [Person(role_of(printed), *pair, printed) for pair in pairs]


def names_in(text: str) -> list[tuple[str, str]]:
    """Pairs of name and organisation; several are divided by semicolons, or by 'and' between full pairs."""
    pieces = [piece for piece in re.split(r"\s*[;؛]\s*(?:and\s+)?", text.strip(" .;")) if piece]
    if len(pieces) == 1 and len(each := re.split(r"(?<=\))\s*,\s*(?:and\s+)?(?=[^\W\d_])", pieces[0])) > 1:
        pieces = each if all(re.search(r"\S \([^()]+\)$", piece) for piece in each) else pieces
    return [pair for piece in pieces for pair in _joined_by_and(piece)]


def _joined_by_and(text: str) -> list[tuple[str, str]]:
    """'A, Union and B, Aid' are two; so are 'A and B' and, with one organisation for both, 'A and B, Union'."""
    parts = re.split(r"\s+(?:and|&|et|y|und)\s+", text)
    inner = [_name_and_organisation(part) for part in parts]
    if len(parts) > 1 and all(_like_a_name(name) for name, _ in inner):
        if all(organisation for _, organisation in inner) or "," not in text:
            return inner
        shared = not any(organisation for _, organisation in inner[:-1])
        if shared and all(len(name.split()) > 1 for name, _ in inner):
            return [(name, inner[-1][1]) for name, _ in inner]
    return [_name_and_organisation(text)]


def _name_and_organisation(text: str) -> tuple[str, str]:
    text = re.sub(r"^\(?\d{1,2}[.)]\s+", "", text.strip(" ,;|"))
    if _IS_UNKNOWN.match(text):
        return "", ""
    if found := re.match(rf"^{_TBC}\s*[,،]\s*(?P<organisation>.+)$", text, re.IGNORECASE):
        return "", found["organisation"]
    text = re.sub(rf"\s*{_TBC}", "", text, flags=re.IGNORECASE).strip(" ,;|")
    if found := re.match(r"^([^(,،]+?)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)$", text):
        return found[1].strip(" ,"), found[2].strip()
    for divider in (
        r"\s*\|\s*",
        r"\s*[,،]\s+",
        r"\s+[–—-]\s+|\s*—\s*",
        r"\s+/\s+",
        r"\s+(?:of|from)\s+(?=the\s|[A-Z]{2})",
    ):
        parts = re.split(divider, text, maxsplit=1)
        if len(parts) == 2 and parts[0]:
            name, organisation = parts[0].strip(" ,"), parts[1].strip(" ,").replace(" | ", ", ")
            if degree := _DEGREE.match(organisation):
                name, organisation = f"{name}, {degree[0]}", organisation[degree.end() :].strip(" ,")
            if found := re.fullmatch(r"\(([^()]+)\)", organisation):
                organisation = found[1].strip()
            return "" if _IS_UNKNOWN.match(name) else name, organisation
    return text, ""


def _like_a_name(name: str) -> bool:
    """Whether the words may be a person's name: few, and beginning with capitals where a script has them."""
    words = name.split()
    if not 1 <= len(words) <= 8 or any(character.isdigit() for character in name):
        return False
    small = [word for word in words if word[:1].islower() and len(word) > 3]
    return not small and not words[0][:1].islower() and any(character.isalpha() for character in name)


def _short(text: str) -> bool:
    return len(text.split()) <= LONGEST and "?" not in text
