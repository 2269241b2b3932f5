"""What is due, said: a batch of notices is read in few queries, put into words, and written in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.meetings import notices
from actions.meetings.kinds import COMING, NoticeKind, NoticeState
from actions.meetings.notices import DueNotice
from actions.meetings.times import Offset
from actions.people.solicitation import NIGHT, Leave, Verdict, leave_to_write, record_solicitations, spent_this_week
from bot.delivery.chat import Chat
from bot.delivery.outbox import Letter, messages_of, withdraw
from bot.telegram.handlers.meetings.calendar_file import Names, calendar_letter, names_on
from bot.telegram.handlers.meetings.card import PLAIN, Details, Occasion, details_of, standing_of
from bot.telegram.handlers.meetings.delivery import BELOW, reference
from bot.telegram.handlers.meetings.moulds import Moulds
from bot.telegram.post import Post, letters

BUDGET_PAUSE = timedelta(days=1)
WITH_CALENDAR = frozenset({NoticeKind.MOVED, NoticeKind.CHANGED, NoticeKind.CANCELLED})


@dataclass(slots=True)
class Round:
    """What is known about a batch, and what comes of it.

    Known: messages of the week by person, the cards shown by reference, reminders overtaken, details of cards, names on
    calendar files. To come: the letters to write, what became of each notice, who was told something.
    """

    spent: dict[int, int]
    shown: dict[str, int]
    overtaken: set[int]
    details: dict[int, Details]
    names: dict[int, Names]
    moulds: Moulds
    letters: list[Letter] = field(default_factory=list)
    outcomes: list[notices.Outcome] = field(default_factory=list)
    told: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Saying:
    """Says what is due, in the caller's transaction."""

    post: Post

    async def say_what_is_due(self, session: AsyncSession, now: datetime) -> None:
        """Write the notices whose time has come, a batch at a time, each once."""
        batch = await notices.due_notices(session, now=now)
        if not batch:
            return
        round_ = await self._prepare(session, batch, now=now)
        for due in batch:
            outcome = self._carry_out(due, round_, now=now)
            if outcome is not None:
                round_.outcomes.append(outcome)
        await self.post.outbox.put_all(session, round_.letters)
        await notices.settle(session, round_.outcomes, now=now)
        await record_solicitations(session, round_.told, kind="meeting", now=now)

    async def _prepare(self, session: AsyncSession, batch: Sequence[DueNotice], *, now: datetime) -> Round:
        """All that is to be known about a batch, in few queries. What has not left yet is taken back."""
        cards = {reference(due.invitation.id) for due in batch if due.invitation.card_sent}
        loud = {reference(due.invitation.id) for due in batch if due.notice.kind != NoticeKind.QUIET.value}
        shown = await messages_of(session, cards)
        if unsent := (cards & loud) - shown.keys():
            await withdraw(session, unsent)
        return Round(
            spent=await spent_this_week(session, {due.person.id for due in batch}, now=now),
            shown=shown,
            overtaken=await notices.overtaken(session, batch, now=now),
            details=await details_of(session, [due.invitation for due in batch]),
            names=await names_on(session, [due.invitation for due in batch if _needs_calendar(due)]),
            moulds=Moulds(self.post.renderer, now),
        )

    def _carry_out(self, due: DueNotice, round_: Round, *, now: datetime) -> notices.Outcome | None:
        """Say one notice, or decide why not; None if it is put off."""
        if due.notice.id in round_.overtaken:
            return due, NoticeState.MISSED, "overtaken"
        state, reason = notices.fate_of(due, now=now)
        if state is not NoticeState.SENT:
            return due, state, reason
        if due.notice.kind == NoticeKind.QUIET.value:
            self._refresh(due, round_, now=now)
            return due, NoticeState.SENT, ""
        leave = _leave(due, spent=round_.spent.get(due.person.id, 0), now=now)
        if leave.verdict is not Verdict.SEND:
            return _hold_back(due, leave, now=now)
        self._show(due, round_, now=now)
        round_.told.append(due.person.id)
        round_.spent[due.person.id] = round_.spent.get(due.person.id, 0) + 1
        return due, NoticeState.SENT, ""

    def _show(self, due: DueNotice, round_: Round, *, now: datetime) -> None:
        """The card as a new message; the former one points to it."""
        chat, language = self.post.chat_of(due.person), Language(due.person.language)
        former = round_.shown.pop(reference(due.invitation.id), None)
        if former is not None:
            below = round_.moulds.below(language=language, edited=former)
            round_.letters += letters(below, BELOW, chat=chat, language=language, now=now)
        if due.invitation.is_stale or not due.invitation.card_sent:
            due.invitation.is_stale, due.invitation.card_sent = False, True
        occasion = Occasion(NoticeKind(due.notice.kind), due.notice.lead_time)
        round_.letters += self._card(due, round_, chat=chat, occasion=occasion, now=now)
        if _needs_calendar(due):
            names = round_.names[due.invitation.id]
            round_.letters += calendar_letter(
                self.post, due.invitation, due.meeting, person=due.person, names=names, now=now
            )

    def _refresh(self, due: DueNotice, round_: Round, *, now: datetime) -> None:
        """The card brought up to date without a sound; one that has not arrived will be on arrival."""
        number = round_.shown.get(reference(due.invitation.id))
        if number is None:
            due.invitation.is_stale = due.invitation.card_sent
            return
        due.invitation.is_stale = False
        if due.person.reachable:
            chat = self.post.chat_of(due.person)
            round_.letters += self._card(due, round_, chat=chat, occasion=PLAIN, now=now, edited=number)

    def _card(
        self, due: DueNotice, round_: Round, *, chat: Chat, occasion: Occasion, now: datetime, edited: int | None = None
    ) -> list[Letter]:
        language, details = Language(due.person.language), round_.details[due.invitation.id]
        reply, calls = round_.moulds.cast(
            due.invitation.id,
            due.meeting,
            standing_of(due.invitation, due.meeting, details, vault=self.post.vault),
            language=language,
            occasion=occasion,
            edited=edited,
        )
        return letters(calls, reply, chat=chat, language=language, now=now, reference=reference(due.invitation.id))


def _needs_calendar(due: DueNotice) -> bool:
    return NoticeKind(due.notice.kind) in WITH_CALENDAR and due.invitation.calendar_sequence is not None


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
