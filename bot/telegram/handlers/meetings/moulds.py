"""Cards for many people at once: put into words once for all who would read the same, addressed to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from actions.language import Language
from actions.meetings.models import Meeting
from actions.reply import Reply
from bot.delivery.outbox import Call
from bot.telegram.handlers.meetings.card import Occasion, Standing, make_card
from bot.telegram.handlers.meetings.delivery import BELOW
from bot.telegram.render import Renderer

NOBODY = 0  # the number in the buttons of a mould; no invitation has it
NO_MESSAGE = 0
MARK = f":{NOBODY}"

Shown: TypeAlias = dict[str, Any]
Stem: TypeAlias = str | None


@dataclass(frozen=True, slots=True)
class Mould:
    """A call for nobody yet: its parameters, and its buttons, the numbered ones with what their tokens begin with."""

    method: str
    params: Shown
    rows: tuple[tuple[tuple[Shown, Stem], ...], ...]

    @classmethod
    def of(cls, call: Call) -> Mould:
        """Take the mould of a call whose buttons bear the number of nobody."""
        rows = call.params.get("reply_markup", {}).get("inline_keyboard", ())
        return cls(call.method, dict(call.params), tuple(tuple((each, _stem(each)) for each in row) for row in rows))

    def addressed(self, *, number: int, edited: int | None) -> Call:
        """The call for the invitation of this number; `edited` is the message to change, if it changes one."""
        params = self.params.copy()
        if self.rows:
            params["reply_markup"] = {
                "inline_keyboard": [
                    [{**shown, "callback_data": f"{stem}:{number}"} if stem else shown for shown, stem in row]
                    for row in self.rows
                ]
            }
        if "message_id" in params:
            params["message_id"] = edited
        return Call(self.method, params)


@dataclass(slots=True)
class Moulds:
    """The cards of one moment. A card differs from the next one that reads the same only by the number in its buttons.

    A hundred reminders of a meeting are a handful of moulds: the answers given, and the languages.
    """

    renderer: Renderer
    now: datetime
    made: dict[object, tuple[Reply, list[Mould]]] = field(default_factory=dict)

    def cast(
        self,
        number: int,
        meeting: Meeting,
        standing: Standing,
        *,
        language: Language,
        occasion: Occasion,
        edited: int | None = None,
    ) -> tuple[Reply, Sequence[Call]]:
        """The card of an invitation as calls, and the reply they come from; `edited` is a message to change."""
        reply, moulds = self._made(
            (meeting.id, standing, language, occasion, edited is not None),
            lambda: make_card(NOBODY, meeting, standing, now=self.now, occasion=occasion),
            language=language,
            is_change=edited is not None,
        )
        return reply, [mould.addressed(number=number, edited=edited) for mould in moulds]

    def below(self, *, language: Language, edited: int) -> Sequence[Call]:
        """What a former card says from now on."""
        _, moulds = self._made(("below", language), lambda: BELOW, language=language, is_change=True)
        return [mould.addressed(number=NOBODY, edited=edited) for mould in moulds]

    def _made(
        self, key: object, make: Callable[[], Reply], *, language: Language, is_change: bool
    ) -> tuple[Reply, list[Mould]]:
        known = self.made.get(key)
        if known is None:
            reply = make()
            calls = self.renderer.calls(reply, language=language, edited=NO_MESSAGE if is_change else None)
            known = self.made[key] = reply, [Mould.of(call) for call in calls]
        return known


def _stem(shown: Shown) -> Stem:
    """What the token of a numbered button begins with; None for a button that bears no number."""
    token: str = shown.get("callback_data", "")
    return token.removesuffix(MARK) if token.endswith(MARK) else None
