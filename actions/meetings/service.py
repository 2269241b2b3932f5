"""What a coordinator does with a meeting: prepare, announce, change, move, cancel, hold.

Every verb that concerns others writes notices; nothing is said about a draft.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings import members
from actions.meetings.errors import MeetingRefused
from actions.meetings.inviting import count_newcomers, invite
from actions.meetings.kinds import OPEN, TRANSITIONS, Answer, Body, NoticeKind, Rhythm, State
from actions.meetings.models import Invitation, Meeting, Notice
from actions.meetings.notices import drop_notices, give_notice, plan_reminders
from actions.meetings.places import promotable, promote_waiting
from actions.meetings.times import DEFAULT_OFFSETS, instant_of, occurrences
from actions.people.models import Person
from actions.territories.models import Territory

LONGEST_SERIES = 12
NEEDS_KEPT = timedelta(days=30)
RELAUNCH_REST = timedelta(days=1)
"""Nobody is asked again twice within it."""
LOUD_FIELDS = frozenset({"wall_start", "minutes", "place", "video_url"})  # one must know before coming
QUIET_FIELDS = frozenset({"title", "agenda", "map_url", "offers", "capacity"})
AUDIENCE_FIELDS = frozenset({"colleges", "copil_only"})
NEWS = (NoticeKind.MOVED, NoticeKind.CHANGED, NoticeKind.QUIET)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people are told something: by a new message, and by a card that changes without a sound."""

    told: int
    shown: int = 0


async def find_meeting(session: AsyncSession, meeting_id: int, *, territories: Collection[int]) -> Meeting | None:
    """A meeting of one of these territories, or None: those of others do not exist for whoever asks."""
    found: Meeting | None = await session.scalar(
        select(Meeting).where(Meeting.id == meeting_id, Meeting.territory_id.in_(territories))
    )
    return found


async def begin_draft(session: AsyncSession, *, territory: Territory, body: Body, now: datetime) -> Meeting:
    """A new draft, with the reminders usual for its body. A steering committee is for its own members."""
    meeting = Meeting(
        territory_id=territory.id,
        uid=f"{secrets.token_hex(12)}@clsm-bot",
        body=body.value,
        state=State.DRAFT.value,
        time_zone=territory.time_zone,
        offsets=list(DEFAULT_OFFSETS[body]),
        copil_only=body is Body.COPIL,
        created_at=now,
    )
    session.add(meeting)
    await session.flush()
    return meeting


def set_time(meeting: Meeting, *, wall: datetime, minutes: int | None = None, zone: tzinfo | None = None) -> None:
    """Set the wall-clock time (naive) and the length of a meeting, and work out its instants."""
    meeting.wall_start = wall
    meeting.minutes = meeting.minutes if minutes is None else minutes
    meeting.starts_at = instant_of(wall, zone=zone or ZoneInfo(meeting.time_zone))
    meeting.ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes or 0)


def missing(meeting: Meeting) -> tuple[str, ...]:
    """What a draft still lacks before it can be announced."""
    lacks = {"title": not meeting.title, "date": meeting.wall_start is None, "place": not _can_be_found(meeting)}
    return tuple(name for name, is_missing in lacks.items() if is_missing)


def advance(meeting: Meeting, *, to: State) -> None:
    """Go to the next state; raise MeetingRefused("transition") where the table has no such way."""
    if to not in TRANSITIONS[State(meeting.state)]:
        raise MeetingRefused("transition")
    meeting.state = to.value


async def announce(session: AsyncSession, meeting: Meeting, *, now: datetime) -> int:
    """Invite everybody the meeting is for; return how many. Raises MeetingRefused for an unready or past draft."""
    if missing(meeting):
        raise MeetingRefused("unready")
    if meeting.starts_at is None or meeting.starts_at <= now:
        raise MeetingRefused("past")
    advance(meeting, to=State.ANNOUNCED)
    meeting.announced_at = now
    await session.flush()
    await invite(session, meeting, now=now)
    await give_notice(session, meeting, kind=NoticeKind.INVITATION, due_at=now)
    await plan_reminders(session, meeting, now=now)
    return await members.audience_size(session, meeting)


