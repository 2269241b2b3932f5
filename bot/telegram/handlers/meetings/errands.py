"""The ticks of meetings: say what is due, tell the coordination what went late, follow the rules of time zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings import notices, service
from actions.meetings.kinds import COMING, NoticeKind, NoticeState
from actions.meetings.models import Meeting
from actions.meetings.notices import DueNotice
from actions.meetings.times import Offset
from actions.people.rights import coordination_of
from actions.people.solicitation import (
    NIGHT,
    Leave,
    Verdict,
    forget_solicitations,
    leave_to_write,
    record_solicitations,
    spent_this_week,
)
from actions.reply import IfUnknown, Reply, Urgency, say
from bot.clock.ticks import Tick
from bot.delivery.outbox import messages_of
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.calendar_file import send_calendar
from bot.telegram.handlers.meetings.card import Occasion
from bot.telegram.handlers.meetings.delivery import CardPost, reference
from bot.telegram.tokens import button

BUDGET_PAUSE = timedelta(days=1)
WITH_CALENDAR = frozenset({NoticeKind.MOVED, NoticeKind.CHANGED, NoticeKind.CANCELLED})


def ticks(cards: CardPost) -> Sequence[Tick]:
    """The ticks of meetings."""
    errands = Errands(cards)
    return (
        Tick("meeting zones", 3600.0, errands.follow_zone_rules),
        Tick("meeting notices", 2.0, errands.say_what_is_due),
        Tick("meeting lateness", 60.0, errands.tell_lateness),
        Tick("spent budgets", 3600.0, errands.forget),
    )


@dataclass(frozen=True, slots=True)
class Errands:
    """The verbs of the ticks; each works in the transaction it is given."""

    cards: CardPost

    async def say_what_is_due(self, session: AsyncSession, now: datetime) -> None:
        """Write the notices whose time has come, a batch at a time, each once."""
        batch = await notices.due_notices(session, now=now)
        if not batch:
            return
        spent = await spent_this_week(session, {due.person.id for due in batch}, now=now)
        shown = await messages_of(session, {reference(due.invitation.id) for due in batch if due.invitation.card_sent})
        late = await notices.overtaken(session, batch, now=now)
        told: list[int] = []
        for due in batch:
            if due.notice.id in late:
                notices.settle(due, state=NoticeState.MISSED, reason="overtaken", now=now)
            elif await self._carry_out(session, due, spent=spent, shown=shown, now=now):
                told.append(due.person.id)
                spent[due.person.id] = spent.get(due.person.id, 0) + 1
        await record_solicitations(session, told, kind="meeting", now=now)

    async def _carry_out(
        self, session: AsyncSession, due: DueNotice, *, spent: Mapping[int, int], shown: dict[str, int], now: datetime
    ) -> bool:
        """Write one notice, put it off or write down why not; True if the person receives a new message."""
        state, reason = notices.fate_of(due, now=now)
        if state is not NoticeState.SENT:
            notices.settle(due, state=state, reason=reason, now=now)
            return False
        kind = NoticeKind(due.notice.kind)
        if kind is NoticeKind.QUIET:
            await self.cards.refresh(session, due.invitation, due.meeting, person=due.person, now=now)
            notices.settle(due, state=NoticeState.SENT, now=now)
            return False
        leave = _leave(due, spent=spent.get(due.person.id, 0), now=now)
        if leave.verdict is not Verdict.SEND:
            _hold_back(due, leave, now=now)
            return False
        name = reference(due.invitation.id)
        occasion = Occasion(kind, due.notice.lead_time)
        await self.cards.show(
            session, due.invitation, due.meeting, person=due.person, now=now, occasion=occasion,
            former=shown.pop(name, None),
        )  # fmt: skip
        if kind in WITH_CALENDAR and due.invitation.calendar_sequence is not None:
            await send_calendar(session, self.cards.post, due.invitation, due.meeting, person=due.person, now=now)
        notices.settle(due, state=NoticeState.SENT, now=now)
        return True

    async def tell_lateness(self, session: AsyncSession, now: datetime) -> None:
        """Tell each coordination what reminders went late or not at all, once."""
        for meeting_id, counted in (await notices.take_untold(session)).items():
            meeting = await session.get_one(Meeting, meeting_id)
            reply = _lateness(meeting, counted)
            for person in await coordination_of(session, territory_id=meeting.territory_id):
                await self.cards.post.write_to_person(session, reply, person=person, now=now)

    async def follow_zone_rules(self, session: AsyncSession, now: datetime) -> None:
        """Keep coming meetings at their wall-clock time when the rules of a zone have changed."""
        await service.follow_zone_rules(session, now=now)

    async def forget(self, session: AsyncSession, now: datetime) -> None:
        """Drop what no budget counts any more."""
        await forget_solicitations(session, now=now)


def _leave(due: DueNotice, *, spent: int, now: datetime) -> Leave:
    """News are sent whatever the budget or a pause; only the night holds them back, if they can wait."""
    zone = ZoneInfo(due.meeting.time_zone)
    if NoticeKind(due.notice.kind) in notices.SOLICITING:
        return leave_to_write(due.person, spent=0 if _is_on_the_eve(due) else spent, zone=zone, now=now)
    if not due.person.reachable:
        return Leave(Verdict.AWAY)
    if NIGHT.holds(now, zone=zone) and not notices.is_urgent(due, now=now):
        return Leave(Verdict.LATER, NIGHT.after(now, zone=zone))
    return Leave(Verdict.SEND)


def _is_on_the_eve(due: DueNotice) -> bool:
    """The last reminders to people who said they come are expected, and outside the budget."""
    if due.notice.kind != NoticeKind.REMINDER.value or due.invitation.answer not in COMING:
        return False
    return Offset.parse(due.notice.lead_time).days <= 1


def _hold_back(due: DueNotice, leave: Leave, *, now: datetime) -> None:
    """Put a notice off if it will still make sense then; otherwise write down why it was not said."""
    until = leave.not_before
    if leave.verdict is Verdict.SPENT and due.notice.kind == NoticeKind.INVITATION.value:
        until = now + BUDGET_PAUSE
    if until is not None:
        if not notices.postpone(due, until=until):
            notices.settle(due, state=NoticeState.MISSED, reason="too_late", now=now)
        return
    notices.settle(due, state=NoticeState.DROPPED, reason=leave.verdict.value, now=now)


def _lateness(meeting: Meeting, counted: Mapping[str, int]) -> Reply:
    parts = [say("coord.late", title=words.title(meeting))]
    for state in (NoticeState.SENT, NoticeState.MISSED):
        if counted.get(state.value):
            parts.append(say(f"coord.late_{state.value}", count=counted[state.value]))
    return Reply(
        parts=tuple(parts),
        buttons=((button(say("button.coord_board"), "mc", "board", meeting.id),),),
        urgency=Urgency.NOTICE,
        if_unknown=IfUnknown.RESEND,
    )


