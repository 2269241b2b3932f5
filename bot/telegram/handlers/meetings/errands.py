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
from bot.delivery.outbox import messages_of, withdraw
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.calendar_file import send_calendar
from bot.telegram.handlers.meetings.card import Details, Occasion, details_of, make_card
from bot.telegram.handlers.meetings.delivery import CardPost, reference
from bot.telegram.tokens import button

BUDGET_PAUSE = timedelta(days=1)
WITH_CALENDAR = frozenset({NoticeKind.MOVED, NoticeKind.CHANGED, NoticeKind.CANCELLED})


@dataclass(frozen=True, slots=True)
class Round:
    """What is known about a batch: messages of the week by person, cards shown, reminders overtaken, details."""

    spent: dict[int, int]
    shown: dict[str, int]
    overtaken: set[int]
    details: dict[int, Details]


def ticks(cards: CardPost) -> Sequence[Tick]:
    """The ticks of meetings."""
    errands = Errands(cards)
    return (
        Tick("meeting zones", 3600.0, errands.follow_zone_rules),
        Tick("meeting notices", 2.0, errands.say_what_is_due),
        Tick("meeting lateness", 60.0, errands.tell_lateness),
        Tick("past meetings", 3600.0, errands.forget),
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
        round_ = await self._prepare(session, batch, now=now)
        outcomes: list[notices.Outcome] = []
        told: list[int] = []
        with session.no_autoflush:  # nothing below reads what it writes: one flush at the end, not one a message
            for due in batch:
                outcome = await self._carry_out(session, due, round_, now=now)
                if outcome is None:
                    continue
                outcomes.append(outcome)
                if outcome[1] is NoticeState.SENT and due.notice.kind != NoticeKind.QUIET.value:
                    told.append(due.person.id)
                    round_.spent[due.person.id] = round_.spent.get(due.person.id, 0) + 1
        await notices.settle(session, outcomes, now=now)
        await record_solicitations(session, told, kind="meeting", now=now)

    async def _prepare(self, session: AsyncSession, batch: Sequence[DueNotice], *, now: datetime) -> Round:
        """All that is to be known about a batch, in few queries. What has not left yet is taken back."""
        cards = {reference(due.invitation.id) for due in batch if due.invitation.card_sent}
        loud = {reference(due.invitation.id) for due in batch if due.notice.kind != NoticeKind.QUIET.value}
        shown = await messages_of(session, cards)
        await withdraw(session, (cards & loud) - shown.keys())
        return Round(
            spent=await spent_this_week(session, {due.person.id for due in batch}, now=now),
            shown=shown,
            overtaken=await notices.overtaken(session, batch, now=now),
            details=await details_of(session, [due.invitation for due in batch]),
        )

    async def _carry_out(
        self, session: AsyncSession, due: DueNotice, round_: Round, *, now: datetime
    ) -> notices.Outcome | None:
        """Say one notice, or decide why not; None if it is put off."""
        if due.notice.id in round_.overtaken:
            return due, NoticeState.MISSED, "overtaken"
        state, reason = notices.fate_of(due, now=now)
        if state is not NoticeState.SENT:
            return due, state, reason
        if due.notice.kind == NoticeKind.QUIET.value:
            await self.cards.refresh(session, due.invitation, due.meeting, person=due.person, now=now)
            return due, NoticeState.SENT, ""
        leave = _leave(due, spent=round_.spent.get(due.person.id, 0), now=now)
        if leave.verdict is not Verdict.SEND:
            return _hold_back(due, leave, now=now)
        await self._show(session, due, round_, now=now)
        return due, NoticeState.SENT, ""

    async def _show(self, session: AsyncSession, due: DueNotice, round_: Round, *, now: datetime) -> None:
        kind = NoticeKind(due.notice.kind)
        reply = make_card(
            due.invitation, due.meeting, round_.details[due.invitation.id], vault=self.cards.post.vault, now=now,
            occasion=Occasion(kind, due.notice.lead_time),
        )  # fmt: skip
        former = round_.shown.pop(reference(due.invitation.id), None)
        await self.cards.write(session, reply, due.invitation, person=due.person, now=now, former=former)
        if kind in WITH_CALENDAR and due.invitation.calendar_sequence is not None:
            await send_calendar(session, self.cards.post, due.invitation, due.meeting, person=due.person, now=now)

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
        """Drop what no budget counts any more, and what a past meeting no longer needs."""
        await forget_solicitations(session, now=now)
        await service.forget_past(session, now=now)


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


def _hold_back(due: DueNotice, leave: Leave, *, now: datetime) -> notices.Outcome | None:
    """Put a notice off if it will still make sense then (None); otherwise say why it is not said."""
    until = leave.not_before
    if leave.verdict is Verdict.SPENT and due.notice.kind == NoticeKind.INVITATION.value:
        until = now + BUDGET_PAUSE
    if until is None:
        return due, NoticeState.DROPPED, leave.verdict.value
    return None if notices.postpone(due, until=until) else (due, NoticeState.MISSED, "too_late")


def _lateness(meeting: Meeting, counted: Mapping[str, int]) -> Reply:
    figures = (
        say(f"coord.late_{state.value}", count=counted[state.value])
        for state in (NoticeState.SENT, NoticeState.MISSED)
        if counted.get(state.value)
    )
    return Reply(
        parts=(say("coord.late", title=words.title(meeting)), *figures),
        buttons=((button(say("button.coord_board"), "mc", "board", meeting.id),),),
        urgency=Urgency.NOTICE,
        if_unknown=IfUnknown.RESEND,
    )
