"""From a reply to calls of the Bot API: words, mark-up, keyboards, and messages no longer than Telegram takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Protocol

from actions.language import Language
from actions.reply import (
    Answer,
    Button,
    HelpCard,
    HelpChoice,
    HelpLines,
    Label,
    Lines,
    Part,
    Question,
    Reply,
    Text,
    Verbatim,
)
from bot.content.answers import AnswerEntry, Source
from bot.delivery.outbox import Call
from bot.i18n import formats
from bot.i18n.phrasebook import BOLD, Phrasebook, fill
from bot.i18n.typography import unbroken

LONGEST_MESSAGE = 4000  # Telegram's limit is 4096 after its mark-up is parsed; some room for the notices we add
NO_PREVIEW = {"is_disabled": True}


class SafetyWords(Protocol):
    """The words of the help cards and of the register."""

    def card(self, card: HelpCard, *, language: Language) -> str:
        """A whole card, with **bold** as the only mark-up."""

    def choice(self, choice: HelpChoice, *, language: Language) -> str:
        """The label of a choice."""

    def line(self, key: str, *, language: Language) -> str:
        """A help line as it is named inside a sentence."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Puts replies into HTML."""

    phrasebook: Phrasebook
    safety: SafetyWords
    _labels: dict[tuple[str, Language], str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def plain(self, text: Text, *, language: Language) -> str:
        """A sentence without any mark-up: for notices over the chat and names of buttons."""
        return self.phrasebook.words(text, language=language, write=str).replace("**", "")

    def calls(
        self,
        reply: Reply,
        *,
        language: Language,
        thread: int | None = None,
        edited: int | None = None,
        quoted: int | None = None,
    ) -> list[Call]:
        """The calls that show a reply: one, or several where it is too long. Only the last carries the buttons."""
        whole = "\n\n".join(self.html(part, language=language) for part in reply.parts)
        texts = split_message(unbroken(whole, language=language))
        keyboard = self.keyboard(reply.buttons, language=language)
        if edited is not None and len(texts) == 1:
            return [Call("edit_message_text", _params(texts[0], keyboard) | {"message_id": edited})]
        where: dict[str, Any] = {"message_thread_id": thread} if thread is not None else {}
        if quoted is not None:
            where["reply_parameters"] = {"message_id": quoted, "allow_sending_without_reply": True}
        last = len(texts) - 1
        return [
            Call("send_message", _params(text, keyboard if index == last else None) | where)
            for index, text in enumerate(texts)
        ]

    def html(self, part: Part, *, language: Language) -> str:
        """One part of a message as Telegram's HTML."""
        match part:
            case Text():
                return _bold(self.phrasebook.words(part, language=language, write=_escape))
            case Lines(items):
                return "\n".join(self.html(item, language=language) for item in items)
            case Verbatim():
                return _escape(part.text)
            case HelpCard():
                return _bold(_escape(self.safety.card(part, language=language)))
            case HelpLines():
                return "\n".join(f"• {_escape(self.safety.line(key, language=language))}" for key in part.keys)
            case Answer():
                return self._answer(part, language=language)

    def keyboard(self, rows: tuple[tuple[Button, ...], ...], *, language: Language) -> dict[str, Any] | None:
        """The inline keyboard of some buttons, or None without any."""
        if not rows:
            return None
        return {"inline_keyboard": [[self._button(button, language=language) for button in row] for row in rows]}

    def _button(self, button: Button, *, language: Language) -> dict[str, str]:
        words = self._label(button.label, language=language)
        return {"text": words, "url": button.url} if button.url else {"text": words, "callback_data": button.action}

    def _label(self, label: Label, *, language: Language) -> str:
        """The words on a button. Sentences that are always the same are put into words once."""
        match label:
            case Text(key, params, count) if not params and count is None:
                known = self._labels.get((key, language))
                if known is None:
                    known = unbroken(self.plain(label, language=language), language=language)
                    self._labels[key, language] = known
                return known
            case Text():
                words = self.plain(label, language=language)
            case Question():
                words = self.phrasebook.question(label.intent, language=language)
            case Verbatim():
                words = label.text
            case HelpChoice():
                words = self.safety.choice(label, language=language)
        return unbroken(words, language=language)

    def _answer(self, part: Answer, *, language: Language) -> str:
        entry = self.phrasebook.answers.get(part.intent, language, territory=part.territory)
        if entry is None:
            raise LookupError(f"there is no answer to {part.intent} in {language.value}")
        body = fill(entry.body, lambda name: _escape(self.safety.line(name, language=language)), write=_escape)
        return f"{_bold(body)}\n\n<i>{self._sources(entry, language=language)}</i>"

    def _sources(self, entry: AnswerEntry, *, language: Language) -> str:
        label = self.plain(Text("answer.sources", count=len(entry.front.sources)), language=language)
        return f"{_escape(label)} {' ; '.join(_source(source, language) for source in entry.front.sources)}"


def _source(source: Source, language: Language) -> str:
    title = _escape(source.title)
    named = f'<a href="{escape(source.url)}">{title}</a>' if source.url else title
    day = source.date or source.read_on
    return f"{named} ({formats.short_date(day, language=language)})" if day else named


def split_message(text: str, *, longest: int = LONGEST_MESSAGE) -> list[str]:
    """Cut a long text at paragraphs, else at lines, else at words: never inside a word that fits."""
    parts: list[str] = []
    while len(text) > longest:
        cut = text.rfind("\n\n", 1, longest)
        if cut <= 0:
            cut = max(text.rfind("\n", 1, longest), text.rfind(" ", 1, longest))
        if cut <= 0:
            cut = longest
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text] if text or not parts else parts


def _params(text: str, keyboard: Mapping[str, Any] | None) -> dict[str, Any]:
    params: dict[str, Any] = {"text": text, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
    return params | ({"reply_markup": keyboard} if keyboard else {})


def _escape(text: str) -> str:
    return escape(text, quote=False)


def _bold(html: str) -> str:
    return BOLD.sub(_as_bold, html)


def _as_bold(found: re.Match[str]) -> str:
    """A function: a template with a group would be read anew for each text."""
    return f"<b>{found[1]}</b>"
