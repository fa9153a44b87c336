"""The words by which papers name people's roles, and by which they say that somebody is still to be found."""

from typing import Final

ROLES: Final[tuple[tuple[str, str], ...]] = (
    (
        "discussion_starter",
        (
            r"discussion[ -]?(?:starter|opener|leader)s?|discussants?|starters?|lanceu(?:r|se)s? de (?:la )?discussion"
            r"|iniciador[ae]?s? del debate|impulsgeber(?:in|innen)?|(?:ال)?مفتتح(?:ة|و|ون|ات)? (?:ال)?نقاش"
            r"|(?:ال)?معق(?:ب|بة|بو|بون|بات)|আলোচনা সূচনাকারী|আলোচক(?:বৃন্দ|গণ)?"
        ),
    ),
    (
        "moderator",
        (
            r"(?:co-?)?moderat(?:ors?|ed by)|chaired by|animée? par|modérée? par"
            r"|(?:co-?)?chair(?:person|man|woman)?s?|mod[ée]rat(?:eur|rice)s?|moderador[ae]?s?"
            r"|pr[ée]sident(?:e|s|es)? de (?:la )?s[ée]ance|moderation|moderator/in|moderatorin|sitzungsleitung"
            r"|(?:ال)?منس(?:ق|قة|قو|قون|قات)|(?:ال)?مدير(?:ة|و|ات)?(?: (?:ال)?جلسة)|رئيسة? (?:ال)?جلسة"
            r"|সঞ্চালক(?:বৃন্দ|গণ)?|সভাপতি"
        ),
    ),
    (
        "rapporteur",
        (
            r"(?:co-?)?rapporteure?s?|rapporteuses?|note[ -]?takers?|relator(?:a|es|as)?|secretar(?:y|ies)"
            r"|berichterstatter(?:in)?|protokoll(?:führung|führerin|führer)?|(?:ال)?مقرر(?:ة|و|ون|ات)?(?: (?:ال)?جلسة)?"
            r"|প্রতিবেদক(?:বৃন্দ|গণ)?"
        ),
    ),
    (
        "other",
        (
            r"(?:co-?)?facilitat(?:ors?|ed by)|introduced by|speakers?|(?:key ?note )speakers?"
            r"|panell?ists?|presenters?|respondents?"
            r"|resource (?:person|people|persons)|interpreters?|co-?ordinators?|conven[eo]rs?|hosts?|focal points?"
            r"|animat(?:eur|rice)s?|facilitador[ae]s?|facilitat(?:eur|rice)s?|intervenant(?:e|s|es)?|ponentes?|organi[sz]ers?"
            r"|grands? témoins?|referent(?:in|innen|en)?|(?:ال)?ميس(?:ر|رة|رو|رون|رات)(?: (?:ال)?جلسة)?"
            r"|(?:ال)?متحدث(?:ة|و|ون|ين|ات)?|(?:ال)?مترجم(?:ة|و|ون|ات)?|বক্তা(?:বৃন্দ|গণ)?|সহায়ক(?:বৃন্দ|গণ)?|দোভাষী"
        ),
    ),
)
_ADJECTIVE = r"(?:(?:lead|main|first|second|opening|closing|session|table|plenary|keynote|assistant|deputy|the)\s+)?"
ROLE: Final = rf"{_ADJECTIVE}(?:{'|'.join(words for _, words in ROLES)})(?:\(s\))?(?:\s*#?\d{{1,2}})?"
ROLE_LIST: Final = rf"{ROLE}(?:\s*(?:and|&|/|,|et|y|und)\s*{ROLE})*"
UNKNOWN: Final = (
    r"(?:(?:the )?names? )?(?:t\.?\s?b\.?\s?[cad]\.?"
    r"|(?:still |yet )?to be (?:confirmed|announced|determined|decided|named|found))"
    r"|à (?:confirmer|déterminer|désigner)|por (?:confirmar|definir)|wird noch (?:benannt|bestätigt)"
    r"|n\.?\s?n\.?|not yet known|(?:ي|ت)حدد(?:\s+لاحق[اً]+)?|নির্ধারিত হয়নি|পরে জানানো হবে"
)
