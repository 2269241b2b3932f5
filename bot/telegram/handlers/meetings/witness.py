"""What meetings learn from the fate of messages: a card arrived that has changed meanwhile, or did not arrive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.models import Invitation, Meeting
from actions.meetings.notices import note_undelivered
from actions.people.models import Person
from bot.delivery.models import OutboxItem
from bot.delivery.sender import Witness
from bot.telegram.handlers.meetings.delivery import PREFIX, CardPost


class CardWitness(Witness):
    """Brings a card up to date when it arrives after the change, and notes which did not arrive."""

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
        """The person blocked the assistant: the coordination will be told that a card did not arrive."""
        await self._note(session, item, reason="blocked")

    async def refused(self, session: AsyncSession, item: OutboxItem) -> None:
        """Telegram will not take the card."""
        await self._note(session, item, reason="refused")

    async def parked(self, session: AsyncSession, item: OutboxItem) -> None:
        """Nobody can say whether the card arrived."""
        await self._note(session, item, reason="unknown")

    async def moved(self, session: AsyncSession, item: OutboxItem, *, chat_id: int) -> None:
        """Cards go to people, who do not move."""

    async def interrupted(self, session: AsyncSession, item: OutboxItem) -> None:
        """Explained by others."""

    async def _note(self, session: AsyncSession, item: OutboxItem, *, reason: str) -> None:
        if item.reference is not None and item.reference.startswith(PREFIX):
            await note_undelivered(session, int(item.reference.removeprefix(PREFIX)), reason=reason)
