"""The phrasebook: sentences with their parameters, in one language, with **bold** as the only mark-up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from actions.language import Language
from actions.reply import Parameter, Question, Text, Verbatim
from bot.content.answers import AnswerLibrary
from bot.i18n import formats
from bot.i18n.catalogues import PLACEHOLDER, Catalogues

Write = Callable[[str], str]  # how words of ours or of a person are written in the target: plain or HTML


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Puts texts into words."""

    catalogues: Catalogues
    answers: AnswerLibrary

    def words(self, text: Text, *, language: Language, write: Write) -> str:
        """The sentence, each parameter in its place; `write` protects what must not be read as mark-up."""
        template = self.catalogues.template(text.key, language=language, count=text.count)
        params: Mapping[str, Parameter] = text.params if text.count is None else {"count": text.count, **text.params}
        return fill(template, lambda name: self._value(params[name], language=language, write=write), write=write)

    def question(self, intent: str, *, language: Language) -> str:
        """The question of an intent in words: from its answer's file, else from the catalogues."""
        entry = self.answers.get(intent, language)
        if entry is not None:
            return entry.front.question
        return self.catalogues.template(f"question.{intent}", language=language)

    def _value(self, value: Parameter, *, language: Language, write: Write) -> str:
        match value:
            case Text():
                return self.words(value, language=language, write=write)
            case Question():
                return write(self.question(value.intent, language=language))
            case Verbatim():
                return write(value.text)
            case datetime():
                return formats.moment(value, language=language)
            case date():
                return formats.long_date(value, language=language)
            case time():
                return formats.clock(value, language=language)
            case int():
                return formats.number(value, language=language)
            case tuple():
                return formats.listing(
                    [self._value(item, language=language, write=write) for item in value], language=language
                )
            case _:
                return write(str(value))


def fill(template: str, value_of: Callable[[str], str], *, write: Write) -> str:
    """Replace each {name} of a template; the words between are written with `write`."""
    pieces = _pieces(template)
    if len(pieces) == 1:
        return write(template)
    return "".join([value_of(piece) if index % 2 else write(piece) for index, piece in enumerate(pieces)])


@lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[str, ...]:
    """The words and the names of a template, in turn."""
    return tuple(PLACEHOLDER.split(template))


BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
