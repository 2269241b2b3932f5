"""Every mistake a translator can make is named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.language import Language
from bot.content.mistakes import ContentRefused, Mistake
from bot.i18n.catalogues import load_catalogues

CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "menu.body"
msgstr "Que cherchez-vous, {name} ?"

msgid "data.rows"
msgid_plural "data.rows"
msgstr[0] "{count} ligne"
msgstr[1] "{count} lignes"

msgid "button.menu"
msgstr "Menu"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The same sound catalogue for every language."""
    for language in Language:
        (tmp_path / language.value).mkdir()
        (tmp_path / language.value / "base.po").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def mistakes(folder: Path) -> list[Mistake]:
    with pytest.raises(ContentRefused) as refused:
        load_catalogues(folder)
    return list(refused.value.mistakes)


def test_catalogues_without_a_mistake_are_read(folder: Path) -> None:
    catalogues = load_catalogues(folder)
    assert catalogues.keys == {"menu.body", "data.rows", "button.menu"}
    assert catalogues.template("button.menu", language=Language.ENGLISH) == "Menu"
    assert catalogues.template("data.rows", language=Language.FRENCH, count=2) == "{count} lignes"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("{name}", "{nom}", 6, "same placeholders as in French"),
        ("Que cherchez-vous, {name} ?", "", 6, "has no text"),
        ('msgid "button.menu"\nmsgstr "Menu"', "", 1, "the key button.menu is missing"),
        ("button.menu", "button.menü", 14, "button.menü does not exist in French"),
        ('msgid_plural "data.rows"\nmsgstr[0] "{count} ligne"\nmsgstr[1]', "msgstr", 9, "needs a plural form"),
        ("{count} lignes", "", 9, "has no text"),
        ('"Menu"', f'"{"M" * 46}"', 14, "45 characters at most"),
        ('"Menu"', '"Menu', 15, "not readable as PO"),
        ("button.menu", "menu.body", 14, "the key menu.body stands twice, also at line 6"),
        ("Menu", "Me\x00nu", 15, "invisible character"),
    ],
)
def test_mistake_in_a_catalogue_is_named_with_its_line(folder: Path, old: str, new: str, line: int, words: str) -> None:
    path = folder / "en" / "base.po"
    assert old in CATALOGUE
    path.write_text(CATALOGUE.replace(old, new), encoding="utf-8")
    assert [(each.file, each.line) for each in mistakes(folder) if words in each.message] == [(path, line)]


def test_catalogue_that_is_not_utf8_is_named_with_its_line(folder: Path) -> None:
    path = folder / "fr" / "base.po"
    path.write_bytes(CATALOGUE.replace("ligne", "\u00e9").encode("latin-1"))
    assert [(each.file, each.line) for each in mistakes(folder)] == [(path, 11)]


def test_key_in_two_files_of_a_language_is_refused(folder: Path) -> None:
    path = folder / "fr" / "feature.po"
    path.write_text('msgid "menu.body"\nmsgstr "Autre"\n', encoding="utf-8")
    (mistake,) = mistakes(folder)
    assert (mistake.file, mistake.line) == (path, 1)
    assert mistake.message.startswith("the key menu.body stands twice, also in ")


def test_key_missing_in_french_is_named_where_it_stands(folder: Path) -> None:
    path = folder / "en" / "base.po"
    path.write_text(CATALOGUE + '\nmsgid "menu.title"\nmsgstr "Menu"\n', encoding="utf-8")
    assert mistakes(folder) == [Mistake(path, 17, "the key menu.title does not exist in French")]
