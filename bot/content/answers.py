"""The answers: one Markdown file an intent and language, with a front matter that says where it comes from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from actions.language import Language
from bot.content.mistakes import ContentRefused, Mistake
from bot.content.reading import read_text

LONGEST_ANSWER = 900
LOCAL = "local"
LONGEST_QUESTION = 45
PLACEHOLDER = re.compile(r"\{(\w+)\}")
Audience = Literal[
    "tous", "habitant", "personne_concernee", "aidant", "elu", "pro", "coordinateur", "parent", "jeune", "etudiant"
]


class Source(BaseModel):
    """Where an answer comes from: the day of the text, or the day the page was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[str, Field(min_length=3, max_length=120)]
    url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    date: dt.date | None = None
    read_on: dt.date | None = None

    @model_validator(mode="after")
    def _is_dated(self) -> Source:
        if self.date is None and self.read_on is None:
            raise ValueError("a source needs `date` (of the text) or `read_on` (of the page)")
        return self


class FrontMatter(BaseModel):
    """What stands above an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intent: str
    question: Annotated[str, Field(min_length=5, max_length=LONGEST_QUESTION)]
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    reviewed_on: dt.date
    review_after: dt.date
    related: Annotated[tuple[str, ...], Field(max_length=3)] = ()
    facts: tuple[Annotated[str, Field(pattern=r"^F\d{3}$")], ...] = ()
    review: Literal["required"] | None = None


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """One answer in one language."""

    front: FrontMatter
    body: str
    path: Path


LocalKey = tuple[str, str, Language]


@dataclass(frozen=True, slots=True)
class AnswerLibrary:
    """All answers, by intent and language; `local` ones, by territory too, go before them there."""

    entries: Mapping[tuple[str, Language], AnswerEntry]
    local: Mapping[LocalKey, AnswerEntry] = field(default_factory=dict)

    def get(self, intent: str, language: Language, *, territory: str | None = None) -> AnswerEntry | None:
        """The answer of an intent in a language, the territory's own first, or None."""
        own = self.local.get((territory, intent, language)) if territory else None
        return own or self.entries.get((intent, language))

    @property
    def intents(self) -> frozenset[str]:
        """The intents that have an answer."""
        return frozenset(intent for intent, _ in self.entries)

    def stale(self, *, today: dt.date) -> list[Mistake]:
        """A warning for each answer whose review is overdue."""
        return [
            Mistake(entry.path, 1, f"was to be reviewed again by {entry.front.review_after}", is_warning=True)
            for entry in self.entries.values()
            if entry.front.review_after < today
        ]

    def awaiting_review(self) -> list[Mistake]:
        """A warning for each answer that a professional must still review."""
        return [
            Mistake(entry.path, 1, "must be reviewed by a professional before a town uses it", is_warning=True)
            for entry in self.entries.values()
            if entry.front.review == "required"
        ]


def load_answers(folder: Path, *, intents: Collection[str], help_lines: Collection[str]) -> AnswerLibrary:
    """Read every answer; raise ContentRefused with everything that is wrong.

    `intents` are those an answer may be given to; `help_lines` are the keys a text may name in braces.
    """
    entries: dict[tuple[str, Language], AnswerEntry] = {}
    mistakes: list[Mistake] = []
    for language in Language:
        for path in sorted((folder / language.value).glob("*.md")):
            try:
                entry = _read(path)
            except ContentRefused as refused:
                mistakes += refused.mistakes
                continue
            entries[entry.front.intent, language] = entry
            mistakes += _check(entry, intents=intents, help_lines=help_lines)
    local, wrong = _load_local(folder / LOCAL, intents=intents, help_lines=help_lines)
    mistakes += wrong
    library = AnswerLibrary(entries, local)
    mistakes += _check_whole(library, folder)
    if mistakes:
        raise ContentRefused(mistakes)
    return library


def _load_local(
    folder: Path, *, intents: Collection[str], help_lines: Collection[str]
) -> tuple[dict[LocalKey, AnswerEntry], list[Mistake]]:
    """The answers of the territories: local/<territory>/<language>/<intent>.md, in whatever languages they exist."""
    entries: dict[LocalKey, AnswerEntry] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*/*/*.md")):
        territory, language = path.parts[-3], path.parts[-2]
        if language not in {known.value for known in Language}:
            mistakes.append(Mistake(path, 1, f"{language} is no language folder"))
            continue
        try:
            entry = _read(path)
        except ContentRefused as refused:
            mistakes += refused.mistakes
            continue
        entries[territory, entry.front.intent, Language(language)] = entry
        mistakes += _check(entry, intents=intents, help_lines=help_lines)
    return entries, mistakes


def _read(path: Path) -> AnswerEntry:
    lines = read_text(path).splitlines()
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        raise ContentRefused([Mistake(path, 1, "must begin with a front matter between two lines of three dashes")])
    end = lines.index("---", 1)
    try:
        front = FrontMatter.model_validate(yaml.safe_load("\n".join(lines[1:end])))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise ContentRefused([Mistake(path, line, f"the front matter is not YAML: {error.problem}")]) from None
    except ValidationError as error:
        raise ContentRefused([_mistake(path, lines[:end], problem) for problem in error.errors()]) from None
    return AnswerEntry(front=front, body="\n".join(lines[end + 1 :]).strip(), path=path)


def _mistake(path: Path, front: list[str], problem: object) -> Mistake:
    location = [str(part) for part in problem["loc"]]  # type: ignore[index]  # pydantic types its errors as dicts
    message = str(problem["msg"]).removeprefix("Value error, ")  # type: ignore[index]
    name = location[0] if location else ""
    line = next((number for number, text in enumerate(front, start=1) if text.startswith(f"{name}:")), 1)
    return Mistake(path, line, f"{'.'.join(location)}: {message}" if location else message)


def _check(entry: AnswerEntry, *, intents: Collection[str], help_lines: Collection[str]) -> list[Mistake]:
    def wrong(message: str, *, containing: str = "") -> Mistake:
        text = read_text(entry.path).splitlines()
        line = next((number for number, row in enumerate(text, start=1) if containing and containing in row), 1)
        return Mistake(entry.path, line, message)

    front = entry.front
    found = []
    if front.intent not in intents:
        found.append(wrong(f"the intent {front.intent} is not one that has an answer", containing="intent:"))
    if front.intent != entry.path.stem:
        found.append(wrong(f"the file must be named {front.intent}.md", containing="intent:"))
    if not entry.body:
        found.append(wrong("the answer has no text"))
    if len(entry.body) > LONGEST_ANSWER:
        found.append(wrong(f"the answer has {len(entry.body)} characters, {LONGEST_ANSWER} at most"))
    if front.review_after <= front.reviewed_on:
        found.append(wrong("review_after must come after reviewed_on", containing="review_after"))
    found += [
        wrong(f"{{{name}}} names no help line of content/helplines.yml", containing=f"{{{name}}}")
        for name in PLACEHOLDER.findall(entry.body)
        if name not in help_lines
    ]
    return found


def _check_whole(library: AnswerLibrary, folder: Path) -> list[Mistake]:
    found = [
        Mistake(folder / language.value / f"{intent}.md", 1, "this answer is missing: it exists in another language")
        for intent in sorted(library.intents)
        for language in Language
        if (intent, language) not in library.entries
    ]
    for entry in library.entries.values():
        found += [
            Mistake(entry.path, 1, f"related: there is no answer to {intent}")
            for intent in entry.front.related
            if intent not in library.intents
        ]
    return found
