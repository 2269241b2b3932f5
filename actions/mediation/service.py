"""Requests: opened, written to, moved from state to state; found by territory, person or relayed message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.hours import OfficeHours
from actions.mediation.models import Line, Numbering, Request
from actions.mediation.promise import schedule, start_waiting, stop_waiting
from actions.mediation.states import (
    OPEN_STATES,
    OVER_STATES,
    Author,
    CloseReason,
    Move,
    Satisfaction,
    State,
    Subject,
    after,
)
from actions.people.models import Person
from actions.people.service import join
from actions.territories.models import Territory

KEPT_AFTER_CLOSING = timedelta(days=30)
WRITING_LASTS = timedelta(minutes=15)
OPEN = [state.value for state in OPEN_STATES]
OVER = [state.value for state in OVER_STATES]


async def open_request(  # noqa: PLR0913 - what a person chose before writing
    session: AsyncSession,
    *,
    territory: Territory,
    person: Person,
    subject: Subject,
    detail: str | None = None,
    warns_in_danger: bool = False,
    hours: OfficeHours,
    now: datetime,
) -> Request:
    """Open a request under the person's pseudonym in this territory; a human is due from now on."""
    await join(session, person, territory_id=territory.id, now=now)
    request = Request(
        territory_id=territory.id,
        person_id=person.id,
        number=await _next_number(session, territory),
        subject=subject.value,
        detail=detail,
        state=State.RECEIVED.value,
        opened_at=now,
        warns_in_danger=warns_in_danger,
        reopened=0,
        step=0,
        has_topic=False,
        placed=False,
    )
    session.add(request)
    start_waiting(request, hours=hours, now=now)
    await session.flush()
    return request


async def add_line(
    session: AsyncSession,
    request: Request,
    *,
    author: Author,
    now: datetime,
    person_message: int | None = None,
    desk_message: int | None = None,
    album: str | None = None,
) -> Line:
    """Note a message that is to be relayed."""
    line = Line(
        request_id=request.id,
        author=author.value,
        album=album,
        person_message=person_message,
        desk_key=request.desk_key if desk_message is not None else None,
        desk_message=desk_message,
        written_at=now,
    )
    session.add(line)
    await session.flush()
    return line


def person_wrote(request: Request, *, hours: OfficeHours, now: datetime) -> None:
    """The person wrote: a human is due. Raises MoveRefused if the request is over."""
    _move(request, Move.WRITE)
    start_waiting(request, hours=hours, now=now)


def mark_read(request: Request, *, hours: OfficeHours) -> None:
    """Somebody of the coordination has read."""
    _move(request, Move.READ)
    schedule(request, hours=hours)


def assign(request: Request, colleague: Person, *, hours: OfficeHours) -> None:
    """Somebody takes charge, or is given charge."""
    _move(request, Move.TAKE_CHARGE)
    request.assignee_id = colleague.id
    schedule(request, hours=hours)


def answer(request: Request, *, by: Person, now: datetime) -> None:
    """The coordination answered: no human is due until the person writes again."""
    _move(request, Move.REPLY)
    request.first_answer_at = request.first_answer_at or now
    request.assignee_id = request.assignee_id or by.id
    request.writer_id = None
    request.writing_until = None
    stop_waiting(request)


def start_writing(request: Request, by: Person, *, now: datetime) -> None:
    """Let the others see who prepares an answer, for a quarter of an hour."""
    request.writer_id = by.id
    request.writing_until = now + WRITING_LASTS


def other_writer(request: Request, me: Person, *, now: datetime) -> int | None:
    """The person who prepares an answer to this request, if it is somebody else."""
    is_current = request.writing_until is not None and request.writing_until > now
    return request.writer_id if is_current and request.writer_id != me.id else None


def close(request: Request, *, reason: CloseReason, now: datetime) -> None:
    """The coordination closes the request."""
    _move(request, Move.CLOSE)
    request.close_reason = reason.value
    _end(request, now=now)


def agree_to_warn(request: Request, *, agreed: bool) -> None:
    """Whether the coordination may be told, by a neutral line, that the person was shown the help lines."""
    request.warns_in_danger = agreed


def cancel(request: Request, *, now: datetime) -> None:
    """The person takes the request back."""
    _move(request, Move.CANCEL)
    _end(request, now=now)


def reopen(request: Request, *, hours: OfficeHours, now: datetime) -> None:
    """The person opens a closed request again: a human is due."""
    _move(request, Move.REOPEN)
    request.reopened += 1
    request.closed_at = None
    request.close_reason = None
    request.satisfaction = None
    start_waiting(request, hours=hours, now=now)


def rate(request: Request, satisfaction: Satisfaction) -> None:
    """Whether the person had their answer."""
    request.satisfaction = satisfaction.value


async def request_of_person(session: AsyncSession, person: Person | None, request_id: int) -> Request | None:
    """A request, for the person who made it and nobody else."""
    if person is None:
        return None
    found: Request | None = await session.scalar(
        select(Request).where(Request.id == request_id, Request.person_id == person.id).with_for_update()
    )
    return found


