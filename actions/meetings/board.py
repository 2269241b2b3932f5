"""The board of a meeting: who comes, by college, with which needs; and the sheet of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.errors import MeetingRefused
from actions.meetings.kinds import COMING, OPEN, Answer, Attendance, Proxy, State
from actions.meetings.models import Invitation, Meeting
from actions.people.colleges import College
from actions.people.identity import Vault
from actions.people.models import Membership

SHEET_OPENS_BEFORE = 2 * 3600  # seconds before the start


@dataclass(frozen=True, slots=True)
class Board:
    """How a meeting stands."""

    invited: int
    by_college: Mapping[College, Mapping[Answer, int]]
    waiting: int
    guests: int
    to_confirm: int
    needs: Mapping[str, int]
    needs_in_words: tuple[str, ...]
    voices: int
    quorum: int | None
    totals: Mapping[Answer, int] = field(default_factory=dict)

    @property
    def has_quorum(self) -> bool:
        """True if as many are announced, present or by proxy, as the quorum asks; always without a quorum."""
        return self.quorum is None or self.voices >= self.quorum


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the attendance sheet: a pseudonym, never a name."""

    invitation: Invitation
    pseudonym: str


async def board(session: AsyncSession, meeting: Meeting, *, vault: Vault) -> Board:
    """The figures of a meeting."""
    rows = (await session.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id))).all()
    counts: dict[College, Counter[Answer]] = {college: Counter() for college in College}
    totals: Counter[Answer] = Counter()
    for row in rows:
        counts[College(row.college)][Answer(row.answer)] += 1
        totals[Answer(row.answer)] += 1
    seated = [row for row in rows if row.answer in COMING and row.waiting_rank is None]
    attending = [row for row in rows if row.answer not in (Answer.NO.value, Answer.NONE.value)]
    holders = {row.id for row in seated}
    carried = [row for row in rows if row.proxy_state == Proxy.ACCEPTED.value and row.proxy_to in holders]
    return Board(
        invited=len(rows),
        by_college=counts,
        waiting=sum(row.waiting_rank is not None for row in rows),
        guests=sum(row.guests for row in seated),
        to_confirm=sum(
            row.answer != Answer.NONE.value and row.answered_sequence < meeting.date_sequence for row in rows
        ),
        needs=Counter(need for row in attending for need in row.needs),
        needs_in_words=tuple(vault.open(row.sealed_need).decode() for row in attending if row.sealed_need),
        voices=len(seated) + len(carried),
        quorum=meeting.quorum,
        totals=totals,
    )


async def drafts(session: AsyncSession, *, territory_id: int) -> list[Meeting]:
    """The drafts of a territory, the nearest first."""
    rows = await session.scalars(
        select(Meeting)
        .where(Meeting.territory_id == territory_id, Meeting.state == State.DRAFT.value)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return list(rows)


async def on_the_board(session: AsyncSession, *, territory_id: int) -> list[Meeting]:
    """The announced meetings that nobody has said were held or cancelled, the next first."""
    rows = await session.scalars(
        select(Meeting).where(Meeting.territory_id == territory_id, Meeting.state.in_(OPEN)).order_by(Meeting.starts_at)
    )
    return list(rows)


async def lately_held(session: AsyncSession, *, territory_id: int, most: int) -> list[Meeting]:
    """The last meetings that took place, the newest first: their sheet and their exports are still of use."""
    rows = await session.scalars(
        select(Meeting)
        .where(Meeting.territory_id == territory_id, Meeting.state == State.HELD.value)
        .order_by(Meeting.starts_at.desc())
        .limit(most)
    )
    return list(rows)


async def sheet(session: AsyncSession, meeting: Meeting) -> list[SheetRow]:
    """Everybody invited, those who come first, then by pseudonym."""
    rows = await session.execute(
        select(Invitation, Membership.pseudonym)
        .join(
            Membership,
            (Membership.person_id == Invitation.person_id) & (Membership.territory_id == Invitation.territory_id),
        )
        .where(Invitation.meeting_id == meeting.id)
    )
    order = {
        Answer.YES.value: 0,
        Answer.VIDEO.value: 1,
        Answer.MAYBE.value: 2,
        Answer.NONE.value: 3,
        Answer.NO.value: 4,
    }
    made = [SheetRow(invitation, pseudonym) for invitation, pseudonym in rows]
    return sorted(made, key=lambda row: (order[row.invitation.answer], row.pseudonym))


def require_sheet_open(meeting: Meeting, *, now: datetime) -> None:
    """Raise MeetingRefused("sheet_early") until two hours before the start, or where the meeting is not to be held."""
    if meeting.state not in (*OPEN, State.HELD.value):
        raise MeetingRefused(meeting.state)
    if meeting.starts_at is None or (meeting.starts_at - now).total_seconds() > SHEET_OPENS_BEFORE:
        raise MeetingRefused("sheet_early")


def next_mark(invitation: Invitation) -> None:
    """Turn one line of the sheet: unmarked, present, by video, absent, unmarked."""
    order = [None, Attendance.PRESENT.value, Attendance.VIDEO.value, Attendance.ABSENT.value]
    invitation.attendance = order[(order.index(invitation.attendance) + 1) % len(order)]


def count_walk_in(meeting: Meeting, *, college: College, step: int) -> None:
    """Count somebody of a college who came without an invitation, or take one back."""
    counted = max(0, meeting.walk_ins.get(college.value, 0) + step)
    meeting.walk_ins = {**meeting.walk_ins, college.value: counted}


async def present_by_college(session: AsyncSession, meeting: Meeting) -> dict[College, int]:
    """Who took part, in the room or by video, invited or not, by college."""
    rows = await session.scalars(
        select(Invitation.college).where(
            Invitation.meeting_id == meeting.id,
            Invitation.attendance.in_([Attendance.PRESENT.value, Attendance.VIDEO.value]),
        )
    )
    counted = Counter(College(value) for value in rows)
    return {college: counted[college] + meeting.walk_ins.get(college.value, 0) for college in College}
