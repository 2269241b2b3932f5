"""The coordination reads elsewhere: a group moved or closed, somebody went away or came back. Its requests follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.models import Desk, Request
from actions.mediation.service import lines_of, open_requests, requests_of, requests_read_in
from actions.mediation.states import Author
from actions.people.models import Person
from actions.people.rights import coordinated_territories, coordination_of
from actions.reply import IfUnknown, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.telegram.relay.desks import territories_of_desk, unlink_desk
from bot.telegram.relay.relay import Relay


@dataclass(frozen=True, slots=True)
class DeskMoves:
    """Takes open requests to where the coordination can read them."""

    relay: Relay
    now: Callable[[], datetime]

    async def desk_moved(self, session: AsyncSession, chat_key: str, *, chat_id: int) -> None:
        """Follow a group that became a supergroup. Its old messages cannot be answered: requests are shown anew."""
        vault = self.relay.vault
        new_key = vault.fingerprint(str(chat_id))
        desks = (await session.scalars(select(Desk).where(Desk.chat_key == chat_key))).all()
        for desk in desks:
            desk.chat_key = new_key
            desk.sealed_chat = vault.seal(str(chat_id).encode())
        await session.flush()
        for desk in desks:
            await self.replace_all(session, desk.territory_id)

    async def leave_desk(self, session: AsyncSession, chat_key: str) -> None:
        """A group is closed to us: its requests go to the coordinators in private, who are told."""
        for territory_id in await territories_of_desk(session, chat_key):
            await unlink_desk(session, territory_id)
            territory = await session.get_one(Territory, territory_id)
            notice = Reply(
                parts=(say("med.desk_lost", territory=Verbatim(territory.name)),), if_unknown=IfUnknown.RESEND
            )
            for colleague in await coordination_of(session, territory_id=territory_id):
                await self.relay.post.write_to_person(session, notice, person=colleague, now=self.now())
            await self.replace_all(session, territory_id)

    async def came_back(self, session: AsyncSession, person: Person) -> None:
        """Somebody let us write again: what was said meanwhile is carried now, to them or to their coordination."""
        for territory_id in await coordinated_territories(session, person):
            for request in await open_requests(session, territory_id=territory_id):
                if request.desk_key is None:
                    await self.relay.place(session, request, now=self.now())
        for request in await requests_of(session, person):
            for line in await lines_of(session, request):
                if line.author == Author.COORDINATION.value and line.person_message is None:
                    await self.relay.deliver(session, request, line, now=self.now())

    async def went_away(self, session: AsyncSession, chat_key: str) -> None:
        """Somebody closed their chat to us: requests they read there are read by another of the coordination."""
        for request in await requests_read_in(session, chat_key):
            await self.read_elsewhere(session, request)

    async def replace_all(self, session: AsyncSession, territory_id: int) -> int:
        """Bring every open request of a territory before its coordination again; return how many."""
        requests = await open_requests(session, territory_id=territory_id)
        for request in requests:
            await self.relay.place(session, request, now=self.now())
        return len(requests)

    async def read_elsewhere(self, session: AsyncSession, request: Request) -> None:
        """Whoever read this request in private cannot be reached: somebody else of the coordination must read it."""
        desk = await session.get(Desk, request.territory_id)
        if desk is not None and desk.chat_key == request.desk_key:
            await unlink_desk(session, request.territory_id)
        for colleague in await coordination_of(session, territory_id=request.territory_id):
            if colleague.fingerprint == request.desk_key:
                colleague.reachable = False
        await session.flush()
        await self.relay.place(session, request, now=self.now())
