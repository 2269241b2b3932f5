"""What the post room keeps about a person: the fate of what was sent, under the fingerprint of their account."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.people.models import Person
from actions.people.my_data import DataSection, Rows
from bot.delivery.models import OutboxItem, SendState

UNDER_WAY = (SendState.PENDING.value, SendState.SENDING.value)


async def _view_messages(session: AsyncSession, person: Person) -> Rows:
    rows = await session.scalars(
        select(OutboxItem)
        .where(OutboxItem.chat_key == person.fingerprint, OutboxItem.reference.is_not(None))
        .order_by(OutboxItem.id)
    )
    return [{"sent": row.created_at.isoformat(), "state": row.state} for row in rows]


async def _erase_messages(session: AsyncSession, person: Person) -> None:
    """What has been sent is forgotten; what is on its way arrives, and is forgotten two days later like any message."""
    await session.execute(
        delete(OutboxItem).where(OutboxItem.chat_key == person.fingerprint, OutboxItem.state.not_in(UNDER_WAY))
    )


SECTION = DataSection("messages", _view_messages, _erase_messages)
