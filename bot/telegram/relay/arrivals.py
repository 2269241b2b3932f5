"""Messages of the relay that arrived: where they now are, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.models import Line, Request
from actions.mediation.service import lock
from actions.mediation.states import State
from bot.delivery.models import OutboxItem
from bot.telegram.relay.relay import Relay


async def topic_opened(
    relay: Relay, session: AsyncSession, request_id: int, *, thread: int | None, now: datetime
) -> None:
    """The request's topic is there: show everything in it."""
    request = await lock(session, request_id)
    if request is None or thread is None:
        return
    request.thread = thread
    request.placed = True
    await relay.show_all(session, request, now=now)


async def line_arrived(relay: Relay, session: AsyncSession, line_id: int, item: OutboxItem, *, now: datetime) -> None:
    """A copy of a message stands on the other side."""
    line = await session.get(Line, line_id)
    request = await lock(session, line.request_id) if line is not None else None
    if line is None or request is None or item.message_id is None:
        return
    at_desk = line.person_message is not None and line.desk_message is None
    if at_desk and item.chat_key != request.desk_key:
        return  # the request moved while its copy travelled
    _note(request, line, item.message_id, at_desk=at_desk)
    await relay.acknowledge(session, request, line, now=now)


async def said_at_desk(relay: Relay, session: AsyncSession, line_id: int, item: OutboxItem, *, now: datetime) -> None:
    """A ready reply stands in the coordination's chat: from there it is copied like any other answer."""
    line = await session.get(Line, line_id)
    request = await lock(session, line.request_id) if line is not None else None
    if line is None or request is None or item.message_id is None:
        return
    line.desk_key = item.chat_key
    line.desk_message = item.message_id
    await relay.deliver(session, request, line, now=now)


async def card_arrived(
    relay: Relay, session: AsyncSession, request_id: int, item: OutboxItem, *, is_desk: bool, now: datetime
) -> None:
    """A living card stands in a chat, and may have to change already."""
    request = await lock(session, request_id)
    if request is None:
        return
    if is_desk:
        request.desk_card = item.message_id
    else:
        request.person_card = item.message_id
    if request.state != State.RECEIVED.value:  # it went on while the card travelled
        await relay.refresh(session, request, now=now)


async def album_arrived(
    relay: Relay,
    session: AsyncSession,
    request: Request,
    *,
    album: str,
    at_desk: bool,
    numbers: Sequence[int],
    now: datetime,
) -> bool:
    """An album stands on the other side, its messages in their order; False if some of them are missing."""
    lines = await session.scalars(
        select(Line).where(Line.request_id == request.id, Line.album == album).order_by(Line.id)
    )
    waiting = [line for line in lines if (line.desk_message if at_desk else line.person_message) is None]
    for line, number in zip(waiting, numbers, strict=False):
        _note(request, line, number, at_desk=at_desk)
    if waiting:
        await relay.acknowledge(session, request, waiting[0], now=now)
    return len(numbers) >= len(waiting)


def _note(request: Request, line: Line, number: int, *, at_desk: bool) -> None:
    if at_desk:
        line.desk_key = request.desk_key
        line.desk_message = number
    else:
        line.person_message = number