async def invite_newcomer(session: AsyncSession, person: Person, *, territory_id: int, now: datetime) -> int:
    """Invite a new member to what is already announced and meant for them; return to how many meetings."""
    invited = 0
    for meeting in await members.coming_meetings(session, territory_id=territory_id, now=now):
        if meeting.starts_at is None or meeting.starts_at <= now:
            continue
        if await members.invitation_of(session, person, meeting_id=meeting.id) is not None:
            continue
        await invite(session, meeting, now=now, person=person)
        invitation = await members.invitation_of(session, person, meeting_id=meeting.id)
        if invitation is None:
            continue
        mine = Invitation.id == invitation.id
        await give_notice(session, meeting, kind=NoticeKind.INVITATION, due_at=now, only=mine)
        await plan_reminders(session, meeting, now=now, only=mine)
        invited += 1
    return invited


async def reach_of_change(session: AsyncSession, meeting: Meeting, *, changed: Collection[str]) -> Reach:
    """Who would be told of a change: see `change`."""
    if meeting.state not in OPEN:
        return Reach(0)
    everybody = await _count(session, meeting)
    if "wall_start" in changed:
        return Reach(everybody)
    if not LOUD_FIELDS & set(changed):
        return Reach(0, everybody)
    declined = await _count(session, meeting, answer=Answer.NO)
    return Reach(everybody - declined, declined)


async def reach_of(session: AsyncSession, meeting: Meeting, *, values: Mapping[str, Any]) -> Reach:
    """Who would be told if these values were set: by the news, by an invitation, by a seat they waited for."""
    changed = changed_by(meeting, values)
    if meeting.state not in OPEN or not changed:
        return Reach(0)
    if changed <= AUDIENCE_FIELDS:
        return Reach(await count_newcomers(session, meeting, values=values))
    reach = await reach_of_change(session, meeting, changed=changed)
    called = len(await promotable(session, meeting, capacity=values["capacity"])) if "capacity" in changed else 0
    return Reach(reach.told + called, reach.shown - called)


def changed_by(meeting: Meeting, values: Mapping[str, Any]) -> set[str]:
    """The names of the values that differ from what stands."""
    return {name for name, value in values.items() if value != getattr(meeting, name)}


async def change(session: AsyncSession, meeting: Meeting, *, values: Mapping[str, Any], now: datetime) -> Reach:
    """Change a meeting, and say so where it is announced.

    A new time is told to everybody, a new place to those who may come, the rest by a card that changes without a sound.
    A wider audience invites those who were not; nobody who was invited is sent away. Changing nothing says nothing.
    """
    old = {name: getattr(meeting, name) for name in values}
    changed = changed_by(meeting, values)
    if not changed:
        return Reach(0)
    if "wall_start" in changed and instant_of(values["wall_start"], zone=ZoneInfo(meeting.time_zone)) <= now:
        raise MeetingRefused("past")
    reach = await reach_of(session, meeting, values=values)
    _apply(meeting, values)
    if meeting.state in OPEN and changed <= AUDIENCE_FIELDS:
        await _invite_missing(session, meeting, now=now)
    elif meeting.state in OPEN:
        await _announce_change(session, meeting, old=old, changed=changed, now=now)
    await session.flush()
    return reach


async def cancel(session: AsyncSession, meeting: Meeting, *, now: datetime) -> Reach:
    """Cancel: those who did not decline are told, the others' cards say it. Nothing else leaves any more."""
    reach = await reach_of_cancellation(session, meeting)
    advance(meeting, to=State.CANCELLED)
    meeting.sequence += 1
    await session.flush()
    await drop_notices(session, meeting, kinds=tuple(NoticeKind), reason="cancelled", now=now)
    await give_notice(
        session, meeting, kind=NoticeKind.CANCELLED, due_at=now, only=Invitation.answer != Answer.NO.value
    )
    await give_notice(session, meeting, kind=NoticeKind.QUIET, due_at=now, only=Invitation.answer == Answer.NO.value)
    return reach


async def reach_of_cancellation(session: AsyncSession, meeting: Meeting) -> Reach:
    """Who would be told of a cancellation."""
    everybody, declined = await _count(session, meeting), await _count(session, meeting, answer=Answer.NO)
    return Reach(everybody - declined, declined)


