"""What the tables of the sample event said: invented, in five scripts, as real notes are (short, mixed, telegraphic).

A note is (question label, issue index or None, text, ticked choices, kind, stays). Choices are named as in the
sample set-up; words for a list of kind 'words' are given as "list name=words".
"""

from typing import NamedTuple


class Note(NamedTuple):
    """One point of a sample table."""

    question: str
    issue: int | None
    text: str
    ticks: tuple[str, ...] = ()
    kind: str = "point"
    stays: bool = False


class TableNotes(NamedTuple):
    """A sample table: where it sits, in which language, its people, issues and notes."""

    region: str
    language: str
    rapporteur: str
    issues: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


SAMPLE_TABLES: tuple[TableNotes, ...] = (
    TableNotes(
        "Africa",
        "en",
        "Adaeze Nwoke",
        ("Free movement stops at the border post", "Returnees are registered by nobody"),
        (
            Note(
                "1",
                None,
                "Regional economic communities: that is where the protocols are written and forgotten.",
                ("regional",),
            ),
            Note(
                "1",
                None,
                "Local councils decide who gets a market stall; go there first, with the women's associations.",
                ("local",),
            ),
            Note(
                "1", None, "Strategic litigation before the regional court, two cases ready.", ("regional", "national")
            ),
            Note(
                "3",
                0,
                "Free-movement protocols exist on paper; border officers have never seen them.",
                ("national", "regional"),
            ),
            Note(
                "3a",
                0,
                "Yes: the Compact can fund joint training of border officials of neighbouring States.",
                ("yes",),
            ),
            Note("3b", 0, "Law is good. Implementation is the price of a bribe.", ("implementation",)),
            Note(
                "4",
                0,
                "States publish the fee schedule at every post, in local languages.",
                ("States", "individually", "Benchmark=Fee boards at 40 posts by December"),
            ),
            Note(
                "4",
                1,
                "A register of returnees kept by municipalities together with diaspora groups.",
                ("States", "civil society", "collectively", "Benchmark=Three pilot cities in one year"),
                "action",
            ),
            Note("4", 1, "One voice against: a register can be used to deport again.", ("civil society",), "minority"),
        ),
    ),
    TableNotes(
        "Africa",
        "fr",
        "Mariam Traoré-Keita",
        ("Accords de réadmission négociés en secret",),
        (
            Note("1", None, "Les parlements nationaux : ils ratifient sans lire, il faut les former.", ("national",)),
            Note(
                "1", None, "Les radios communautaires touchent plus de migrants que toutes les brochures.", ("local",)
            ),
            Note("3", 0, "Les accords de réadmission sont négociés sans les communautés.", ("national", "global")),
            Note("3b", 0, "La loi existe, les décrets d'application manquent depuis sept ans.", ("implementation",)),
            Note(
                "4",
                0,
                "Exiger la publication de chaque accord avant signature.",
                ("civil society", "collectively", "Benchmark=Texte publié 60 jours avant"),
            ),
        ),
    ),
    TableNotes(
        "Asia",
        "en",
        "Lorna Abad-Reyes",
        ("Recruitment fees charged to workers before departure", "Domestic workers locked in, passports kept"),
        (
            Note(
                "1",
                None,
                "Consular offices in destination countries, with migrants' own hotline 📞.",
                ("national", "regional"),
            ),
            Note("1", None, "Trade unions at both ends of the corridor.", ("regional", "global")),
            Note(
                "3",
                0,
                "Fee caps exist in national law but nobody inspects the sub-agents in the districts; people pay twice.",
                ("national", "local"),
            ),
            Note(
                "3",
                0,
                "Corridor agreements between two ministries are secret – publish them, let unions sit at the table.",
                ("regional",),
            ),
            Note(
                "3",
                0,
                "Two people here were deported last year after complaining about their agent.",
                (),
                "point",
                True,
            ),
            Note(
                "3a",
                0,
                "Fair recruitment belongs in the Compact as an objective with a date.",
                ("yes", "How=Objective on recruitment, reviewed every two years"),
            ),
            Note("3b", 1, "Domestic work is outside labour law altogether.", ("law",)),
            Note(
                "4",
                0,
                "Employer pays: no fee, no loan, no exception.",
                ("States", "collectively", "Benchmark=Average fee paid falls by half in two years"),
                "action",
            ),
            Note(
                "4",
                1,
                "“My passport is my spine.” Inspect homes when a passport is missing.",
                ("States", "individually"),
                "quote",
            ),
        ),
    ),
    TableNotes(
        "Asia",
        "bn",
        "শাহানা পারভীন",
        ("গৃহকর্মীদের আটক ও পাসপোর্ট জব্দ",),
        (
            Note("1", None, "ইউনিয়ন পরিষদ থেকেই শুরু করতে হবে, কারণ দালালরা সেখানেই কাজ করে।", ("local",)),
            Note("3", 0, "উপজেলা পর্যায়ে কেউ দালালদের তদারকি করে না।", ("local", "national")),
            Note("3b", 0, "আইন আছে, কিন্তু প্রয়োগ নেই।", ("implementation",)),
            Note(
                "4",
                0,
                "রাষ্ট্র প্রতিটি চুক্তি শ্রমিকের ভাষায় দেবে।",
                ("States", "individually", "Benchmark=২০২৭ সালের মধ্যে সব চুক্তি দুই ভাষায়"),
            ),
        ),
    ),
    TableNotes(
        "Middle East and North Africa",
        "ar",
        "هالة الناصري",
        ("نظام الكفالة", "لا توجد آلية للشكوى في بلد المقصد"),
        (
            Note("1", None, "النقابات المستقلة ولجان العمال في المواقع هي المدخل الأقوى.", ("national", "local")),
            Note("3", 0, "يدفع العمال رسومًا مرتين قبل السفر، ولا توجد آلية للشكوى في بلد المقصد.", ("national",)),
            Note("3a", 0, "نعم: يمكن للاتفاق العالمي أن يحدد موعدًا لإنهاء الكفالة.", ("yes",)),
            Note("3b", 0, "القانون نفسه هو المشكلة.", ("law",)),
            Note(
                "4",
                0,
                "إصلاح نظام الكفالة قبل عام ٢٠٢٨ مع جدول زمني معلن.",
                ("States", "collectively", "Benchmark=جدول زمني منشور"),
                "action",
            ),
            Note("4", 1, "خط ساخن بلغات العمال تديره منظمات المهاجرين.", ("civil society", "collectively")),
        ),
    ),
    TableNotes(
        "Americas",
        "en",
        "Inés Calderón",
        ("Detention of families in transit",),
        (
            Note("1", None, "City governments: sanctuary ordinances, municipal ID cards.", ("local",)),
            Note("1", None, "Regional conference on migration – observer seats are empty, take them.", ("regional",)),
            Note("3", 0, "No child in detention, for any reason, for any time.", ("national", "regional")),
            Note("3b", 0, "The convention awaits transposition in three of our countries.", ("transposition",)),
            Note(
                "4",
                0,
                "Alternatives to detention run by community shelters, paid from the detention budget.",
                ("States", "civil society", "Benchmark=Beds in shelters vs. beds behind bars"),
            ),
        ),
    ),
    TableNotes("Europe", "en", "Tomasz Wieczorek"),
    TableNotes("Pacific", "en", ""),
)
