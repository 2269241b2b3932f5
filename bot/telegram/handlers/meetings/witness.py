"""What meetings learn from the fate of messages: a card arrived that has changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.models import Invitation, Meeting
from actions.people.models import Person
from bot.delivery.models import OutboxItem
from bot.telegram.handlers.meetings.delivery import PREFIX, CardPost


class CardWitness:
    """Brings a card up to date when it arrives after the change."""

    def __init__(self, *, cards: CardPost, now: Callable[[], datetime]) -> None:
        self._cards = cards
        self._now = now

    async def sent(self, session: AsyncSession, item: OutboxItem) -> None:
        """A message arrived: if it is a card that is no longer true, change it."""
        if item.reference is None or not item.reference.startswith(PREFIX):
            return
        invitation = await session.get(Invitation, int(item.reference.removeprefix(PREFIX)))
        if invitation is None or not invitation.is_stale:
            return
        await session.flush()
        await self._cards.refresh(
            session,
            invitation,
            await session.get_one(Meeting, invitation.meeting_id),
            person=await session.get_one(Person, invitation.person_id),
            now=self._now(),
        )

    async def blocked(self, session: AsyncSession, item: OutboxItem) -> None:
        """Noted by others."""

    async def refused(self, session: AsyncSession, item: OutboxItem) -> None:
        """Noted by others."""

    async def moved(self, session: AsyncSession, item: OutboxItem, *, chat_id: int) -> None:
        """Cards go to people, who do not move."""

    async def interrupted(self, session: AsyncSession, item: OutboxItem) -> None:
        """Explained by others."""
