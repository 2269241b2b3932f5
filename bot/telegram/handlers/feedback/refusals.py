"""What cannot be done now: said kindly, with the way on."""

from __future__ import annotations

from actions.feedback.kinds import FeedbackRefused
from actions.reply import Reply, say
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn


async def refuse(turn: Turn, refused: FeedbackRefused) -> None:
    """One sentence for each reason, and back to where things stand."""
    turn.reply(
        Reply(
            parts=(say(f"feedback.refused_{refused.reason}"),),
            buttons=((button(say("button.feedback"), "fb", "list"),), (menu_button(), urgent_button())),
        )
    )
