"""The services of meetings on a real database, without a chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.meetings import service
from actions.meetings.kinds import Body
from actions.meetings.members import become_member, invitation_of
from actions.meetings.models import Invitation, Meeting, Notice
from actions.people.colleges import College
from actions.people.models import Person
from actions.people.service import remember_person
from actions.territories.models import Territory
from actions.territories.service import AreaRecord, TerritoryRecord, keep_territory
from bot.store.vault import FernetVault

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VAULT = FernetVault("k" * 48)
WALL = datetime(2027, 3, 12, 18, 30)


@dataclass(slots=True)
class Desk:
    """One session, one territory."""

    session: AsyncSession
    territory: Territory

    @classmethod
    async def open(cls, session: AsyncSession, *, slug: str = "ville", zone: str = "Europe/Paris") -> Desk:
        record = TerritoryRecord(
            slug=slug, name=slug.title(), status="active", time_zone=zone, areas=(AreaRecord("commune", "1", slug),)
        )
        return cls(session, await keep_territory(session, record, now=NOW))

    async def member(self, account: int, college: College = College.OTHERS, *, copil: bool = False) -> Person:
        person = await remember_person(self.session, account, language=Language.FRENCH, vault=VAULT, now=NOW)
        await become_member(
            self.session, person, territory_id=self.territory.id, college=college, sits_in_copil=copil, now=NOW
        )
        return person

    async def draft(self, *, body: Body = Body.PLENARY, wall: datetime = WALL, **values: object) -> Meeting:
        meeting = await service.begin_draft(self.session, territory=self.territory, body=body, now=NOW)
        meeting.title, meeting.place = "Plénière", "Mairie"
        service.set_time(meeting, wall=wall)
        for name, value in values.items():
            setattr(meeting, name, value)
        await self.session.flush()
        return meeting

    async def announced(self, people: int, **values: object) -> tuple[Meeting, list[Invitation]]:
        """A plenary announced to so many new members."""
        persons = [await self.member(1000 + number) for number in range(people)]
        meeting = await self.draft(**values)  # type: ignore[arg-type]
        await service.announce(self.session, meeting, now=NOW)
        found = [await invitation_of(self.session, person, meeting_id=meeting.id) for person in persons]
        return meeting, [each for each in found if each is not None]

    async def notices(self, meeting: Meeting, *, state: str = "due") -> list[tuple[str, str]]:
        """What is to be said about a meeting, as (kind, lead time)."""
        rows = await self.session.execute(
            select(Notice.kind, Notice.lead_time)
            .where(Notice.meeting_id == meeting.id, Notice.state == state)
            .order_by(Notice.due_at, Notice.id)
        )
        return [(kind, lead_time) for kind, lead_time in rows]
