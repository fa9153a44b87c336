"""The rules of the house that no linter knows."""

import re

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from tests.ground.tree import text, tracked

FLOORS = ["pga_live", "pga_sessions", "pga_regions", "pga_plenary", "pga_reports"]
MOST_LINES = 350


def test_every_app_has_a_label_of_its_own():
    ours = {
        app.label
        for app in apps.get_app_configs()
        if app.name in {"pga.live", "sessions", "regions", "plenary", "reports"}
    }
    assert ours == set(FLOORS)


def test_no_foreign_key_points_up():
    """import-linter sees imports; a ForeignKey may be a string."""
    upward = [
        f"{field} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model._meta.app_label in FLOORS
        if FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]
    assert upward == []


def test_a_long_module_says_why():
    """Past 350 lines, "Long because: …" stands within the first ten."""
    long = {}
    for name in tracked("*.py", "*.js", "*.css", "*.html", ":!static/vendor/", ":!*/migrations/*"):
        lines = text(name).splitlines()
        if len(lines) > MOST_LINES and not any("Long because:" in line for line in lines[:10]):
            long[str(name)] = len(lines)
    assert long == {}


def test_a_person_chose_every_migrations_name():
    nameless = [
        str(name)
        for name in tracked("*/migrations/0*.py")
        if re.search(r"\d{4}_(auto|initial\b|alter_\w+_and_)", name.stem)
    ]
    assert nameless == []


@pytest.mark.parametrize(
    "word", ["django.db.models.signals", "django.dispatch", "unittest.mock", "pytest.mark.skip", "pytest.skip"]
)
def test_nothing_works_out_of_sight_and_no_test_is_left_out(word):
    using = [str(name) for name in tracked("*.py", ":!tests/ground/") if word in text(name)]
    assert using == []


def test_no_room_is_called_after_nothing():
    nameless = [
        str(name) for name in tracked("*.py") if {"utils", "services", "common", "helpers"} & {name.stem, *name.parts}
    ]
    assert nameless == []


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    inner = [_patterns(found) if isinstance(found, URLResolver) else [found] for found in resolver.url_patterns]
    return [pattern for patterns in inner for pattern in patterns]


def test_an_address_is_called_like_its_view():
    ours = ("pga.", "sessions.", "regions.", "plenary.", "reports.")
    other = {
        pattern.name: pattern.callback.__name__
        for pattern in _patterns(get_resolver())
        if pattern.callback.__module__.startswith(ours) and pattern.name != pattern.callback.__name__
    }
    assert other == {}
