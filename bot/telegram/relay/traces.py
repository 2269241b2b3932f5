"""What a request leaves behind where the coordination read it before: noted, so that it can be erased there too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.models import Line, Request, Trace
from actions.mediation.states import Author
from actions.reply import IfUnknown, Urgency
from bot.delivery.chat import Chat, chat_for
from bot.delivery.outbox import Call
from bot.telegram.relay.switchboard import Switchboard


def note_traces(session: AsyncSession, request: Request, lines: Iterable[Line]) -> None:
    """Note, before a request moves, its topic or its messages, and where an answer that has not arrived stands."""
    if request.sealed_desk is None:
        return
    if request.thread is not None:
        _note(session, request, None, number=request.thread, is_topic=True)
    elif request.desk_card is not None and not request.has_topic:
        _note(session, request, None, number=request.desk_card)
    for line in lines:
        is_waiting = line.author == Author.COORDINATION.value and line.person_message is None
        if line.desk_message is not None and (is_waiting or not request.has_topic):
            _note(session, request, line, number=line.desk_message)


async def origin_of(board: Switchboard, session: AsyncSession, line: Line) -> tuple[Chat, int] | None:
    """Where the coordination wrote a line before its request moved, and its number there."""
    trace = await session.scalar(
        select(Trace).where(Trace.line_id == line.id, Trace.is_topic.is_(False)).order_by(Trace.id).limit(1)
    )
    if trace is None:
        return None
    return chat_for(int(board.vault.open(trace.sealed_chat)), vault=board.vault), trace.number


async def erase_traces(
    board: Switchboard, session: AsyncSession, request: Request, *, line: Line | None = None, now: datetime
) -> None:
    """Remove what is left of a request, or of one message, in the places where it was read before."""
    query = select(Trace).where(Trace.request_id == request.id)
    if line is not None:
        query = query.where(Trace.line_id == line.id)
    language = (await board.parties(session, request)).language
    for trace in (await session.scalars(query.order_by(Trace.id))).all():
        chat = chat_for(int(board.vault.open(trace.sealed_chat)), vault=board.vault)
        call = (
            Call("delete_forum_topic", {"message_thread_id": trace.number})
            if trace.is_topic
            else Call("delete_message", {"message_id": trace.number})
        )
        await board.outbox.put(
            session,
            call,
            chat=chat,
            language=language,
            urgency=Urgency.LIVE,
            if_unknown=IfUnknown.RESEND,
            now=now,
        )
        await session.delete(trace)


def _note(session: AsyncSession, request: Request, line: Line | None, *, number: int, is_topic: bool = False) -> None:
    session.add(
        Trace(
            request_id=request.id,
            line_id=line.id if line is not None else None,
            sealed_chat=request.sealed_desk,
            is_topic=is_topic,
            number=number,
        )
    )
