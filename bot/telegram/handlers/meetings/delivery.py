"""How cards reach people: shown anew when they must know now, changed in place otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.models import Invitation, Meeting
from actions.people.models import Person
from actions.reply import Reply, say
from bot.delivery.outbox import message_of, withdraw
from bot.telegram.handlers.meetings.card import PLAIN, Occasion, card
from bot.telegram.post import Post

PREFIX = "meeting-card:"


def reference(invitation_id: int) -> str:
    """Under which the newest card of an invitation is found in the outbox."""
    return f"{PREFIX}{invitation_id}"


@dataclass(frozen=True, slots=True)
class CardPost:
    """Sends and changes cards, in the caller's transaction."""

    post: Post

    async def show(  # noqa: PLR0913 - a card is all of these
        self,
        session: AsyncSession,
        invitation: Invitation,
        meeting: Meeting,
        *,
        person: Person,
        now: datetime,
        occasion: Occasion = PLAIN,
        former: int | None = None,
    ) -> bool:
        """Send the card as a new message; `former` is the number of the one it replaces, which points here from now on.

        One that has not left yet is taken back. False if the person cannot be reached.
        """
        reply = await card(session, invitation, meeting, vault=self.post.vault, now=now, occasion=occasion)
        if invitation.card_sent:
            await withdraw(session, [reference(invitation.id)])
        if former is not None:
            aside = Reply(parts=(say("meeting.card_below"),), urgency=reply.urgency)
            await self.post.write_to_person(session, aside, person=person, now=now, edited=former)
        invitation.is_stale = False
        invitation.card_sent = True
        return await self.post.write_to_person(
            session, reply, person=person, now=now, reference=reference(invitation.id)
        )

    async def refresh(
        self, session: AsyncSession, invitation: Invitation, meeting: Meeting, *, person: Person, now: datetime
    ) -> None:
        """Bring the card up to date without a sound; one that has not arrived is brought up to date on arrival."""
        number = await message_of(session, reference(invitation.id))
        if number is None:
            invitation.is_stale = invitation.card_sent
            return
        invitation.is_stale = False
        reply = await card(session, invitation, meeting, vault=self.post.vault, now=now)
        await self.post.write_to_person(session, reply, person=person, now=now, edited=number)
