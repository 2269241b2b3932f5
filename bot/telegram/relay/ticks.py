"""What time brings: the steps of the no-silence promise, the weekly digest, and forgetting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.figures import week_after
from actions.mediation.models import Digest, Request
from actions.mediation.promise import Step, due_requests, take_step
from actions.mediation.service import open_requests, outdated
from actions.people.models import Person, Role, RoleName
from actions.people.rights import coordination_of
from actions.reply import IfUnknown, Part, Reply, Text, Verbatim, say
from actions.territories.models import Territory
from bot.clock.ticks import Tick
from bot.telegram.relay.cards import local, subject_of, who
from bot.telegram.relay.desks import desk_language, find_place
from bot.telegram.relay.erasing import erase_request
from bot.telegram.relay.relay import Relay
from bot.telegram.tokens import menu_button, urgent_button

DIGEST_LINES = 30


@dataclass(frozen=True, slots=True)
class MediationTicks:
    """The verbs that the clock calls."""

    relay: Relay

    def ticks(self) -> tuple[Tick, ...]:
        """Every tick of the mediation."""
        return (
            Tick("no silence", 60.0, self.keep_promise),
            Tick("weekly digest", 300.0, self.send_digests),
            Tick("forget requests", 3600.0, self.forget),
        )

    async def keep_promise(self, session: AsyncSession, now: datetime) -> None:
        """Take every step that is due: a reminder, the backup, word to the person. Overdue steps are taken as one."""
        for request in await due_requests(session, now=now):
            hours = await self.relay.hours(session, request)
            step = take_step(request, hours=hours)
            while request.due_at is not None and request.due_at <= now:
                step = take_step(request, hours=hours)
            await self._tell(session, request, step, now=now)

    async def send_digests(self, session: AsyncSession, now: datetime) -> None:
        """Each Monday morning, what each coordination has not finished; a week with nothing open says nothing."""
        territories = await session.scalars(
            select(Territory)
            .outerjoin(Digest, Digest.territory_id == Territory.id)
            .where((Digest.territory_id.is_(None)) | (Digest.due_at <= now))
        )
        for territory in territories.all():
            digest = await session.get(Digest, territory.id)
            if digest is None:
                digest = Digest(territory_id=territory.id)
                session.add(digest)
            else:
                await self._send_digest(session, territory, now=now)
            digest.due_at = self._next_digest(territory, now=now)

    async def forget(self, session: AsyncSession, now: datetime) -> None:
        """Requests that ended a month ago go, with their topic."""
        for request in await outdated(session, now=now):
            await erase_request(self.relay, session, request, now=now)

    def _next_digest(self, territory: Territory, *, now: datetime) -> datetime:
        monday = week_after(local(now, territory))
        hours = self.relay.calendar.hours_of(territory)
        return hours.next_opening(monday) or monday + timedelta(hours=9)

    async def _send_digest(self, session: AsyncSession, territory: Territory, *, now: datetime) -> None:
        requests = await open_requests(session, territory_id=territory.id)
        place = await find_place(session, territory, vault=self.relay.vault)
        if not requests or place is None:
            return
        reply = Reply(parts=await digest_parts(self.relay, session, territory, requests), if_unknown=IfUnknown.RESEND)
        await self.relay.post.write(session, reply, chat=place.chat, language=desk_language(territory), now=now)

    async def _tell(self, session: AsyncSession, request: Request, step: Step, *, now: datetime) -> None:
        territory = (await self.relay.parties(session, request)).territory
        line = await digest_line(self.relay, session, request, territory)
        reminder = Reply(parts=(say("med.reminder", line=line),), if_unknown=IfUnknown.RESEND)
        if request.desk_key is None:
            await self.relay.place(session, request, now=now)  # somebody may have come who can read it
        await self.relay.tell_desk(session, request, reminder, now=now)
        if step >= Step.TELL_BACKUP:
            await self._tell_backups(session, request, line, now=now)
        if step is Step.TELL_PERSON:
            await self._tell_person(session, request, territory, now=now)

    async def _tell_backups(self, session: AsyncSession, request: Request, line: Text, *, now: datetime) -> None:
        """The backups, or where there is none every coordinator, each in private."""
        everybody = await coordination_of(session, territory_id=request.territory_id)
        backups = [person for person in everybody if await _is_backup(session, person, request.territory_id)]
        for person in backups or everybody:
            reply = Reply(parts=(say("med.backup", line=line),), if_unknown=IfUnknown.RESEND)
            await self.relay.post.write_to_person(session, reply, person=person, now=now)

    async def _tell_person(
        self, session: AsyncSession, request: Request, territory: Territory, *, now: datetime
    ) -> None:
        parts: list[Part] = [say("med.still_waiting", number=request.number, territory=Verbatim(territory.name))]
        if territory.contact:
            parts.append(say("contact.territory", territory=territory.name, contact=territory.contact))
        reply = Reply(parts=tuple(parts), buttons=((menu_button(), urgent_button()),), if_unknown=IfUnknown.RESEND)
        await self.relay.tell_person(session, request, reply, now=now)


async def digest_parts(
    relay: Relay, session: AsyncSession, territory: Territory, requests: Sequence[Request]
) -> tuple[Part, ...]:
    """The open requests of a territory, one a line."""
    lines = [await digest_line(relay, session, request, territory) for request in requests[:DIGEST_LINES]]
    head = say("med.digest", count=len(requests), territory=Verbatim(territory.name))
    return (head, *lines)


async def digest_line(relay: Relay, session: AsyncSession, request: Request, territory: Territory) -> Text:
    """One request in one line."""
    names = await relay.names(session, request)
    return say(
        "med.digest_line",
        number=request.number,
        who=who(names.person),
        subject=subject_of(request),
        state=say(f"med.state_{request.state}"),
        at=local(request.waiting_since or request.opened_at, territory),
    )


async def _is_backup(session: AsyncSession, person: Person, territory_id: int) -> bool:
    found = await session.scalar(
        select(Role.id).where(
            Role.person_id == person.id, Role.territory_id == territory_id, Role.name == RoleName.BACKUP.value
        )
    )
    return found is not None
