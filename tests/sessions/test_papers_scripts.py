"""Papers in other languages and scripts, with the markers, codes and words that these use."""

from tests.sessions.test_papers_layouts import PROSE, asked, named, proposal


def test_a_whole_paper_in_arabic_with_lettered_parts():
    found = proposal(
        "منتدى الموانئ\nورقة خلفية للجلستين 1أ و2أ\n\nمرافئ آمنة\n\nالمنسقة: سلمى حداد، اتحاد البحارة\n\n"
        "مقدمة\n\nيعمل كثير من البحارة دون عقد. وتختلف القوانين من بلد إلى آخر.\n\n"
        "مجالات العمل:\n\n- العقود\n- الأجور\n\nالأسئلة التوجيهية\n\nنرجو الإجابة باختصار.\n\n"
        "١- ما أهم المشكلات؟\n٢- كيف يمكن التدخل؟\n   أ. على المستوى الوطني\n   ب. على المستوى الإقليمي\n"
        "٣- اقترحوا خطوة واحدة.\n   أ) قريبة\n   ب) بعيدة\n   ج) لا رجعة فيها\n",
        "paper.txt",
    )
    assert (found.event.text, found.title.text, found.codes) == ("منتدى الموانئ", "مرافئ آمنة", ["1أ", "2أ"])
    assert named(found) == [("moderator", "سلمى حداد", "اتحاد البحارة")]
    assert [one.heading for one in found.sections] == ["مقدمة"]
    assert [one.text for one in found.fields_of_work] == ["العقود", "الأجور"]
    assert found.preamble.text == "نرجو الإجابة باختصار."
    assert asked(found) == [
        ("", "١", "ما أهم المشكلات؟", []),
        ("", "٢", "كيف يمكن التدخل؟", [("أ", "على المستوى الوطني"), ("ب", "على المستوى الإقليمي")]),
        ("", "٣", "اقترحوا خطوة واحدة.", [("أ", "قريبة"), ("ب", "بعيدة"), ("ج", "لا رجعة فيها")]),
    ]
    assert found.unrecognised == []


def test_a_whole_paper_in_bengali_with_dandas():
    found = proposal(
        "# বন্দর সম্মেলন\n\n## অধিবেশন ২ক: নিরাপদ বন্দর\n\nসঞ্চালক: রিনা দাস, নাবিক কেন্দ্র\n\n"
        "## ভূমিকা\n\nনাবিকেরা মাসের শেষে মজুরি পান না। আইন আছে, প্রয়োগ নেই।\n\n"
        "## প্রশ্নাবলি\n\n১। প্রধান সমস্যা কী?\n২। কে তদারকি করে?\n   ক. জাহাজে\n   খ. ঘাটে\n৩। একটি পদক্ষেপ উল্লেখ করুন।\n"
    )
    assert (found.event.text, found.title.text, found.codes) == ("বন্দর সম্মেলন", "নিরাপদ বন্দর", ["২ক"])
    assert [(one.heading, one.text[:8]) for one in found.sections] == [("ভূমিকা", "নাবিকেরা")]
    assert asked(found) == [
        ("", "১", "প্রধান সমস্যা কী?", []),
        ("", "২", "কে তদারকি করে?", [("ক", "জাহাজে"), ("খ", "ঘাটে")]),
        ("", "৩", "একটি পদক্ষেপ উল্লেখ করুন।", []),
    ]
    assert found.unrecognised == []


def test_degrees_behind_numbers_and_imperatives_in_french():
    found = proposal(
        "Forum des ports\nDocument de travail – Atelier 4 | Havres sûrs\n\nContexte\n\n"
        "Chaque été, des milliers de marins attendent.\n\nQuestions directrices\n\n"
        "1° Quels sont les obstacles ?\n2° Décrivez une inspection.\n3° Proposez un pas.\n",
        "paper.txt",
    )
    assert (found.title.text, found.codes) == ("Havres sûrs", ["4"])
    assert [(q.label, q.text) for q in found.questions] == [
        ("1", "Quels sont les obstacles ?"),
        ("2", "Décrivez une inspection."),
        ("3", "Proposez un pas."),
    ]
    assert found.unrecognised == []


def test_the_letter_for_question_with_parts_in_two_scripts():
    latin = proposal(f"# Ports\n\n{PROSE}\n\nQ.1 What works?\nQ.2 What fails?\n   Q.2.a Why?\n   Q.2.b Since when?\n")
    assert asked(latin) == [
        ("", "Q.1", "What works?", []),
        ("", "Q.2", "What fails?", [("Q.2.a", "Why?"), ("Q.2.b", "Since when?")]),
    ]
    arabic = proposal("# الموانئ\n\nأسئلة للنقاش:\nس١: ما الأجر؟\nس٢: من يدفع؟\nس٣: اذكروا مطلبًا.\n")
    assert [q.label for q in arabic.questions] == ["س١", "س٢", "س٣"]
    assert latin.unrecognised == arabic.unrecognised == []


def test_boxes_to_tick_are_bullets():
    found = proposal(f"# Ports\n\n{PROSE}\n\n## Questions\n\n1. What helps most?\n   - [ ] wages\n   - [ ] rest\n")
    assert asked(found) == [("", "1", "What helps most?", [("", "wages"), ("", "rest")])]


def test_headings_right_under_text_and_numbers_within_numbered_titles():
    close = proposal(
        "Forum of Ports\nConcept note on Safe Harbours\n\nIntroduction\nCrews wait. We know why.\n"
        "Fields of work\n1) Wages\n2) Rest\nCalls to action\n1) Pay crews.\nGuiding questions\n1) Who pays?\n"
        "2) Who waits?\n",
        "paper.txt",
    )
    assert (close.event.text, close.title.text) == ("Forum of Ports", "Safe Harbours")
    assert [(one.heading, one.text) for one in close.sections] == [("Introduction", "Crews wait. We know why.")]
    assert ([one.text for one in close.fields_of_work], close.calls_for_action[0].text) == (
        ["Wages", "Rest"],
        "Pay crews",
    )
    assert [q.text for q in close.questions] == ["Who pays?", "Who waits?"]
    within = proposal(
        "1. BACKGROUND\n\n1.1 Villages have met since 2011.\n\n2. KEY ISSUES\n\n2.1 Salt\n2.2 Storms\n\n"
        "3. DISCUSSION QUESTIONS\n\n3.1 What was lost?\n3.2 Who helped?\n\n4. LOGISTICS\n\n4.1 Lunch is at noon.\n",
        "paper.txt",
    )
    assert [one.heading for one in within.sections] == ["1. BACKGROUND", "4. LOGISTICS"]
    assert [one.text for one in within.fields_of_work] == ["Salt", "Storms"]
    assert [(q.label, q.text) for q in within.questions] == [("3.1", "What was lost?"), ("3.2", "Who helped?")]
    assert close.unrecognised == within.unrecognised == []


def test_hours_of_a_programme_are_no_headings():
    found = proposal(f"# Ports\n\n## Context\n\n{PROSE}\n\n## Programme\n\n09:00 Opening\n10:30 Coffee\n")
    assert [one.heading for one in found.sections] == ["Context", "Programme"]
