"""« Montrer à nouveau »: an answer of which nobody could say whether it arrived."""

from __future__ import annotations

from actions.reply import IfUnknown, Urgency
from bot.delivery.models import OutboxItem, SendState
from bot.telegram.handlers import welcome
from bot.telegram.turn import Turn


async def show_again(turn: Turn) -> None:
    """Send an interrupted answer again, to the chat it was meant for and once only."""
    number = turn.number(1)
    item = await turn.session.get(OutboxItem, number) if number is not None else None
    if item is None or item.chat_key != turn.chat.key or item.state != SendState.UNKNOWN.value or item.sealed is None:
        await welcome.offer_again(turn)
        return
    _, call = turn.services.outbox.open(item)
    item.state = SendState.FAILED.value
    item.sealed = None
    await turn.services.outbox.put(
        turn.session,
        call,
        chat=turn.chat,
        language=turn.language,
        urgency=Urgency.LIVE,
        if_unknown=IfUnknown.ASK,
        now=turn.now,
    )
