"""The catalogues of sentences: one PO file a language, keys as message ids, every key in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from actions.language import Language
from bot.content.mistakes import ContentRefused, Mistake

PLACEHOLDER = re.compile(r"\{(\w+)\}")
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
    try:
        with path.open("rb") as file:
            return read_po(file, locale=LOCALES[language], abort_invalid=True)
    except PoFileError as error:
        raise ContentRefused([Mistake(path, error.lineno + 1, f"not readable as PO: {error}")]) from None


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
