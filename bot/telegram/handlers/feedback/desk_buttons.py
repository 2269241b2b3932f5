"""Every button of the coordination's desk. Each deed checks for itself that the person coordinates the territory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from actions.feedback.kinds import FeedbackRefused
from bot.telegram.handlers import welcome
from bot.telegram.handlers.feedback import composing, desk, desk_forms, following_up
from bot.telegram.handlers.feedback.refusals import refuse
from bot.telegram.turn import Turn

STEPS: Mapping[str, Callable[[Turn], Awaitable[None]]] = {
    "home": desk.choose_territory,
    "board": desk.board,
    "live": desk.live,
    "closed": desk.closed,
    "set": desk.show_settings,
    "min": desk.choose_minimum,
    "meet": desk.switch_after_meetings,
    "cancel": desk.ask_to_cancel,
    "cancelled": desk.give_up,
    "new": composing.choose_set,
    "make": composing.make_from_set,
    "again": composing.repeat,
    "own": composing.ask_for_title,
    "r": composing.show_round,
    "drop": composing.drop_question,
    "add": composing.choose_kind,
    "kind": desk_forms.begin_question,
    "skip": desk_forms.skip_language,
    "aud": composing.choose_audience,
    "prev": composing.preview,
    "plan": composing.plan,
    "count": composing.count,
    "text": following_up.read,
    "theme": following_up.offer_themes,
    "tag": following_up.set_theme,
    "csv": following_up.export,
    "xlsx": following_up.export,
    "said": following_up.ask_what_was_said,
    "state": desk_forms.choose_state,
    "agenda": following_up.put_on_agenda,
    "pub": following_up.ask_to_publish,
    "published": following_up.send_results,
}


async def press(turn: Turn) -> None:
    """A button of the desk."""
    step = STEPS.get(turn.action[1] if len(turn.action) > 1 else "", welcome.offer_again)
    try:
        await step(turn)
    except FeedbackRefused as refused:
        await refuse(turn, refused)
    except (ValueError, IndexError):
        await welcome.offer_again(turn)
