"""The sample event's set-up: roles of its questions, its tick lists, and the same words in other languages."""

from typing import NamedTuple

from sessions.models import TickList


class QuestionWords(NamedTuple):
    """What one question of the sample does, and its words by language."""

    short: str
    texts: dict[str, str]
    tick_lists: tuple[str, ...] = ()
    names_issues: bool = False
    issue_limit: int | None = None
    per_issue: bool = False
    recommends: bool = False


class ListWords(NamedTuple):
    """A tick list of the sample with its choices, each by language."""

    kind: str
    texts: dict[str, str]
    choices: tuple[tuple[str, dict[str, str]], ...] = ()


def _in(ar: str, fr: str, bn: str) -> dict[str, str]:
    return {"ar": ar, "fr": fr, "bn": bn}


TICK_LISTS: dict[str, ListWords] = {
    "Level": ListWords(
        TickList.Kind.MANY,
        _in("المستوى", "Niveau", "স্তর"),
        (
            ("local", _in("محلي", "local", "স্থানীয়")),
            ("national", _in("وطني", "national", "জাতীয়")),
            ("regional", _in("إقليمي", "régional", "আঞ্চলিক")),
            ("global", _in("عالمي", "mondial", "বৈশ্বিক")),
        ),
    ),
    "Meets the global agreement": ListWords(
        TickList.Kind.ONE,
        _in("يتصل بالاتفاق العالمي", "Touche à l’accord mondial", "বৈশ্বিক চুক্তির সঙ্গে যুক্ত"),
        (("yes", _in("نعم", "oui", "হ্যাঁ")), ("no", _in("لا", "non", "না"))),
    ),
    "How": ListWords(TickList.Kind.WORDS, _in("كيف", "Comment", "কীভাবে")),
    "What is lacking": ListWords(
        TickList.Kind.MANY,
        _in("ما الذي ينقص", "Ce qui manque", "কীসের অভাব"),
        (
            ("law", _in("القانون", "la loi", "আইন")),
            ("implementation", _in("التطبيق", "l’application", "বাস্তবায়ন")),
            ("transposition", _in("الإدراج في القانون الوطني", "la transposition", "জাতীয় আইনে অন্তর্ভুক্তি")),
        ),
    ),
    "Actor": ListWords(
        TickList.Kind.MANY,
        _in("الفاعل", "Acteur", "কে করবে"),
        (
            ("civil society", _in("المجتمع المدني", "la société civile", "নাগরিক সমাজ")),
            ("States", _in("الدول", "les États", "রাষ্ট্র")),
        ),
    ),
    "Alone or together": ListWords(
        TickList.Kind.ONE,
        _in("منفردين أم معًا", "Seuls ou ensemble", "একা না একসঙ্গে"),
        (
            ("individually", _in("كل على حدة", "individuellement", "আলাদাভাবে")),
            ("collectively", _in("جماعيًا", "collectivement", "সম্মিলিতভাবে")),
        ),
    ),
    "Benchmark": ListWords(TickList.Kind.WORDS, _in("معيار القياس", "Repère", "মানদণ্ড")),
}