async def request_of_territories(
    session: AsyncSession, territory_ids: Sequence[int], request_id: int
) -> Request | None:
    """A request, if it was made to one of these territories."""
    found: Request | None = await session.scalar(
        select(Request).where(Request.id == request_id, Request.territory_id.in_(territory_ids)).with_for_update()
    )
    return found


async def lock(session: AsyncSession, request_id: int) -> Request | None:
    """A request as it now is, kept from others until the transaction ends."""
    found: Request | None = await session.scalar(
        select(Request).where(Request.id == request_id).with_for_update().execution_options(populate_existing=True)
    )
    return found


async def requests_of(
    session: AsyncSession, person: Person, *, territory_id: int | None = None, only_open: bool = True
) -> Sequence[Request]:
    """The requests of a person, newest first."""
    query = select(Request).where(Request.person_id == person.id).order_by(Request.id.desc())
    if territory_id is not None:
        query = query.where(Request.territory_id == territory_id)
    if only_open:
        query = query.where(Request.state.in_(OPEN))
    return (await session.scalars(query)).all()


async def count_open_requests(session: AsyncSession, *, territory_id: int) -> int:
    """How many requests a coordination has not finished."""
    count = await session.scalar(
        select(func.count()).select_from(Request).where(Request.territory_id == territory_id, Request.state.in_(OPEN))
    )
    return count or 0


async def open_requests(session: AsyncSession, *, territory_id: int) -> Sequence[Request]:
    """What a coordination has not finished, oldest first."""
    rows = await session.scalars(
        select(Request)
        .where(Request.territory_id == territory_id, Request.state.in_(OPEN))
        .order_by(Request.id)
        .with_for_update()
    )
    return rows.all()


async def lines_of(session: AsyncSession, request: Request) -> Sequence[Line]:
    """The relayed messages of a request, in order."""
    rows = await session.scalars(select(Line).where(Line.request_id == request.id).order_by(Line.id))
    return rows.all()


async def line_in_person_chat(session: AsyncSession, person: Person, message: int) -> Line | None:
    """The relayed message that a person's chat knows under this number: of the request that had it last."""
    return next(iter(await lines_in_person_chat(session, person, message)), None)


async def lines_in_person_chat(session: AsyncSession, person: Person, message: int) -> Sequence[Line]:
    """A message of a person's chat in every request that carried it, newest first: a hand-over carries it again."""
    rows = await session.scalars(
        select(Line)
        .join(Request, Request.id == Line.request_id)
        .where(Request.person_id == person.id, Line.person_message == message)
        .order_by(Line.id.desc())
    )
    return rows.all()


async def line_at_desk(session: AsyncSession, desk_key: str, message: int) -> Line | None:
    """The relayed message that a chat of the coordination knows under this number."""
    found: Line | None = await session.scalar(
        select(Line).where(Line.desk_key == desk_key, Line.desk_message == message).order_by(Line.id.desc()).limit(1)
    )
    return found


async def request_at_desk(
    session: AsyncSession, desk_key: str, *, thread: int | None = None, card: int | None = None
) -> Request | None:
    """The request of a topic, or the one whose card bears this number, in a chat of the coordination."""
    query = select(Request).where(Request.desk_key == desk_key).order_by(Request.id.desc()).limit(1)
    if card is not None:
        query = query.where(Request.desk_card == card)
    else:
        query = query.where(Request.thread == thread, Request.thread.is_not(None))
    found: Request | None = await session.scalar(query.with_for_update())
    return found


async def last_line_heard(session: AsyncSession, person: Person) -> Line | None:
    """The message of a coordination that a person last received, among their open requests."""
    found: Line | None = await session.scalar(
        select(Line)
        .join(Request, Request.id == Line.request_id)
        .where(
            Request.person_id == person.id,
            Request.state.in_(OPEN),
            Line.author == Author.COORDINATION.value,
            Line.person_message.is_not(None),
        )
        .order_by(Line.id.desc())
        .limit(1)
    )
    return found


async def requests_read_in(session: AsyncSession, desk_key: str) -> Sequence[Request]:
    """The open requests that are read in a chat."""
    rows = await session.scalars(
        select(Request)
        .where(Request.desk_key == desk_key, Request.state.in_(OPEN))
        .order_by(Request.id)
        .with_for_update()
    )
    return rows.all()


async def outdated(session: AsyncSession, *, now: datetime) -> Sequence[Request]:
    """The requests that ended long enough ago to be forgotten."""
    rows = await session.scalars(
        select(Request).where(Request.closed_at < now - KEPT_AFTER_CLOSING).order_by(Request.id).limit(100)
    )
    return rows.all()


async def _next_number(session: AsyncSession, territory: Territory) -> int:
    """The next number of the territory; its row is locked so that two persons never get the same."""
    await session.execute(select(Territory.id).where(Territory.id == territory.id).with_for_update())
    numbering = await session.get(Numbering, territory.id, populate_existing=True)
    if numbering is None:
        numbering = Numbering(territory_id=territory.id, last=0)
        session.add(numbering)
    numbering.last += 1
    return numbering.last


def _move(request: Request, move: Move) -> None:
    request.state = after(move, State(request.state)).value


def _end(request: Request, *, now: datetime) -> None:
    request.closed_at = now
    request.handover_to = None
    stop_waiting(request)
