"""The courtesy of the house: quiet hours, pauses, and the week's budget of messages, shared with every feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.errands import Later
from actions.people.models import Person
from actions.people.solicitation import Verdict, leave_to_write, record_solicitations, spent_this_week

NEXT_TRY = timedelta(days=1)  # for whoever has received enough this week


class Considerate:
    """Asks the house before it writes to anybody."""

    async def leave_for(
        self, session: AsyncSession, people: Sequence[Person], *, zone: ZoneInfo, now: datetime
    ) -> Mapping[int, Later]:
        """For those who may not be written to now (by id), when to ask again."""
        spent = await spent_this_week(session, [person.id for person in people], now=now)
        found = {}
        for person in people:
            leave = leave_to_write(person, spent=spent.get(person.id, 0), zone=zone, now=now)
            match leave.verdict:
                case Verdict.LATER:
                    found[person.id] = Later(leave.not_before)
                case Verdict.SPENT:
                    found[person.id] = Later(now + NEXT_TRY)
                case Verdict.AWAY:
                    found[person.id] = Later(None)
                case Verdict.SEND:
                    continue
        return found

    async def note(self, session: AsyncSession, people: Sequence[Person], *, now: datetime) -> None:
        """Count one message to each of these people."""
        await record_solicitations(session, [person.id for person in people], kind="feedback", now=now)