async def hold(session: AsyncSession, meeting: Meeting, *, now: datetime) -> None:
    """Say that a meeting took place; raise MeetingRefused("not_yet") before it began."""
    if meeting.starts_at is None or meeting.starts_at > now:
        raise MeetingRefused("not_yet")
    advance(meeting, to=State.HELD)
    await session.flush()
    await drop_notices(session, meeting, kinds=tuple(NoticeKind), reason="held", now=now)
    await give_notice(session, meeting, kind=NoticeKind.QUIET, due_at=now)


async def relaunch(session: AsyncSession, meeting: Meeting, *, now: datetime) -> int:
    """Ask again those who did not answer and are not about to be asked; return how many."""
    if meeting.state not in OPEN or meeting.starts_at is None or meeting.starts_at <= now:
        raise MeetingRefused("transition")
    people = await relaunchable(session, meeting, now=now)
    await give_notice(session, meeting, kind=NoticeKind.RELAUNCH, due_at=now, only=Invitation.id.in_(people))
    return len(people)


async def relaunchable(session: AsyncSession, meeting: Meeting, *, now: datetime) -> list[int]:
    """The invitations without an answer for which no question is under way, and that were not asked again just now."""
    is_under_way = (Notice.state == "due") & Notice.kind.in_([NoticeKind.INVITATION.value, NoticeKind.RELAUNCH.value])
    is_fresh = (Notice.kind == NoticeKind.RELAUNCH.value) & (Notice.due_at > now - RELAUNCH_REST)
    waiting = select(Notice.invitation_id).where(Notice.meeting_id == meeting.id, is_under_way | is_fresh)
    rows = await session.scalars(
        select(Invitation.id).where(
            Invitation.meeting_id == meeting.id,
            Invitation.answer == Answer.NONE.value,
            Invitation.id.not_in(waiting),
        )
    )
    return list(rows)


async def delete_draft(session: AsyncSession, meeting: Meeting) -> None:
    """Throw a draft away; raise MeetingRefused("transition") for anything announced."""
    if meeting.state != State.DRAFT.value:
        raise MeetingRefused("transition")
    await session.execute(delete(Meeting).where(Meeting.id == meeting.id))


async def repeat(
    session: AsyncSession, meeting: Meeting, *, rhythm: Rhythm, count: int, now: datetime
) -> list[Meeting]:
    """Make drafts of the following meetings of a series, `count` in all; raise MeetingRefused where it cannot be."""
    if meeting.wall_start is None:
        raise MeetingRefused("unready")
    if count not in range(2, LONGEST_SERIES + 1) or meeting.series is not None:
        raise MeetingRefused("series")
    meeting.series = secrets.token_hex(8)
    made = []
    for wall in occurrences(meeting.wall_start, rhythm=rhythm, count=count)[1:]:
        copy = _copy(meeting, now=now)
        set_time(copy, wall=wall)
        session.add(copy)
        made.append(copy)
    await session.flush()
    return made


async def follow_zone_rules(session: AsyncSession, *, now: datetime) -> list[Meeting]:
    """Work out again the instants of coming meetings: the rules of a zone may have changed. Return those that moved.

    The wall-clock time is what was agreed, so nobody is told; calendar files and reminders follow.
    """
    rows = await session.scalars(select(Meeting).where(Meeting.state.in_(OPEN), Meeting.ends_at > now))
    moved = []
    for meeting in rows:
        if meeting.wall_start is None:
            continue
        if instant_of(meeting.wall_start, zone=ZoneInfo(meeting.time_zone)) != meeting.starts_at:
            set_time(meeting, wall=meeting.wall_start)
            await _replan(session, meeting, now=now)
            moved.append(meeting)
    return moved


def _can_be_found(meeting: Meeting) -> bool:
    return bool(meeting.place or meeting.video_url)


