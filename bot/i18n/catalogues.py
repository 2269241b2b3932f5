"""The catalogues of sentences: one PO file a language, keys as message ids, every key in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import GNUTranslations
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from actions.language import Language
from bot.content.mistakes import ContentRefused, Mistake
from bot.content.reading import read_text

PLACEHOLDER = re.compile(r"\{(\w+)\}")
ROW = re.compile(r'\s*(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(?:[^"\\]|\\.)*"\s*')
KEY = re.compile(r'msgid "(.+)"\s*')
LONGEST_LABEL = 45
LOCALES: Mapping[Language, str] = {
    Language.FRENCH: "fr",
    Language.ENGLISH: "en_GB",
    Language.SIMPLE_FRENCH: "fr",
}


@dataclass(frozen=True, slots=True)
class Catalogues:
    """The sentences of every language."""

    translations: Mapping[Language, GNUTranslations]
    keys: frozenset[str]

    def template(self, key: str, *, language: Language, count: int | None = None) -> str:
        """The sentence of a key with its placeholders, in the plural form of `count` if given; KeyError if absent."""
        if key not in self.keys:
            raise KeyError(key)
        translation = self.translations[language]
        return translation.gettext(key) if count is None else translation.ngettext(key, key, count)


def load_catalogues(folder: Path) -> Catalogues:
    """Read every catalogue, one folder a language and one file a feature; raise ContentRefused with all mistakes."""
    found = {language: _read_all(folder / language.value, language) for language in Language}
    mistakes = _compare(found, folder)
    if mistakes:
        raise ContentRefused(mistakes)
    return Catalogues(
        translations={language: _compile(entries, language) for language, entries in found.items()},
        keys=frozenset(found[Language.FRENCH]),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    message: Message
    path: Path

    @property
    def forms(self) -> tuple[str, ...]:
        string = self.message.string or ""
        return (string,) if isinstance(string, str) else tuple(string)

    @property
    def placeholders(self) -> set[str]:
        return {name for form in self.forms for name in PLACEHOLDER.findall(form)}

    def wrong(self, words: str) -> Mistake:
        return Mistake(self.path, self.message.lineno or 1, words)


def _read_all(folder: Path, language: Language) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for path in sorted(folder.glob("*.po")):
        for message in _read(path, language):
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            if key in entries:
                twice = f"the key {key} stands twice, also in {entries[key].path}"
                raise ContentRefused([_Entry(message, path).wrong(twice)])
            entries[key] = _Entry(message, path)
    return entries


def _read(path: Path, language: Language) -> Catalog:
    text = read_text(path)
    unsound = [*_broken_rows(path, text), *_written_twice(path, text)]
    if unsound:
        raise ContentRefused(unsound)
    try:
        return read_po(StringIO(text), locale=LOCALES[language], abort_invalid=True)
    except PoFileError as error:
        raise ContentRefused([Mistake(path, error.lineno + 1, f"not readable as PO: {error}")]) from None


def _broken_rows(path: Path, text: str) -> Iterator[Mistake]:
    """The rows without both their quotes: the reader of PO files would cut the last letter off in silence."""
    for number, row in enumerate(text.split("\n"), start=1):
        if row.strip() and not row.startswith("#") and ROW.fullmatch(row) is None:
            yield Mistake(path, number, "not readable as PO: a keyword and a text between two quotes are expected")


def _written_twice(path: Path, text: str) -> Iterator[Mistake]:
    """The keys that stand twice in one file: the reader of PO files would let the later one win in silence."""
    known: dict[str, int] = {}
    for number, row in enumerate(text.split("\n"), start=1):
        key = KEY.fullmatch(row)
        if key is None:
            continue
        if key[1] in known:
            yield Mistake(path, number, f"the key {key[1]} stands twice, also at line {known[key[1]]}")
        known[key[1]] = number


def _compile(entries: Mapping[str, _Entry], language: Language) -> GNUTranslations:
    catalogue = Catalog(locale=LOCALES[language])
    for entry in entries.values():
        catalogue.add(entry.message.id, entry.message.string)
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return GNUTranslations(buffer)


def _compare(found: Mapping[Language, Mapping[str, _Entry]], folder: Path) -> list[Mistake]:
    reference = found[Language.FRENCH]
    mistakes = []
    for language, entries in found.items():
        for key in sorted(reference.keys() - entries.keys()):
            path = folder / language.value / reference[key].path.name
            mistakes.append(Mistake(path, 1, f"the key {key} is missing"))
        for key, entry in entries.items():
            mistakes += _check(key, entry, reference.get(key))
    return mistakes


def _check(key: str, entry: _Entry, reference: _Entry | None) -> list[Mistake]:
    if reference is None:
        return [entry.wrong(f"the key {key} does not exist in French")]
    if not all(entry.forms):
        return [entry.wrong(f"the key {key} has no text")]
    found = []
    if entry.placeholders != reference.placeholders:
        found.append(entry.wrong(f"the key {key} must have the same placeholders as in French"))
    if len(entry.forms) != len(reference.forms):
        found.append(entry.wrong(f"the key {key} needs a plural form in every language or in none"))
    if key.startswith("button.") and max(len(form) for form in entry.forms) > LONGEST_LABEL:
        found.append(entry.wrong(f"a button holds {LONGEST_LABEL} characters at most"))
    return found
