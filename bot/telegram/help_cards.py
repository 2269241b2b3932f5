"""Help cards as replies: chosen by the rules of safety, varied when the person writes again, sent before all else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.language import Language
from actions.reply import Button, HelpCard, HelpChoice, IfUnknown, Reply, Urgency
from actions.safety.cards import Card, CardLine, Choice, Note, compose, compose_answer
from actions.safety.levels import Assessment
from bot.content.cards import CardBook
from bot.content.local_lines import NATIONAL, Locality, merged

SAME_HOUR = timedelta(hours=1)
CHATS_REMEMBERED = 10_000


class HelpCards:
    """Makes replies of cards. How many a chat has seen within the hour is kept in memory only."""

    def __init__(self, book: CardBook, *, now: Callable[[], datetime]) -> None:
        self._book = book
        self._now = now
        self._shown: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def for_danger(
        self, danger: Assessment, *, chat_key: str, language: Language, locality: Locality = NATIONAL
    ) -> Reply:
        """The card of a danger."""
        lines, local_lines = merged(self._book.register, locality)
        card = compose(
            danger,
            language=language,
            variant=self._next_variant(chat_key),
            lines=lines,
            now=self._now(),
            zone=ZoneInfo(locality.time_zone),
            local_lines=local_lines,
        )
        return _reply(card)

    def for_choice(self, choice: Choice, *, chat_key: str, language: Language, locality: Locality = NATIONAL) -> Reply:
        """What a choice under a card leads to."""
        lines, local_lines = merged(self._book.register, locality)
        card = compose_answer(
            choice,
            language=language,
            variant=self._next_variant(chat_key),
            lines=lines,
            now=self._now(),
            zone=ZoneInfo(locality.time_zone),
            local_lines=local_lines,
        )
        return _reply(card)

    def card(self, card: HelpCard, *, language: Language) -> str:
        """The words of a card."""
        lines = tuple(CardLine(key=key, is_open=is_open) for key, is_open in card.lines)
        notes = tuple(Note(note) for note in card.notes)
        return self._book.card(Card(card.name, card.variant, lines, notes), language=language)

    def choice(self, choice: HelpChoice, *, language: Language) -> str:
        """The label of a choice."""
        return self._book.button(Choice(choice.name), language=language)

    def line(self, key: str, *, language: Language) -> str:
        """A help line as it is named inside a sentence."""
        return self._book.register[key].phrase(language)

    def _next_variant(self, chat_key: str) -> int:
        now = self._now()
        at, count = self._shown.get(chat_key, (now, -1))
        count = count + 1 if now - at < SAME_HOUR else 0
        self._shown[chat_key] = (now, count)
        self._shown.move_to_end(chat_key)
        if len(self._shown) > CHATS_REMEMBERED:
            self._shown.popitem(last=False)
        return count


def _reply(card: Card) -> Reply:
    part = HelpCard(
        name=card.name,
        variant=card.variant,
        lines=tuple((line.key, line.is_open) for line in card.lines),
        notes=tuple(note.value for note in card.notes),
    )
    rows = tuple(
        tuple(Button(HelpChoice(choice.value), action=f"danger:{choice.value}") for choice in row)
        for row in card.choices
    )
    return Reply(parts=(part,), buttons=rows, urgency=Urgency.CRISIS, if_unknown=IfUnknown.RESEND)