QUESTIONS: dict[str, QuestionWords] = {
    "1": QuestionWords(
        "Where we have influence",
        _in(
            "أين وكيف (في أي هيئات وبأي إجراءات) يكون لمنظمات منطقتكم أكبر تأثير في القواعد التي تقرر حقوق المهاجرين "
            "وسلامتهم وحياتهم اليومية؟",
            "Où et comment (dans quelles instances, par quelles procédures) les organisations "
            "de votre région ont-elles "
            "le plus d’influence sur les règles qui décident des droits, de la sécurité et de la vie quotidienne des "
            "personnes migrantes ?",
            "কোথায় এবং কীভাবে (কোন সংস্থায়, কোন প্রক্রিয়ায়) আপনার অঞ্চলের সংগঠনগুলো সেই "
            "নিয়মগুলোর ওপর সবচেয়ে বেশি প্রভাব "
            "রাখে, যেগুলো অভিবাসীদের অধিকার, নিরাপত্তা ও দৈনন্দিন জীবন ঠিক করে?",
        ),
        ("Level",),
    ),
    "2": QuestionWords(
        "Priority issues",
        _in(
            "ما القضايا ذات الأولوية في منطقتكم حاليًا؟ يرجى تسمية القضية أو القضيتين الأهم، "
            "سواء كانتا قديمتين أم جديدتين.",
            "Quels enjeux sont prioritaires dans votre région en ce moment ? Veuillez nommer "
            "le ou les deux qui comptent "
            "le plus, qu’ils soient anciens ou nouveaux.",
            "এই মুহূর্তে আপনার অঞ্চলে কোন বিষয়গুলো অগ্রাধিকার পায়? পুরোনো হোক বা নতুন, সবচেয়ে গুরুত্বপূর্ণ এক বা দুটি বিষয়ের নাম বলুন।",
        ),
        names_issues=True,
        issue_limit=2,
    ),
    "3": QuestionWords(
        "Level of rules",
        _in(
            "على أي مستوى تحتاج كل قضية من هذه القضايا إلى قواعد أفضل: المحلي أم الوطني أم "
            "الإقليمي أم العالمي؟ يرجى النظر "
            "خصوصًا في",
            "À quel niveau chacun de ces enjeux a-t-il besoin de meilleures règles : local, national, régional ou "
            "mondial ? Veuillez considérer en particulier",
            "এই বিষয়গুলোর প্রতিটির জন্য কোন স্তরে আরও ভালো নিয়ম দরকার: স্থানীয়, জাতীয়, আঞ্চলিক না বৈশ্বিক? বিশেষভাবে বিবেচনা করুন",
        ),
        ("Level",),
        per_issue=True,
    ),
    "3a": QuestionWords(
        "The global agreement",
        _in(
            "هل يمكن للاتفاق العالمي الجديد أن يساعد، وكيف؛ و",
            "si et comment le nouvel accord mondial pourrait aider ; et",
            "নতুন বৈশ্বিক চুক্তি সাহায্য করতে পারে কি না এবং কীভাবে; এবং",
        ),
        ("Meets the global agreement", "How"),
        per_issue=True,
    ),
    "3b": QuestionWords(
        "Law or implementation",
        _in(
            "هل يجب أن يتغير القانون نفسه أم تطبيقه، أم أن معيارًا دوليًا لا يزال ينتظر إدراجه في القانون الوطني؛",
            "si la loi elle-même doit changer, ou son application, ou si une norme internationale attend encore sa "
            "transposition dans le droit national ;",
            "আইনটিই বদলাতে হবে, না তার বাস্তবায়ন, নাকি কোনো আন্তর্জাতিক মান এখনও জাতীয় আইনে অন্তর্ভুক্তির অপেক্ষায় আছে;",
        ),
        ("What is lacking",),
        per_issue=True,
    ),
    "4": QuestionWords(
        "Recommendations",
        _in(
            "ماذا ينبغي أن يفعل المجتمع المدني، وماذا ينبغي أن تفعل الدول، كل على حدة أو معًا، "
            "لحل هذه القضايا؟ وحيثما يفيد "
            "ذلك، يرجى اقتراح معيار يظهر به التقدم.",
            "Que doit faire la société civile, et que doivent faire les États, seuls ou "
            "ensemble, pour régler ces enjeux ? "
            "Là où cela aide, veuillez proposer un repère qui montre les progrès.",
            "এই বিষয়গুলোর সমাধানে নাগরিক সমাজ কী করবে, আর রাষ্ট্র কী করবে – একা বা সবাই মিলে? "
            "যেখানে কাজে লাগে, অগ্রগতি বোঝার "
            "একটি মানদণ্ড প্রস্তাব করুন।",
        ),
        ("Actor", "Alone or together", "Benchmark"),
        per_issue=True,
        recommends=True,
    ),
}
