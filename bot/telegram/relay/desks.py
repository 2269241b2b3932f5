"""Where the coordination of a territory reads: its linked group or chat, else one of its coordinators in private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.mediation.models import Desk
from actions.people.identity import Vault
from actions.people.models import Person, Role
from actions.people.rights import COORDINATION, coordination_of
from actions.people.service import account_of
from actions.territories.models import Territory
from bot.delivery.chat import Chat, chat_for


@dataclass(frozen=True, slots=True)
class Place:
    """A chat of the coordination."""

    chat: Chat
    has_topics: bool


async def find_place(session: AsyncSession, territory: Territory, *, vault: Vault) -> Place | None:
    """Where a request to this territory is read; None if nobody is there to read it."""
    desk = await session.get(Desk, territory.id)
    if desk is not None:
        return Place(chat_for(int(vault.open(desk.sealed_chat)), vault=vault), desk.has_topics)
    for colleague in await coordination_of(session, territory_id=territory.id):
        if colleague.reachable:
            return private_place(colleague, vault=vault)
    return None


async def territories_read(session: AsyncSession) -> set[int]:
    """The territories for which somebody reads here: those that `find_place` finds a place for."""
    linked = await session.scalars(select(Desk.territory_id))
    coordinated = await session.scalars(
        select(Role.territory_id)
        .join(Person, Person.id == Role.person_id)
        .where(Role.name.in_([role.value for role in COORDINATION]), Person.reachable)
    )
    return {*linked, *coordinated}


def private_place(colleague: Person, *, vault: Vault) -> Place:
    """The private chat of somebody of the coordination."""
    return Place(chat_for(account_of(colleague, vault=vault), vault=vault), has_topics=False)


async def link_desk(
    session: AsyncSession, territory: Territory, *, chat: Chat, has_topics: bool, vault: Vault, now: datetime
) -> None:
    """Let a territory's requests arrive in this chat from now on."""
    desk = await session.get(Desk, territory.id)
    if desk is None:
        desk = Desk(territory_id=territory.id)
        session.add(desk)
    desk.chat_key = chat.key
    desk.sealed_chat = vault.seal(str(chat.id).encode())
    desk.has_topics = has_topics
    desk.linked_at = now
    await session.flush()


async def unlink_desk(session: AsyncSession, territory_id: int) -> bool:
    """Let requests go to the coordinators in private again; True if there was a desk."""
    desk = await session.get(Desk, territory_id)
    if desk is None:
        return False
    await session.delete(desk)
    await session.flush()
    return True


async def territories_of_desk(session: AsyncSession, chat_key: str) -> list[int]:
    """The territories whose requests arrive in a chat: one coordination may serve several."""
    rows = await session.scalars(select(Desk.territory_id).where(Desk.chat_key == chat_key).order_by(Desk.territory_id))
    return list(rows)


def desk_language(territory: Territory) -> Language:
    """The language in which a coordination is written to."""
    known = [language for language in Language if language.value in territory.languages]
    return Language.FRENCH if Language.FRENCH in known or not known else known[0]