def _apply(meeting: Meeting, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    if meeting.wall_start is not None:
        set_time(meeting, wall=meeting.wall_start)


async def _invite_missing(session: AsyncSession, meeting: Meeting, *, now: datetime) -> None:
    """Invite those the meeting is for and who have no invitation yet."""
    known = await session.scalar(select(func.max(Invitation.id)).where(Invitation.meeting_id == meeting.id)) or 0
    await invite(session, meeting, now=now)
    fresh = Invitation.id > known
    await give_notice(session, meeting, kind=NoticeKind.INVITATION, due_at=now, only=fresh)
    await plan_reminders(session, meeting, now=now, only=fresh)


async def _announce_change(
    session: AsyncSession, meeting: Meeting, *, old: Mapping[str, Any], changed: Collection[str], now: datetime
) -> None:
    meeting.sequence += 1
    is_untold = await session.scalar(
        select(Notice.id)
        .where(Notice.meeting_id == meeting.id, Notice.state == "due", Notice.kind.in_([kind.value for kind in NEWS]))
        .limit(1)
    )
    before = dict(meeting.changes) if is_untold is not None else {}
    meeting.changes = {name: _plain(old[name]) for name in changed if name != "offers"} | before
    if "wall_start" in changed:
        advance(meeting, to=State.MOVED)
        meeting.date_sequence = meeting.sequence
        await _replan(session, meeting, now=now)
    await session.flush()
    await drop_notices(session, meeting, kinds=NEWS, reason="overtaken", now=now)
    await _tell(session, meeting, changed=set(meeting.changes), now=now)
    if "capacity" in changed:
        await promote_waiting(session, meeting, now=now)


async def _tell(session: AsyncSession, meeting: Meeting, *, changed: set[str], now: datetime) -> None:
    """Those whose invitation has not left yet will read the new state in it: they are told nothing else."""
    known = Invitation.card_sent.is_(True)
    if "wall_start" in changed:
        await give_notice(session, meeting, kind=NoticeKind.MOVED, due_at=now, only=known)
        return
    if not LOUD_FIELDS & changed:
        await give_notice(session, meeting, kind=NoticeKind.QUIET, due_at=now, only=known)
        return
    declined = Invitation.answer == Answer.NO.value
    await give_notice(session, meeting, kind=NoticeKind.CHANGED, due_at=now, only=known & ~declined)
    await give_notice(session, meeting, kind=NoticeKind.QUIET, due_at=now, only=known & declined)


async def _replan(session: AsyncSession, meeting: Meeting, *, now: datetime) -> None:
    await session.flush()
    await drop_notices(session, meeting, kinds=(NoticeKind.REMINDER, NoticeKind.RELAUNCH), reason="moved", now=now)
    await plan_reminders(session, meeting, now=now)


async def _count(session: AsyncSession, meeting: Meeting, *, answer: Answer | None = None) -> int:
    query = select(Invitation.id).where(Invitation.meeting_id == meeting.id)
    if answer is not None:
        query = query.where(Invitation.answer == answer.value)
    return len((await session.scalars(query)).all())


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _copy(meeting: Meeting, *, now: datetime) -> Meeting:
    kept = (
        "territory_id", "series", "body", "title", "time_zone", "minutes", "place", "map_url", "video_url", "agenda",
        "colleges", "copil_only", "capacity", "quorum", "offers", "reminders_on", "offsets", "reminder_words",
    )  # fmt: skip
    values = {name: getattr(meeting, name) for name in kept}
    return Meeting(uid=f"{secrets.token_hex(12)}@clsm-bot", state=State.DRAFT.value, created_at=now, **values)


async def forget_past(session: AsyncSession, *, now: datetime) -> int:
    """Forget what thirty days after a meeting serves nobody: needs, which speak of health, and the list of notices.

    Answers and attendance stay for the year's report. Return how many invitations were concerned.
    """
    past = select(Meeting.id).where(Meeting.ends_at < now - NEEDS_KEPT)
    await session.execute(
        delete(Notice).where(Notice.meeting_id.in_(past)).execution_options(synchronize_session=False)
    )
    spoken = Invitation.sealed_need.is_not(None) | (cast(Invitation.needs, String) != "[]")
    gone = await session.scalars(
        update(Invitation)
        .where(Invitation.meeting_id.in_(past), spoken)
        .values(needs=[], sealed_need=None)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


async def plan_again(session: AsyncSession, meeting: Meeting, *, now: datetime) -> None:
    """Plan the reminders of an announced meeting anew: they were switched on, off or changed."""
    if meeting.state in OPEN:
        await _replan(session, meeting, now=now)
