"""Rounds in time: opened, asked, reminded, closed and told of, a little at each tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback import closing, errands
from actions.feedback.errands import Courtesy, Message
from actions.feedback.follow_ups import enter_waiting, follow_ups_of
from actions.feedback.kinds import ErrandKind
from actions.feedback.meetings import MeetingBook, ask_about_meetings
from actions.feedback.models import FeedbackRound
from actions.feedback.results import erase_old_texts, result_of
from actions.feedback.rounds import questions_of
from actions.language import Language
from actions.people.rights import coordination_of
from actions.reply import IfUnknown, Reply, Urgency, say
from actions.territories.models import Territory
from bot.clock.ticks import Tick
from bot.delivery.outbox import forget_reference
from bot.telegram.handlers.feedback.answering import asked_under, notice, notice_buttons
from bot.telegram.handlers.feedback.words import Words, result_parts
from bot.telegram.post import Post
from bot.telegram.tokens import button, menu_button

SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class FeedbackRounds:
    """Does what is due about rounds."""

    post: Post
    courtesy: Courtesy
    meetings: MeetingBook

    def ticks(self) -> Sequence[Tick]:
        """What to call, and how often."""
        return (Tick("feedback", SECONDS, self.do_what_is_due), Tick("feedback texts", 3600.0, self.forget))

    async def do_what_is_due(self, session: AsyncSession, now: datetime) -> None:
        """Open, close, remind, and write a batch of messages."""
        await ask_about_meetings(session, meetings=self.meetings, now=now)
        await errands.open_due(session, now=now)
        for of_round in await closing.due_to_close(session, now=now):
            await self._close(session, of_round, now=now)
        await errands.create_due_reminders(session, now=now)
        for message in await errands.take_due(session, courtesy=self.courtesy, now=now):
            await self._write(session, message, now=now)
        await enter_waiting(session, meetings=self.meetings, now=now)

    async def forget(self, session: AsyncSession, now: datetime) -> None:
        """Erase the free texts that were kept long enough."""
        await erase_old_texts(session, now=now)

    async def _close(self, session: AsyncSession, of_round: FeedbackRound, *, now: datetime) -> None:
        territory = await session.get_one(Territory, of_round.territory_id)
        today = now.astimezone(ZoneInfo(territory.time_zone)).date()
        if not await closing.close(session, of_round, today=today):
            return
        await forget_reference(session, asked_under(of_round))
        for person in await coordination_of(session, territory_id=of_round.territory_id):
            words = Words(self.post.renderer, Language(person.language))
            reply = Reply(
                parts=(say("feedback.closed", title=words.of(of_round.title)),),
                buttons=((button(say("button.feedback_round"), "fc", "r", of_round.id),), (menu_button(),)),
                urgency=Urgency.NOTICE,
                if_unknown=IfUnknown.RESEND,
            )
            await self.post.write_to_person(session, reply, person=person, now=now)

    async def _write(self, session: AsyncSession, message: Message, *, now: datetime) -> None:
        territory = await session.get_one(Territory, message.of_round.territory_id)
        words = Words(self.post.renderer, Language(message.person.language))
        is_over = message.kind is ErrandKind.RESULTS
        write = self._results if is_over else self._question
        await self.post.write_to_person(
            session,
            await write(session, message, territory, words),
            person=message.person,
            now=now,
            reference=None if is_over else asked_under(message.of_round),
        )

    async def _question(self, session: AsyncSession, message: Message, territory: Territory, words: Words) -> Reply:
        of_round = message.of_round
        questions = len(await questions_of(session, of_round))
        lead = (say("feedback.reminder"),) if message.kind is ErrandKind.REMIND else ()
        return Reply(
            parts=(*lead, *notice(of_round, territory, questions=questions, words=words)),
            buttons=notice_buttons(of_round, begun=False),
            urgency=Urgency.BROADCAST,
            if_unknown=IfUnknown.PARK,
        )

    async def _results(self, session: AsyncSession, message: Message, territory: Territory, words: Words) -> Reply:
        of_round = message.of_round
        result = await result_of(session, of_round)
        parts = result_parts(result, await follow_ups_of(session, of_round), words=words)
        pictures = ((button(say("button.feedback_pictures"), "fb", "pics", of_round.id),),) if result.is_shown else ()
        return Reply(
            parts=parts,
            buttons=(*pictures, (button(say("button.feedback_results"), "fb", "what"), menu_button())),
            urgency=Urgency.BROADCAST,
            if_unknown=IfUnknown.RESEND,
        )
