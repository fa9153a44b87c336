"""The words by which papers of any subject announce their parts. None of them belongs to one paper."""

import re
from typing import Final

_END = r"(?!\w)"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern}){_END}", re.IGNORECASE)


QUESTIONS: Final = _words(
    r"(?:guiding|discussion|key|main|leading|orienting|orientation|reflection|focus|table|group)?\s*questions?"
    r"(?: for (?:the )?(?:discussions?|debate|reflection|tables?|groups?|participants|round ?tables?)"
    r"| directrices| d.orientation| pour (?:la |le )?(?:discussion|débat)| cl[ée]s?| guides?)?"
    r"|(?:preguntas|perguntas)(?: (?:orientadoras|guías?|clave|para (?:el|o) debate))?|(?:leit|diskussions)?fragen"
    r"|(?:ال)?أسئلة(?: (?:ال)?(?:توجيهية|إرشادية|محورية|رئيسية|للنقاش|نقاش))?"
    r"|(?:(?:নির্দেশক|মূল|আলোচনার)\s+)?(?:প্রশ্নাবলি|প্রশ্নাবলী|প্রশ্নমালা|প্রশ্নসমূহ|প্রশ্নগুলি|প্রশ্নগুলো|প্রশ্ন)"
)
DISCUSSION: Final = _words(
    r"(?:for|points? (?:for|of)|issues? for|topics? for) (?:the )?(?:discussion|debate|reflection)|discussion points?"
    r"|(?:group|table) (?:work|tasks?)|tasks? for (?:the )?(?:tables?|groups?)"
    r"|(?:asked|invited|requested|encouraged) to|please (?:discuss|consider|address|reflect)|your tasks?"
)
FIELDS: Final = _words(
    r"fields? of (?:work|action|activity)|areas? of (?:work|action|focus|concern)|work ?(?:areas?|streams?)"
    r"|(?:issues?|matters?|topics?|areas?) (?:related|relating) to|champs d.action|domaines d.action"
    r"|ámbitos de (?:trabajo|acción)|(?:arbeits|handlungs)felder|مجالات العمل|কাজের ক্ষেত্র(?:সমূহ|গুলি|গুলো)?"
)
TOPICS: Final = _words(
    r"(?:thematic|key|main|priority|focus|sub-?)\s*(?:issues?|areas?|themes?|topics?|fields?)|themes?|topics?"
    r"|issues? (?:such as|including|like|covered|addressed)|areas? (?:such as|including)"
    r"|(?:ال)?محاور(?: (?:ال)?(?:نقاش|جلسة))?"
)
CALLS: Final = _words(
    r"calls? (?:for|to) action|calls?|our demands|demands|appels? à l.action|llamad[oa]s? a la acción"
    r"|(?:unsere )?forderungen|(?:ال)?دعوات (?:إلى|ل)\s?العمل|مطالبنا|কর্মের আহ্বান|আমাদের দাবি(?:সমূহ)?"
)
ASKS: Final = _words(r"asks|recommendations|commitments|action points?|we (?:call on|demand|urge)")
SECTIONS: Final = _words(
    r"(?:introduction|context|background|overview|summary|rationale|purpose|objectives?|aims?|scope|glossary|annex"
    r"|further reading|references|conclusions?|expected outcomes?|methodology|format|next steps|contexte|introducción"
    r"|contexto|einleitung|hintergrund|(?:ال)?مقدمة|السياق|(?:ال)?خلفية|الأهداف|ভূমিকা|প্রেক্ষাপট|পটভূমি|উদ্দেশ্য)"
    r"(?: (?:and|&) (?:context|background|purpose|objectives?|introduction))?"
)
IMPERATIVES: Final = re.compile(
    r"^(?:please\s+|kindly\s+|together,?\s+|briefly\s+)?(?:in (?:your|each) \w+,\s+)?"
    r"(?:address|agree|analy[sz]e|assess|brainstorm|choose|compare|consider|decide|define|describe|develop|discuss|draft"
    r"|elaborate|evaluate|examine|explain|explore|formulate|give|highlight|identify|indicate|list|name|note|outline"
    r"|prioriti[sz]e|propose|provide|rank|recommend|reflect|select|share|sketch|specify|suggest"
    r"|summari[sz]e|tell|think|write"
    r"|[^\W\d_]{3,}ez|[^\W\d_]{3,}en sie|(?:analic|describ|identifi(?:qu)|indi(?:qu)|mencion|propon(?:g)|señal)[ae]n?"
    r"|(?:اذكر|حدد|ناقش|صف|اقترح|وضح|اختر|اختار|قدم|بين)(?:وا)?)(?!\w)"
    r"|(?:করুন|বলুন|লিখুন|জানান|দিন)\s*[।.]?$",
    re.IGNORECASE,
)
INTERROGATIVES: Final = re.compile(
    r"^(?:(?:in|at|on|to|for|by|with|from|under|through) )?(?:who|whom|whose|what|which|when|where|why|how|whether|do"
    r"|does|did|is|are|was|were|can|could|should|would|will|has|have|qui|que|quel(?:le)?s?|comment|pourquoi|où|quand"
    r"|qué|cuál(?:es)?|cómo|quién(?:es)?|wer|was|wie|warum|welche[rs]?|ما|من|كيف|لماذا|هل|أين|متى|কী|কে|কিভাবে)(?!\w)",
    re.IGNORECASE,
)
PLENTY: Final = _words(
    r"questions|preguntas|perguntas|(?:leit)?fragen|أسئلة|الأسئلة|প্রশ্নাবলি|প্রশ্নাবলী|প্রশ্নমালা|প্রশ্নসমূহ|প্রশ্নগুলি|প্রশ্নগুলো|প্রশ্ন"
)


def asks(text: str) -> bool:
    """Whether a text asks something: a question mark anywhere, or an imperative that tables answer."""
    return bool(re.search(r"[?？؟]", text)) or bool(IMPERATIVES.search(text))


def names_section(text: str) -> bool:
    """Whether a whole heading is made of words by which papers announce a part."""
    return any(found.fullmatch(text.strip(" .:")) for found in (QUESTIONS, FIELDS, CALLS, SECTIONS, DISCUSSION))
