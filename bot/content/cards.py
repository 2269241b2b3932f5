"""The words of the help cards: fixed texts in every language, with numbers taken from the register only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from actions.language import Language
from actions.safety.cards import VARIANTS, Card, CardLine, Choice, compose, compose_answer
from actions.safety.levels import RESCUE, Level, card_of
from bot.content.helplines import HelplineRegister
from bot.content.marked import MarkedFile, read_marked
from bot.content.mistakes import ContentRefused, Mistake

LONGEST_CARD = 600
LINES = "lines"
ROTATING = ("level_3", "level_3_other", "level_2", "level_1", "level_T", "level_V", "line")
SINGLE = (
    "violence_woman", "violence_child", "violence_adult", "violence_online", "young", "question", "answer_danger",
    "answer_unsure", "answer_unwell", "after", "program", "human", "relayed", "group_public", "group_unreachable",
    "coordination_notice", "overseas", "no_directory", "closed_now",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LEADING_NUMBER = re.compile(r"^\W*(?:[\w’]+\W+){0,6}?\{(?:3114|15|17|112|119)\}")

Variants = Annotated[tuple[Annotated[str, Field(min_length=2)], ...], Field(min_length=1)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    texts: dict[str, Variants]
    buttons: dict[Choice, Annotated[str, Field(min_length=2, max_length=40)]]


@dataclass(frozen=True, slots=True)
class CardBook:
    """The words of the cards, in every language."""

    texts: Mapping[Language, Mapping[str, tuple[str, ...]]]
    buttons: Mapping[Language, Mapping[Choice, str]]
    register: HelplineRegister

    def words(self, name: str, *, language: Language, variant: int = 0, lines: tuple[CardLine, ...] = ()) -> str:
        """One text with its numbers in place, **bold** as the only mark-up; `variant` turns around."""
        variants = self.texts[language][name]
        listed = "\n".join(self._listed(line, language) for line in lines)
        kept = (row for row in variants[variant % len(variants)].splitlines() if lines or row != f"{{{LINES}}}")
        return _PLACEHOLDER.sub(
            lambda found: listed if found.group(1) == LINES else self.register[found.group(1)].number, "\n".join(kept)
        )

    def card(self, card: Card, *, language: Language) -> str:
        """A whole card: its text, its help lines, the sentences that follow."""
        body = self.words(card.name, language=language, variant=card.variant, lines=card.lines)
        notes = [self.words(note.value, language=language, variant=card.variant) for note in card.notes]
        return "\n\n".join([body, *notes])

    def button(self, choice: Choice, *, language: Language) -> str:
        """The label of a choice."""
        return self.buttons[language][choice]

    def _listed(self, line: CardLine, language: Language) -> str:
        closed = f" {self.words('closed_now', language=language)}" if line.is_open is False else ""
        registered = self.register.lines.get(line.key)
        return f"• {registered.phrase(language) if registered else line.key}{closed}"


def load_cards(folder: Path, *, register: HelplineRegister) -> CardBook:
    """Read the cards of every language; raise ContentRefused with everything that is wrong, each at its line."""
    texts: dict[Language, dict[str, tuple[str, ...]]] = {}
    buttons: dict[Language, dict[Choice, str]] = {}
    files: dict[Language, MarkedFile] = {}
    mistakes: list[Mistake] = []
    for language in Language:
        try:
            file, files[language] = read_marked(folder / f"{language.value}.yml", _File)
        except ContentRefused as refused:
            mistakes += refused.mistakes
            continue
        texts[language], buttons[language] = file.texts, file.buttons
        mistakes += _check(file, files[language], register)
    if mistakes:
        raise ContentRefused(mistakes)
    book = CardBook(texts, buttons, register)
    too_long = [mistake for language in Language for mistake in _too_long(book, language, files[language])]
    if too_long:
        raise ContentRefused(too_long)
    return book


def _check(file: _File, marked: MarkedFile, register: HelplineRegister) -> Iterator[Mistake]:
    for name in (*ROTATING, *SINGLE):
        if name not in file.texts:
            yield marked.mistake(["texts"], f"the text {name} is missing")
    for choice in Choice:
        if choice not in file.buttons:
            yield marked.mistake(["buttons"], f"the label of the button {choice.value} is missing")
    for name, variants in file.texts.items():
        yield from _check_text(name, variants, marked, register)


def _check_text(name: str, variants: tuple[str, ...], marked: MarkedFile, known: HelplineRegister) -> Iterator[Mistake]:
    if name not in (*ROTATING, *SINGLE):
        yield marked.mistake(["texts", name], f"no text is called {name}")
    if name in ROTATING and len(variants) < VARIANTS:
        yield marked.mistake(["texts", name], f"{name} needs at least {VARIANTS} variants")
    for at, text in enumerate(variants):
        for placeholder in _PLACEHOLDER.findall(text):
            if placeholder != LINES and placeholder not in known.keys:
                yield marked.mistake(["texts", name, at], f"{{{placeholder}}} names no help line")
        if name.startswith("level_") and not _LEADING_NUMBER.match(text):
            yield marked.mistake(["texts", name, at], "a card begins with a number that answers day and night")


def _too_long(book: CardBook, language: Language, marked: MarkedFile) -> Iterator[Mistake]:
    for card in _every_card(book.register, language):
        text = book.words(card.name, language=language, variant=card.variant, lines=card.lines)
        if len(text) > LONGEST_CARD:
            message = f"{card.name} has {len(text)} characters once its lines are in, {LONGEST_CARD} at most"
            yield marked.mistake(["texts", card.name, card.variant], message)


def _every_card(register: HelplineRegister, language: Language) -> Iterator[Card]:
    now = datetime(2026, 1, 1, 3, tzinfo=UTC)  # a holiday, at night: most lines are closed, the text is longest
    paris = ZoneInfo("Europe/Paris")
    for variant in range(VARIANTS):
        for danger in (*(card_of(level) for level in Level if level is not Level.NONE), RESCUE):
            yield compose(danger, language=language, variant=variant, lines=register.lines, now=now, zone=paris)
        for choice in Choice:
            yield compose_answer(choice, language=language, variant=variant, lines=register.lines, now=now, zone=paris)
