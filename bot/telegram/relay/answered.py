"""Which relayed message a message answers, on either side."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Message

from actions.mediation.service import line_at_desk, line_in_person_chat, request_at_desk
from actions.people.models import Person
from bot.delivery.chat import Chat


@dataclass(frozen=True, slots=True)
class Answered:
    """The request, the line answered (None for the request's card), and on which side the answer is given."""

    request_id: int
    line_id: int | None
    by_desk: bool


async def find_answered(
    session: AsyncSession, message: Message, *, chat: Chat, person: Person | None
) -> Answered | None:
    """What this message answers among those we relayed, or None."""
    target = message.reply_to_message
    if target is None:
        return None
    if not chat.is_group and person is not None:
        line = await line_in_person_chat(session, person, target.message_id)
        if line is not None:
            return Answered(line.request_id, line.id, by_desk=False)
    line = await line_at_desk(session, chat.key, target.message_id)
    if line is not None:
        return Answered(line.request_id, line.id, by_desk=True)
    request = await request_at_desk(session, chat.key, card=target.message_id)
    return Answered(request.id, None, by_desk=True) if request is not None else None
