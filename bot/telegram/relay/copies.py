"""Copies of messages: never forwarded, so that no account travels with the words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.mediation.models import Line, Request
from actions.mediation.states import Author
from actions.reply import Button, Verbatim, say
from bot.delivery.chat import Chat
from bot.delivery.outbox import Call, waiting_under
from bot.telegram.relay.cards import DESK, PERSON
from bot.telegram.relay.switchboard import Switchboard
from bot.telegram.relay.traces import origin_of
from bot.telegram.tokens import button

ALBUM_PAUSE = timedelta(seconds=1.5)  # the pictures of an album arrive one by one


def album_reference(request: Request, album: str, *, to_desk: bool) -> str:
    """The name under which an album waits to leave."""
    return f"med:album:{request.id}:{'desk' if to_desk else 'person'}:{album}"


async def copy_line(
    board: Switchboard,
    session: AsyncSession,
    request: Request,
    line: Line,
    *,
    to_desk: bool,
    now: datetime,
    answers: int | None = None,
) -> None:
    """Copy a message to one side, below `answers` if that message is still there."""
    origin = await _origin(board, session, request, line)
    if origin is None:
        return
    chat, number = origin
    params: dict[str, Any] = {"from_chat_id": chat.id}
    if to_desk and request.thread is not None:
        params["message_thread_id"] = request.thread
    if line.album is not None:
        await _copy_album(board, session, request, line.album, params, number=number, to_desk=to_desk, now=now)
        return
    params |= {"message_id": number} | await label_of(board, session, request, to_desk=to_desk)
    if answers is not None:
        params |= {"reply_to_message_id": answers, "allow_sending_without_reply": True}
    call = Call("copy_message", params)
    await board.put(session, request, call, to_desk=to_desk, now=now, reference=f"med:line:{line.id}")


async def label_of(board: Switchboard, session: AsyncSession, request: Request, *, to_desk: bool) -> dict[str, Any]:
    """The button under a copy that says whose words these are; inside a topic the topic says it."""
    if to_desk and request.has_topic:
        return {}
    parties = await board.parties(session, request)
    rows: tuple[tuple[Button, ...], ...]
    if to_desk:
        names = await board.names(session, request)
        label = say("button.med_who", pseudonym=Verbatim(names.person), number=request.number)
        rows = ((button(label, DESK, "card", request.id),),)
        language = parties.language
    else:
        label = say("button.med_from", territory=Verbatim(parties.territory.name))
        rows = ((button(label, PERSON, "show", request.id),),)
        language = Language(parties.person.language)
    return {"reply_markup": board.renderer.keyboard(rows, language=language)}


async def take_out_of_album(board: Switchboard, session: AsyncSession, request: Request, line: Line) -> None:
    """A picture that was erased does not leave with its album."""
    to_desk = line.author == Author.PERSON.value
    waiting = await waiting_under(session, album_reference(request, line.album or "", to_desk=to_desk))
    if waiting is None:
        return
    _, call = board.outbox.open(waiting)
    number = line.person_message if to_desk else line.desk_message
    numbers = [each for each in call.params["message_ids"] if each != number]
    if numbers:
        board.outbox.amend(waiting, Call(call.method, {**call.params, "message_ids": numbers}))
    else:
        await session.delete(waiting)


async def _origin(board: Switchboard, session: AsyncSession, request: Request, line: Line) -> tuple[Chat, int] | None:
    """The chat that holds a message as its author wrote it, else the copy that arrived; None where neither does."""
    if line.author == Author.COORDINATION.value:
        desk = board.desk_chat(request)
        if line.desk_message is not None and desk is not None:
            return desk, line.desk_message
        if line.person_message is None:
            return await origin_of(board, session, line)
    if line.person_message is None:
        return None
    return board.person_chat((await board.parties(session, request)).person), line.person_message


async def _copy_album(  # noqa: PLR0913 - what is copied, and where to
    board: Switchboard,
    session: AsyncSession,
    request: Request,
    album: str,
    params: dict[str, Any],
    *,
    number: int,
    to_desk: bool,
    now: datetime,
) -> None:
    """Add a picture to the album that is about to leave, or begin one."""
    reference = album_reference(request, album, to_desk=to_desk)
    waiting = await waiting_under(session, reference)
    if waiting is not None:
        _, call = board.outbox.open(waiting)
        numbers = sorted({*call.params["message_ids"], number})
        board.outbox.amend(waiting, Call("copy_messages", {**call.params, "message_ids": numbers}))
        return
    call = Call("copy_messages", params | {"message_ids": [number]})
    await board.put(session, request, call, to_desk=to_desk, now=now, not_before=now + ALBUM_PAUSE, reference=reference)
