"""Notices: what must be said about a meeting, to whom and when; found when due, and settled once.

A notice is written in one statement for all the invitations of a meeting. It carries the meeting's sequence: one that
speaks of a time that is no more is dropped, never sent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, insert, literal, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.kinds import OPEN, Answer, NoticeKind, NoticeState, State
from actions.meetings.models import Invitation, Meeting, Notice
from actions.meetings.times import Offset, reminder_instant
from actions.people.models import Person
from actions.people.solicitation import NIGHT

SOON_AFTER_ANNOUNCEMENT = timedelta(hours=20)
LATE_AFTER = timedelta(hours=1)
AT_ONCE = 40  # with a tick a second, more than Telegram takes (29 calls a second); each is over at once
UNDELIVERED = frozenset({"away", "blocked", "refused", "unknown"})  # the person did not get it, or nobody can say
SOLICITING = frozenset({NoticeKind.INVITATION, NoticeKind.REMINDER, NoticeKind.RELAUNCH})


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A notice whose time has come, with all it speaks of."""

    notice: Notice
    invitation: Invitation
    meeting: Meeting
    person: Person


Outcome: TypeAlias = tuple[DueNotice, NoticeState, str]  # with the reason


async def give_notice(
    session: AsyncSession,
    meeting: Meeting,
    *,
    kind: NoticeKind,
    due_at: datetime,
    lead_time: str = "",
    only: ColumnElement[bool] | None = None,
) -> None:
    """Write one notice for every invitation of a meeting that fits `only`."""
    chosen = select(
        Invitation.id,
        literal(meeting.id),
        literal(kind.value),
        literal(lead_time),
        literal(due_at, Notice.due_at.type),
        literal(NoticeState.DUE.value),
        literal(""),
        literal(""),
        literal(meeting.sequence),
    ).where(Invitation.meeting_id == meeting.id, true() if only is None else only)
    columns = ["invitation_id", "meeting_id", "kind", "lead_time", "due_at", "state", "reason", "lateness", "sequence"]
    await session.execute(insert(Notice).from_select(columns, chosen))


async def plan_reminders(
    session: AsyncSession, meeting: Meeting, *, now: datetime, only: ColumnElement[bool] | None = None
) -> None:
    """Write the reminders of a meeting that still lie ahead, for those who did not decline.

    A reminder by days that would follow within the day of the announcement would only repeat it, and is left out.
    """
    if not meeting.reminders_on or meeting.wall_start is None:
        return
    zone = ZoneInfo(meeting.time_zone)
    who = Invitation.answer != Answer.NO.value
    for label in meeting.offsets:
        offset = Offset.parse(label)
        due_at = reminder_instant(meeting.wall_start, zone=zone, offset=offset)
        if due_at > (now + SOON_AFTER_ANNOUNCEMENT if offset.days else now):
            await give_notice(
                session,
                meeting,
                kind=NoticeKind.REMINDER,
                due_at=due_at,
                lead_time=label,
                only=who if only is None else who & only,
            )


async def drop_notices(
    session: AsyncSession, meeting: Meeting, *, kinds: Sequence[NoticeKind], reason: str, now: datetime
) -> None:
    """Drop what was to be said of these kinds about a meeting: it is no longer true."""
    await session.execute(
        update(Notice)
        .where(
            Notice.meeting_id == meeting.id,
            Notice.state == NoticeState.DUE.value,
            Notice.kind.in_([kind.value for kind in kinds]),
        )
        .values(state=NoticeState.DROPPED.value, reason=reason, done_at=now)
    )


async def due_notices(session: AsyncSession, *, now: datetime, limit: int = AT_ONCE) -> list[DueNotice]:
    """What is due, oldest first. Several workers never take the same notice."""
    rows = await session.execute(
        select(Notice, Invitation, Person)
        .join(Invitation, Invitation.id == Notice.invitation_id)
        .join(Person, Person.id == Invitation.person_id)
        .where(Notice.state == NoticeState.DUE.value, Notice.due_at <= now)
        .order_by(Notice.due_at, Notice.id)
        .limit(limit)
        .with_for_update(of=Notice, skip_locked=True)
    )
    found = [(notice, invitation, person) for notice, invitation, person in rows]
    meetings = await _meetings(session, {notice.meeting_id for notice, _, _ in found})
    return [DueNotice(notice, invitation, meetings[notice.meeting_id], person) for notice, invitation, person in found]


async def _meetings(session: AsyncSession, numbers: Collection[int]) -> dict[int, Meeting]:
    """Few meetings stand behind many notices: each is read once, not once a row."""
    if not numbers:
        return {}
    return {each.id: each for each in await session.scalars(select(Meeting).where(Meeting.id.in_(numbers)))}


