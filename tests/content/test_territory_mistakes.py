"""Every mistake an operator can make in a territory's file is named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.mistakes import ContentRefused, Mistake
from bot.content.territories import load_territories

TERRITORY = """\
# A territory.
slug: lille
name: CLSM de Lille
status: active
time_zone: Europe/Paris
office_hours: "Mo-Fr 09:00-12:00; PH off"
contact: "La mairie"
site: https://lille.example
languages: [fr, en]
areas:
  - {kind: commune, code: "59350", name: Lille}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "lille.yml"
    file.write_text(TERRITORY, encoding="utf-8")
    return file


def mistakes(path: Path) -> list[Mistake]:
    with pytest.raises(ContentRefused) as refused:
        load_territories(path.parent)
    return list(refused.value.mistakes)


def test_territory_without_a_mistake_is_read(path: Path) -> None:
    (record,) = load_territories(path.parent)
    assert (record.slug, record.languages, record.areas[0].code) == ("lille", ("fr", "en"), "59350")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("slug: lille", "slug: Lille Sud", 2, "slug: "),
        (f"slug: {'lille'}", f"slug: {'l' * 41}", 2, "slug: "),
        ("name: CLSM de Lille", "name: C", 3, "name: "),
        ("status: active", "status: sleeping", 4, "status: "),
        ("Europe/Paris", "Europe/Lille", 5, "Europe/Lille is no time zone"),
        ("Mo-Fr 09:00-12:00", "lundi matin", 6, "opening_hours syntax"),
        ("La mairie", "x" * 501, 7, "contact: "),
        ("https://lille.example", "lille.example", 8, "site: "),
        ("[fr, en]", "[français]", 9, "languages.0: "),
        ("kind: commune", "kind: village", 10, "areas.0.kind: "),
        ('  - {kind: commune, code: "59350", name: Lille}\n', "  []\n", 10, "areas: "),
        ("areas:\n", 'areas:\n  - {kind: commune, code: "59350", name: L}\n', 10, "named twice: commune 59350"),
        ("contact:", "contakt:", 7, "contakt: Extra inputs"),
        ("languages: [fr, en]", "languages: [fr, en", 10, "not YAML"),
        ("La mairie", "La mai\x1brie", 7, "invisible character"),
        (TERRITORY, "- a list\n", 1, "valid dictionary"),
        (TERRITORY, "", 1, "valid dictionary"),
    ],
)
def test_mistake_in_a_territory_is_named_with_its_line(path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in TERRITORY
    path.write_text(TERRITORY.replace(old, new), encoding="utf-8")
    assert [(each.file, each.line) for each in mistakes(path) if words in each.message] == [(path, line)]


def test_slug_of_two_territories_is_refused(path: Path) -> None:
    second = path.with_name("roubaix.yml")
    second.write_text(TERRITORY, encoding="utf-8")
    assert mistakes(path) == [Mistake(second, 2, "slug: lille is taken by another file")]


def test_mistakes_of_every_territory_are_named_together(path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        path.with_name(name).write_text("slug: a", encoding="utf-8")
    assert {mistake.file.name for mistake in mistakes(path)} == {"a.yml", "b.yml"}
