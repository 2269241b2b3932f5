"""The register of help lines: every telephone number the assistant may ever show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, validate
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from actions.language import Language
from bot.content.hours import known_zone
from bot.content.marked import MarkedFile, read_marked
from bot.content.mistakes import ContentRefused, Mistake
from bot.content.reading import read_text

WARN_AFTER_DAYS = 90
REFUSE_AFTER_DAYS = 365
UNKNOWN_HOURS = "unknown"
FRENCH_PREFIX = "+33"

Words = dict[Language, Annotated[str, Field(min_length=2, max_length=120)]]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
_FREE = {Language.FRENCH: "gratuit", Language.ENGLISH: "free", Language.SIMPLE_FRENCH: "gratuit"}
_LONG_NUMBER = re.compile(r"(?<![\d/\-.])(?:\+\d{2,3}|0)[\s.\-]?(?:\(0\)\s?)?\d(?:[\s.\-]?\d){6,9}(?!\d)")
_SHORT_NUMBER = re.compile(r"(?<![\d{/\-.,:–’])\b(?:3[0-9]{3}|11[0-9])\b(?![\d}/\-.:%])")
_NUMBERED_NOUN = re.compile(r"(?:art(?:icle)?|loi|décret|law|page|n°|L|R)\.?\s*$", re.IGNORECASE)


class HelpLine(BaseModel):
    """One help line. `hours` are on the clock of `time_zone`; `unknown` hours never count as open.

    `territory` is « france » for a national line, else the slug of the territory whose own line it is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    key: Key
    number: Annotated[str, Field(pattern=r"^[0-9 ]+$")]
    tel: Annotated[str, Field(pattern=r"^(?:\+33[1-9][0-9]{8}|[0-9]{2,4})$")]
    name: Words
    for_: Annotated[Words, Field(alias="for")]
    what: Words
    when: Words
    hours: str
    time_zone: Annotated[str, AfterValidator(known_zone)] = "Europe/Paris"
    cost: Literal["free", "standard"]
    territory: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
    accessibility: tuple[Literal["sms", "chat", "app", "video_sign_language", "deaf_access"], ...]
    languages: Annotated[tuple[Literal["fr", "en"], ...], Field(min_length=1)]
    source: Annotated[str, Field(pattern=r"^https?://")]
    checked_on: date
    recheck: str = ""

    @field_validator("name", "for_", "what", "when")
    @classmethod
    def _speaks_every_language(cls, words: dict[Language, str]) -> dict[Language, str]:
        missing = [language.value for language in Language if language not in words]
        if missing:
            message = f"words are missing in {', '.join(missing)}"
            raise ValueError(message)
        return words

    @field_validator("hours")
    @classmethod
    def _has_readable_hours(cls, hours: str) -> str:
        if hours != UNKNOWN_HOURS and not validate(hours):
            message = f"not in opening_hours syntax: {hours}"
            raise ValueError(message)
        return hours

    @model_validator(mode="after")
    def _dials_what_it_shows(self) -> HelpLine:
        shown = self.number.replace(" ", "")
        if self.tel != shown and self.tel != FRENCH_PREFIX + shown.removeprefix("0"):
            message = f"tel {self.tel} does not dial the number shown, {self.number}"
            raise ValueError(message)
        return self

    @cached_property
    def _opening(self) -> OpeningHours | None:
        known = self.hours != UNKNOWN_HOURS
        return OpeningHours(self.hours, timezone=ZoneInfo(self.time_zone), country="FR") if known else None

    @property
    def is_always_open(self) -> bool:
        """True for a line that answers day and night."""
        return self.hours == "24/7"

    def is_open(self, now: datetime) -> bool:
        """Tell whether somebody should answer at `now` (aware), French public holidays included."""
        return self._opening is not None and bool(self._opening.is_open(now.astimezone(ZoneInfo(self.time_zone))))

    def phrase(self, language: Language) -> str:
        """The number with what it is for, for use inside a sentence: « 3114 (prévention du suicide, gratuit, …) »."""
        free = [_FREE[language]] if self.cost == "free" else []
        shown = self.number if self.number in self.name[language] or self.tel == self.number else self._named(language)
        return f"{shown} ({', '.join([self.what[language], *free, self.when[language]])})"

    def _named(self, language: Language) -> str:
        return f"{self.name[language]}, {self.number}"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    lines: Annotated[tuple[HelpLine, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class HelplineRegister:
    """All help lines, by key, in the order of the file."""

    lines: Mapping[str, HelpLine]
    source: MarkedFile

    def __getitem__(self, key: str) -> HelpLine:
        return self.lines[key]

    @property
    def keys(self) -> frozenset[str]:
        """The names that a text may write in braces."""
        return frozenset(self.lines)

    def aged(self, *, today: date) -> list[Mistake]:
        """A warning for each line checked more than 90 days before `today`, or to be re-checked; refused over 365."""
        found: list[Mistake] = []
        for at, line in enumerate(self.lines.values()):
            age = (today - line.checked_on).days
            if age > WARN_AFTER_DAYS:
                message = f"{line.key} was checked {age} days ago: re-read {line.source}, then set checked_on"
                found.append(self._mistake(at, "checked_on", message, is_warning=age <= REFUSE_AFTER_DAYS))
            if age < 0:
                found.append(self._mistake(at, "checked_on", f"{line.key} claims a check in the future"))
            if line.recheck:
                message = f"{line.key} is to be re-checked: {line.recheck}"
                found.append(self._mistake(at, "recheck", message, is_warning=True))
        return found

    def numbers_to_dial(self) -> Iterator[tuple[str, str, str]]:
        """Yield key, number to dial and source of every line, for a person who checks them one by one."""
        for line in self.lines.values():
            yield line.key, line.tel, line.source

    def _mistake(self, at: int, field: str, message: str, *, is_warning: bool = False) -> Mistake:
        return self.source.mistake(["lines", at, field], message, is_warning=is_warning)


def load_helplines(path: Path) -> HelplineRegister:
    """Read the register; raise ContentRefused with everything that is wrong, each at its line."""
    file, marked = read_marked(path, _File)
    lines: dict[str, HelpLine] = {}
    mistakes = []
    for at, line in enumerate(file.lines):
        if line.key in lines:
            mistakes.append(marked.mistake(["lines", at, "key"], f"the key {line.key} is used twice"))
        lines[line.key] = line
    if mistakes:
        raise ContentRefused(mistakes)
    return HelplineRegister(lines, marked)


def find_stray_numbers(content: Path) -> list[Mistake]:
    """Name every telephone number that stands in a content file other than the register."""
    kinds = {".yml", ".yaml", ".md", ".po", ".txt"}
    files = (path for path in sorted(content.rglob("*")) if path.suffix in kinds and path.name != "helplines.yml")
    return [mistake for path in files for mistake in _stray_numbers(path)]


def _stray_numbers(path: Path) -> Iterator[Mistake]:
    for row, text in enumerate(read_text(path).splitlines(), start=1):
        for found in (*_LONG_NUMBER.finditer(text), *_SHORT_NUMBER.finditer(text)):
            if not _NUMBERED_NOUN.search(text[: found.start()]) and "http" not in text:
                yield Mistake(path, row, f"{found.group()} looks like a telephone number: name the help line in braces")