def fate_of(due: DueNotice, *, now: datetime) -> tuple[NoticeState, str]:
    """SENT if a notice may still be said, else what to write down instead and why.

    A reminder of a meeting that began is missed; so is one whose successor is due as well. Everything that speaks of
    a meeting as it no longer is, is dropped.
    """
    notice, meeting = due.notice, due.meeting
    kind = NoticeKind(notice.kind)
    if meeting.state == State.DRAFT.value:
        return NoticeState.DROPPED, "draft"
    if kind is NoticeKind.CANCELLED:
        return NoticeState.SENT, ""
    if kind is NoticeKind.QUIET:
        return NoticeState.SENT, ""
    if meeting.state not in OPEN:
        return NoticeState.DROPPED, meeting.state
    if kind is NoticeKind.REMINDER and notice.sequence < meeting.date_sequence:
        return NoticeState.DROPPED, "moved"
    if kind in (NoticeKind.REMINDER, NoticeKind.RELAUNCH) and due.invitation.answer == Answer.NO.value:
        return NoticeState.DROPPED, "declined"
    if meeting.starts_at is not None and meeting.starts_at <= now:
        return NoticeState.MISSED, "begun"
    return NoticeState.SENT, ""


async def settle(session: AsyncSession, outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Write down what became of notices, and of which of them the coordination must hear."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for due, state, reason in outcomes:
        unheard = reason in UNDELIVERED and due.notice.kind == NoticeKind.INVITATION.value
        late = due.notice.kind == NoticeKind.REMINDER.value and now - due.notice.due_at > LATE_AFTER
        tell = unheard or state is NoticeState.MISSED or (state is NoticeState.SENT and late)
        groups.setdefault((state.value, reason, "untold" if tell else ""), []).append(due.notice.id)
    for (state_, reason, lateness), numbers in groups.items():
        await session.execute(
            update(Notice)
            .where(Notice.id.in_(numbers))
            .values(state=state_, reason=reason, lateness=lateness, done_at=now)
            .execution_options(synchronize_session=False)
        )


def postpone(due: DueNotice, *, until: datetime) -> bool:
    """Put a notice off; False, and nothing done, if the meeting would have begun by then."""
    if due.meeting.starts_at is None or until >= due.meeting.starts_at:
        return False
    due.notice.due_at = until
    return True


def is_urgent(due: DueNotice, *, now: datetime) -> bool:
    """True for news of a meeting that begins before the quiet hours are well over: it cannot wait for the morning."""
    if NoticeKind(due.notice.kind) in SOLICITING or due.meeting.starts_at is None:
        return False
    morning = NIGHT.after(now, zone=ZoneInfo(due.meeting.time_zone))
    return due.meeting.starts_at - morning < timedelta(hours=4)


async def overtaken(session: AsyncSession, batch: Sequence[DueNotice], *, now: datetime) -> set[int]:
    """The reminders (by id) of a batch whose successor for the same invitation is due too: only the last is said."""
    reminders = [due for due in batch if due.notice.kind == NoticeKind.REMINDER.value]
    if all(now - due.notice.due_at < LATE_AFTER for due in reminders):
        return set()
    rows = await session.execute(
        select(Notice.invitation_id, func.max(Notice.due_at))
        .where(
            Notice.invitation_id.in_([due.invitation.id for due in reminders]),
            Notice.kind == NoticeKind.REMINDER.value,
            Notice.state == NoticeState.DUE.value,
            Notice.due_at <= now,
        )
        .group_by(Notice.invitation_id)
    )
    last = dict(rows.all())
    return {due.notice.id for due in reminders if due.notice.due_at < last[due.invitation.id]}


async def note_undelivered(session: AsyncSession, invitation_id: int, *, reason: str) -> None:
    """The last message about an invitation did not arrive, for one of the UNDELIVERED reasons."""
    last = (
        select(Notice.id)
        .where(
            Notice.invitation_id == invitation_id,
            Notice.state == NoticeState.SENT.value,
            Notice.kind != NoticeKind.QUIET.value,
        )
        .order_by(Notice.done_at.desc(), Notice.id.desc())
        .limit(1)
    )
    await session.execute(
        update(Notice)
        .where(Notice.id == last.scalar_subquery())
        .values(state=NoticeState.MISSED.value, reason=reason, lateness="untold")
        .execution_options(synchronize_session=False)
    )


async def invitations_held_up(session: AsyncSession, meeting: Meeting) -> tuple[int, int]:
    """How many invitations wait (the night, a pause, a full week), and how many did not arrive."""
    rows = await session.execute(
        select(Notice.state, func.count())
        .where(
            Notice.meeting_id == meeting.id,
            Notice.kind == NoticeKind.INVITATION.value,
            (Notice.state == NoticeState.DUE.value) | Notice.reason.in_(UNDELIVERED),
        )
        .group_by(Notice.state)
    )
    counted = dict(rows.all())
    waiting = counted.pop(NoticeState.DUE.value, 0)
    return waiting, sum(counted.values())


async def take_untold(session: AsyncSession) -> dict[int, dict[str, int]]:
    """What went late, was missed or did not arrive since the last time anybody asked: by meeting, how many of each."""
    rows = await session.execute(
        update(Notice)
        .where(Notice.lateness == "untold")
        .values(lateness="told")
        .returning(Notice.meeting_id, Notice.state, Notice.reason)
    )
    counted: dict[int, dict[str, int]] = {}
    for meeting_id, state, reason in rows:
        fates = counted.setdefault(meeting_id, {})
        fate = "undelivered" if reason in UNDELIVERED else state
        fates[fate] = fates.get(fate, 0) + 1
    return counted
