"""Languages in which tables may write and questions may be read, each by its own name."""

LANGUAGES: tuple[tuple[str, str], ...] = (
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("en", "English"),
    ("es", "Español"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("fa", "فارسی"),
    ("hi", "हिन्दी"),
    ("id", "Bahasa Indonesia"),
    ("ne", "नेपाली"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("si", "සිංහල"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("th", "ไทย"),
    ("tl", "Tagalog"),
    ("tr", "Türkçe"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
)
NAMES = dict(LANGUAGES)
# Fields for these stand open on the page; the others behind a fold.
USUAL = ("ar", "bn", "es", "fr")
# Written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur"})
