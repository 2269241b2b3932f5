"""How cards reach people: shown anew when they must know now, changed in place otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.models import Invitation, Meeting
from actions.people.models import Person
from actions.reply import Reply, Urgency, say
from bot.delivery.outbox import message_of, withdraw
from bot.telegram.handlers.meetings.card import card
from bot.telegram.post import Post

PREFIX = "meeting-card:"
BELOW = Reply(parts=(say("meeting.card_below"),), urgency=Urgency.NOTICE)


def reference(invitation_id: int) -> str:
    """Under which the newest card of an invitation is found in the outbox."""
    return f"{PREFIX}{invitation_id}"


@dataclass(frozen=True, slots=True)
class CardPost:
    """Sends and changes cards, in the caller's transaction."""

    post: Post

    async def show(
        self, session: AsyncSession, invitation: Invitation, meeting: Meeting, *, person: Person, now: datetime
    ) -> bool:
        """Send the card as a new message; the former one points to it. False if the person cannot be reached."""
        reply = await card(session, invitation, meeting, vault=self.post.vault, now=now)
        name = reference(invitation.id)
        former = await message_of(session, name)
        await withdraw(session, [name])
        return await self.write(session, reply, invitation, person=person, now=now, former=former)

    async def write(
        self,
        session: AsyncSession,
        reply: Reply,
        invitation: Invitation,
        *,
        person: Person,
        now: datetime,
        former: int | None,
    ) -> bool:
        """Send a card that is made; `former` is the number of the message it replaces, which points here from now on.

        One that has not left yet must have been withdrawn.
        """
        if former is not None:
            await self.post.write_to_person(session, BELOW, person=person, now=now, edited=former)
        if invitation.is_stale or not invitation.card_sent:
            invitation.is_stale, invitation.card_sent = False, True
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
