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
    "Meets the Compact": ListWords(
        TickList.Kind.ONE,
        _in("يتصل بالاتفاق العالمي", "Touche au Pacte mondial", "বৈশ্বিক চুক্তির সঙ্গে যুক্ত"),
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
        "Where civil society acts",
        _in(
            "أين وكيف، وعبر أي مسارات وعلى أي مستويات، يمكن للمجتمع المدني أن يتدخل بأكبر أثر كي يكون المتنقلون "
            "آمنين ويجدوا عملًا لائقًا وينالوا العدالة؟",
            "Où et comment – par quels processus, à quels niveaux – la société civile "
            "peut-elle intervenir avec le plus "
            "d’effet pour que celles et ceux qui se déplacent soient en sécurité, trouvent un travail décent et "
            "obtiennent justice ?",
            "কোথায় এবং কীভাবে – কোন প্রক্রিয়ায়, কোন স্তরে – নাগরিক সমাজ সবচেয়ে কার্যকরভাবে "
            "এগিয়ে আসতে পারে, যাতে অভিবাসীরা "
            "নিরাপদ থাকেন, শোভন কাজ পান এবং ন্যায়বিচার লাভ করেন?",
        ),
        ("Level",),
    ),
    "2": QuestionWords(
        "Priority issues",
        _in(
            "ما القضايا التي تأتي أولًا في منطقتكم اليوم كي تُدار الهجرة على نحو أفضل؟ قد تكون قديمة أو ظهرت للتو.",
            "Quels enjeux passent en premier dans votre région aujourd’hui pour mieux gouverner les migrations ? Ils "
            "peuvent être anciens ou tout récents.",
            "অভিবাসন আরও ভালোভাবে পরিচালনার জন্য আজ আপনার অঞ্চলে কোন বিষয়গুলো সবার আগে আসে? সেগুলো পুরোনো হতে পারে, "
            "আবার সদ্য দেখা দেওয়াও হতে পারে।",
        ),
        names_issues=True,
        issue_limit=2,
    ),
    "3": QuestionWords(
        "Level of governance",
        _in(
            "على أي مستوى أو مستويات – المحلي أو الوطني أو الإقليمي أو العالمي – يجب أن تتحسن "
            "الحوكمة؟ يرجى النظر خصوصًا في",
            "À quel niveau ou à quels niveaux – local, national, régional, mondial – la gouvernance doit-elle "
            "s’améliorer ? Regardez en particulier",
            "কোন স্তরে বা স্তরগুলোতে – স্থানীয়, জাতীয়, আঞ্চলিক, বৈশ্বিক – শাসনব্যবস্থার উন্নতি দরকার? বিশেষভাবে দেখুন",
        ),
        ("Level",),
        per_issue=True,
    ),
    "3a": QuestionWords(
        "Meets the Compact",
        _in(
            "أين تلتقي القضية بالحوكمة العالمية وبالتفاوض على الاتفاق العالمي؛ و",
            "où l’enjeu rejoint la gouvernance mondiale et la négociation du Pacte mondial ; et",
            "বিষয়টি কোথায় বৈশ্বিক শাসনব্যবস্থা ও বৈশ্বিক চুক্তির আলোচনার সঙ্গে মেলে; এবং",
        ),
        ("Meets the Compact", "How"),
        per_issue=True,
    ),
    "3b": QuestionWords(
        "Law or implementation",
        _in(
            "هل يجب أن يتغير القانون نفسه أم طريقة تطبيق القانون القائم (وهل ثمة معيار دولي لم "
            "يُدرج بعد في القانون الوطني)؛",
            "si la loi elle-même doit changer, ou la manière d’appliquer la loi existante (et si une norme "
            "internationale attend encore d’entrer dans la loi nationale) ;",
            "আইনটিই বদলাতে হবে, নাকি বিদ্যমান আইনের প্রয়োগ (এবং কোনো আন্তর্জাতিক মান এখনও জাতীয় আইনে লেখার অপেক্ষায় আছে কি না);",
        ),
        ("What is lacking",),
        per_issue=True,
    ),
    "4": QuestionWords(
        "Recommendations",
        _in(
            "بماذا يوصي المجتمع المدني: أي إجراءات من المجتمع المدني أو من الدول، كل على حدة "
            "أو معًا؟ وما المعايير التي "
            "تُظهر، عند الاقتضاء، أن الأمور تحسنت؟",
            "Que doit recommander la société civile : quelles actions de la société civile ou des États, seuls ou "
            "ensemble ? Et quels repères montreraient, le cas échéant, que les choses ont avancé ?",
            "নাগরিক সমাজ কী সুপারিশ করবে: নাগরিক সমাজ বা রাষ্ট্রের কোন পদক্ষেপ, একা বা "
            "একসঙ্গে? আর কোন মানদণ্ড দেখাবে যে অবস্থার উন্নতি হয়েছে?",
        ),
        ("Actor", "Alone or together", "Benchmark"),
        per_issue=True,
        recommends=True,
    ),
}
