"""Every way into feedback, for the table of routes: commands, first words of buttons, forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.telegram.handlers.feedback import answering, composing, desk, desk_buttons, desk_forms, entry, writing
from bot.telegram.turn import Turn

Handler = Callable[[Turn], Awaitable[None]]

COMMANDS: Mapping[str, Handler] = {"avis": desk.command, "feedback": desk.command}
BUTTONS: Mapping[str, Handler] = {"fb": entry.press, "fc": desk_buttons.press}
FORMS: Mapping[str, Handler] = {answering.FORM: writing.take_message, composing.FORM: desk_forms.take_message}
