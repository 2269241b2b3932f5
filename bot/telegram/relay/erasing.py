"""Erasing on both sides, as far as Telegram allows: 48 hours for single messages, at any age for a whole topic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.models import Desk, Line, Request
from actions.mediation.service import lines_of, lock, requests_of
from actions.mediation.states import OPEN_STATES, State
from actions.mediation.views import view_requests
from actions.people.models import Person
from actions.people.my_data import DataSection
from actions.reply import IfUnknown, Reply, say
from bot.clock.clock import Clock
from bot.delivery.models import OutboxItem, SendState
from bot.delivery.outbox import Call
from bot.telegram.relay.cards import who
from bot.telegram.relay.copies import take_out_of_album
from bot.telegram.relay.relay import Relay
from bot.telegram.relay.traces import erase_traces

DELETABLE_FOR = timedelta(hours=48)

REQUESTS_SECTION = "requests"


async def erase_line(relay: Relay, session: AsyncSession, request: Request, line: Line, *, now: datetime) -> bool:
    """Erase one message on both sides; False if it is too old for Telegram to let us."""
    await _withdraw(session, request, [line])
    if line.album is not None:
        await take_out_of_album(relay, session, request, line)
    await erase_traces(relay, session, request, line=line, now=now)
    for number, to_desk in ((line.desk_message, True), (line.person_message, False)):
        if number is not None:
            await _remove(relay, session, request, number, to_desk=to_desk, now=now)
    await session.delete(line)
    return now - line.written_at < DELETABLE_FOR


async def erase_request(relay: Relay, session: AsyncSession, request: Request, *, now: datetime) -> int:
    """Erase a request on both sides and here; return how many messages are too old to be removed from a chat."""
    lines = await lines_of(session, request)
    await _withdraw(session, request, lines, all_of_it=True)
    await erase_traces(relay, session, request, now=now)
    topic_goes = request.thread is not None
    for line in lines:
        if line.person_message is not None:
            await _remove(relay, session, request, line.person_message, to_desk=False, now=now)
        if line.desk_message is not None and not topic_goes:
            await _remove(relay, session, request, line.desk_message, to_desk=True, now=now)
    await _remove_cards(relay, session, request, topic_goes=topic_goes, now=now)
    old = [line for line in lines if now - line.written_at >= DELETABLE_FOR]
    await session.delete(request)
    await session.flush()
    return len(old)


def requests_section(relay: Relay, clock: Clock) -> DataSection:
    """The person's requests, for « mes données »: shown, exported, and erased on both sides."""

    async def erase(session: AsyncSession, person: Person) -> None:
        await _leave_coordination(relay, session, person, now=clock.now())
        for request in await requests_of(session, person, only_open=False):
            locked = await lock(session, request.id)
            if locked is not None:
                await erase_request(relay, session, locked, now=clock.now())

    return DataSection(REQUESTS_SECTION, view_requests, erase)


async def _leave_coordination(relay: Relay, session: AsyncSession, person: Person, *, now: datetime) -> None:
    """What this person read in private for a coordination is read by somebody else; their chat is named nowhere."""
    person.reachable = False
    await session.execute(delete(Desk).where(Desk.chat_key == person.fingerprint))
    for request in (await session.scalars(select(Request).where(Request.desk_key == person.fingerprint))).all():
        if State(request.state) in OPEN_STATES:
            await relay.place(session, request, now=now)
        else:
            request.desk_key = request.sealed_desk = request.desk_card = None


async def _remove_cards(
    relay: Relay, session: AsyncSession, request: Request, *, topic_goes: bool, now: datetime
) -> None:
    if request.person_card is not None:
        await _remove(relay, session, request, request.person_card, to_desk=False, now=now)
    names = await relay.names(session, request)
    if topic_goes:
        call = Call("delete_forum_topic", {"message_thread_id": request.thread})
        await relay.put(session, request, call, to_desk=True, now=now)
        request.thread = None
    elif request.desk_card is not None:
        await _remove(relay, session, request, request.desk_card, to_desk=True, now=now)
    notice = say("med.desk_erased", number=request.number, who=who(names.person))
    await relay.tell_desk(session, request, Reply(parts=(notice,), if_unknown=IfUnknown.RESEND), now=now)


async def _remove(
    relay: Relay, session: AsyncSession, request: Request, number: int, *, to_desk: bool, now: datetime
) -> None:
    call = Call("delete_message", {"message_id": number})
    await relay.put(session, request, call, to_desk=to_desk, now=now)


async def _withdraw(session: AsyncSession, request: Request, lines: Iterable[Line], *, all_of_it: bool = False) -> None:
    """What has not left does not leave: copies, and with all of a request its albums, its topic and its cards."""
    found: ColumnElement[bool] = OutboxItem.reference.in_(
        [f"med:{kind}:{line.id}" for line in lines for kind in ("line", "said")]
    )
    if all_of_it:
        names = [f"med:{kind}:{request.id}" for kind in ("topic", "desk", "person", "notice")]
        found = or_(found, OutboxItem.reference.in_(names), OutboxItem.reference.startswith(f"med:album:{request.id}:"))
    await session.execute(delete(OutboxItem).where(found, OutboxItem.state == SendState.PENDING.value))
