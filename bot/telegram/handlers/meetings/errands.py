"""The ticks of meetings: say what is due, tell the coordination what went late, follow the rules of time zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings import notices, service
from actions.meetings.kinds import NoticeState
from actions.meetings.models import Meeting
from actions.people.rights import coordination_of
from actions.people.solicitation import forget_solicitations
from actions.reply import IfUnknown, Part, Reply, Urgency, say
from bot.clock.ticks import Tick
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.saying import Saying
from bot.telegram.post import Post
from bot.telegram.tokens import button


def ticks(post: Post) -> Sequence[Tick]:
    """The ticks of meetings."""
    errands = Errands(post)
    return (
        Tick("meeting zones", 3600.0, errands.follow_zone_rules),
        Tick("meeting notices", 1.0, Saying(post).say_what_is_due),
        Tick("meeting lateness", 60.0, errands.tell_lateness),
        Tick("past meetings", 3600.0, errands.forget),
    )


@dataclass(frozen=True, slots=True)
class Errands:
    """The verbs of the ticks; each works in the transaction it is given."""

    post: Post

    async def tell_lateness(self, session: AsyncSession, now: datetime) -> None:
        """Tell each coordination what went late, not at all, or did not arrive, once."""
        for meeting_id, counted in (await notices.take_untold(session)).items():
            meeting = await session.get_one(Meeting, meeting_id)
            reply = _lateness(meeting, counted)
            for person in await coordination_of(session, territory_id=meeting.territory_id):
                await self.post.write_to_person(session, reply, person=person, now=now)

    async def follow_zone_rules(self, session: AsyncSession, now: datetime) -> None:
        """Keep coming meetings at their wall-clock time when the rules of a zone have changed."""
        await service.follow_zone_rules(session, now=now)

    async def forget(self, session: AsyncSession, now: datetime) -> None:
        """Drop what no budget counts any more, and what a past meeting no longer needs."""
        await forget_solicitations(session, now=now)
        await service.forget_past(session, now=now)


def _lateness(meeting: Meeting, counted: Mapping[str, int]) -> Reply:
    late = [
        say(f"coord.late_{state.value}", count=counted[state.value])
        for state in (NoticeState.SENT, NoticeState.MISSED)
        if counted.get(state.value)
    ]
    parts: list[Part] = [say("coord.late", title=words.title(meeting)), *late] if late else []
    if counted.get("undelivered"):
        parts.append(say("coord.undelivered", count=counted["undelivered"], title=words.title(meeting)))
    return Reply(
        parts=tuple(parts),
        buttons=((button(say("button.coord_board"), "mc", "board", meeting.id),),),
        urgency=Urgency.NOTICE,
        if_unknown=IfUnknown.RESEND,
    )
