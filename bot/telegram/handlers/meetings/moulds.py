"""Cards for many people at once: put into words once for all who would read the same, addressed to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from actions.language import Language
from actions.meetings.models import Meeting
from actions.reply import Reply
from bot.delivery.outbox import Call
from bot.telegram.handlers.meetings.card import Occasion, Standing, make_card
from bot.telegram.handlers.meetings.delivery import BELOW
from bot.telegram.render import Renderer

NOBODY = 0  # the number in the buttons of a mould; no invitation has it
NO_MESSAGE = 0


@dataclass(slots=True)
class Moulds:
    """The cards of one moment. A card differs from the next one that reads the same only by the number in its buttons.

    A hundred reminders of a meeting are a handful of moulds: the answers given, and the languages.
    """

    renderer: Renderer
    now: datetime
    made: dict[object, tuple[Reply, list[Call]]] = field(default_factory=dict)

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
        key = (meeting.id, standing, language, occasion, edited is not None)
        if key not in self.made:
            self.made[key] = self._make(meeting, standing, language=language, occasion=occasion, edited=edited)
        reply, calls = self.made[key]
        return reply, [_addressed(call, number=number, edited=edited) for call in calls]

    def below(self, *, language: Language, edited: int) -> Sequence[Call]:
        """What a former card says from now on."""
        key = ("below", language)
        if key not in self.made:
            self.made[key] = BELOW, self.renderer.calls(BELOW, language=language, edited=NO_MESSAGE)
        return [_addressed(call, number=NOBODY, edited=edited) for call in self.made[key][1]]

    def _make(
        self, meeting: Meeting, standing: Standing, *, language: Language, occasion: Occasion, edited: int | None
    ) -> tuple[Reply, list[Call]]:
        reply = make_card(NOBODY, meeting, standing, now=self.now, occasion=occasion)
        standing_in = None if edited is None else NO_MESSAGE
        return reply, self.renderer.calls(reply, language=language, edited=standing_in)


def _addressed(call: Call, *, number: int, edited: int | None) -> Call:
    params = dict(call.params)
    if "reply_markup" in params:
        rows = params["reply_markup"]["inline_keyboard"]
        params["reply_markup"] = {"inline_keyboard": [[_pressable(each, number) for each in row] for row in rows]}
    if "message_id" in params:
        params["message_id"] = edited
    return replace(call, params=params)


def _pressable(shown: Mapping[str, Any], number: int) -> dict[str, Any]:
    token = shown.get("callback_data", "")
    mark = f":{NOBODY}"
    return {**shown, "callback_data": f"{token.removesuffix(mark)}:{number}"} if token.endswith(mark) else dict(shown)
