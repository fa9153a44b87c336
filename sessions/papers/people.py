"""Finds the people whom a paper names, and their roles, in the layouts that papers use."""

import re
from dataclasses import dataclass, replace

ROLES: tuple[tuple[str, str], ...] = (
    (
        "discussion_starter",
        r"discussion[ -]?(?:starter|opener|leader)s?|discussants?|starters?|lanceu(?:r|se)s? de (?:la )?discussion",
    ),
    (
        "moderator",
        (
            r"(?:co-?)?moderators?|(?:co-?)?chair(?:person|man|woman)?s?|mod[ée]rat(?:eur|rice)s?|moderador[ae]?s?"
            r"|moderation|moderator/in|المنسقة?|مديرة? الجلسة|সঞ্চালক"
        ),
    ),
    (
        "rapporteur",
        (
            r"(?:co-?)?rapporteure?s?|rapporteuses?|note[ -]?takers?|relator(?:a|es|as)?|secretar(?:y|ies)"
            r"|berichterstatter(?:in)?|مقررة?|المقررة?|প্রতিবেদক"
        ),
    ),
    (
        "other",
        (
            r"(?:co-?)?facilitators?|speakers?|(?:key ?note )speakers?|panell?ists?|presenters?|respondents?"
            r"|resource (?:person|people|persons)|interpreters?|co-?ordinators?|conven[eo]rs?|hosts?|focal points?"
            r"|animat(?:eur|rice)s?|facilitador[ae]s?|facilitat(?:eur|rice)s?|intervenant[e]?s?|ponentes?|organi[sz]ers?"
        ),
    ),
)
_ADJECTIVE = r"(?:(?:lead|main|first|second|opening|closing|session|table|plenary|keynote|assistant|deputy|the)\s+)?"
ROLE = rf"{_ADJECTIVE}(?:{'|'.join(words for _, words in ROLES)})(?:\(s\))?(?:\s*#?\d{{1,2}})?"
UNKNOWN = (
    r"t\.?\s?b\.?\s?[cad]\.?|à (?:confirmer|déterminer|désigner)|por confirmar"
    r"|to be (?:confirmed|announced|determined|decided)|n\.?\s?n\.?|not yet known"
)
_TBC = rf"(?:\(\s*(?:{UNKNOWN})\s*\)|\[\s*(?:{UNKNOWN})\s*\])"
_ROLE_LIST = rf"{ROLE}(?:\s*(?:and|&|/|,|et|y|und)\s*{ROLE})*"
_ROLE_FIRST = re.compile(
    rf"^(?P<role>{_ROLE_LIST}(?:\s*{_TBC})?)\s*(?:[:：|–—\t]|\s-\s|-\s)\s*(?P<rest>.*)$", re.IGNORECASE
)
_ROLE_ALONE = re.compile(rf"^(?P<role>{_ROLE_LIST}(?P<tbc>\s*(?:{_TBC}|,\s*(?:{UNKNOWN})))?)\s*[:：]?$", re.IGNORECASE)
_ROLE_LAST = re.compile(
    rf"^(?P<name>[^()\[\]?]{{2,90}}?)\s*[(\[]\s*(?P<role>{_ROLE_LIST})\s*(?:[,;–—-]\s*(?P<inside>[^()]+))?[)\]]"
    r"\s*(?:[,–—:-]\s*(?P<after>[^?]*))?$",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    rf"^(?P<name>[^()\[\]?:]{{2,120}}?)\s*(?:,|\s[–—-])\s*(?P<role>{_ROLE_LIST})\.?$", re.IGNORECASE
)
_ROLE_INSIDE = re.compile(
    rf"^(?P<name>[^()\[\]?]{{2,90}}?)\s*\((?P<organisation>[^()]+),\s*(?P<role>{_ROLE_LIST})\)$", re.IGNORECASE
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
    if found := _ROLE_ALONE.match(text):
        printed = found["role"].strip()
        return [Person(role_of(printed), "", "", printed)] if found["tbc"] else []
    if found := _ROLE_FIRST.match(text):
        printed = found["role"].strip()
        return [Person(role_of(printed), *pair, printed) for pair in names_in(found["rest"])] if found["rest"] else []
    return _role_after_name(text)


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
    if len(pieces) == 1:
        parts = re.split(r"\s+(?:and|&|et|y|und)\s+", pieces[0])
        inner = [_name_and_organisation(part) for part in parts]
        whole = all(_like_a_name(name) for name, _ in inner)
        if len(parts) > 1 and whole and (all(org for _, org in inner) or "," not in pieces[0]):
            return inner
    return [_name_and_organisation(piece) for piece in pieces]


def _name_and_organisation(text: str) -> tuple[str, str]:
    text = text.strip(" ,;|")
    if _IS_UNKNOWN.match(text):
        return "", ""
    text = re.sub(rf"\s*{_TBC}", "", text, flags=re.IGNORECASE).strip(" ,;|")
    if found := re.match(r"^([^(]+?)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)$", text):
        return found[1].strip(" ,"), found[2].strip()
    for divider in (
        r"\s*\|\s*",
        r"\s*[,،]\s+",
        r"\s+[–—-]\s+|\s*—\s*",
        r"\s+(?:of|from)\s+(?=the\s|[A-Z]{2})",
    ):
        parts = re.split(divider, text, maxsplit=1)
        if len(parts) == 2 and parts[0]:
            return parts[0].strip(" ,"), parts[1].strip(" ,").replace(" | ", ", ")
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


def at_lines(people: list[Person], lines: tuple[int, ...]) -> list[Person]:
    """The same people, found on these lines."""
    return [replace(person, lines=lines) for person in people]
