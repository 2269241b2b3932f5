"""What feedback keeps about a person: that they agreed to be asked, and, while a round is open, how far they are."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.models import FeedbackDraft, FeedbackErrand, FeedbackMember, FeedbackParticipation
from actions.history import forget_history
from actions.people.models import Person
from actions.people.my_data import DataSection, Rows


async def _view(session: AsyncSession, person: Person) -> Rows:
    members = await session.scalars(select(FeedbackMember).where(FeedbackMember.person_id == person.id))
    drafts = await session.scalars(select(FeedbackDraft.round_id).where(FeedbackDraft.person_id == person.id))
    answered = await session.scalars(
        select(FeedbackParticipation.round_id).where(FeedbackParticipation.person_id == person.id)
    )
    return [
        *({"territory": member.territory_id, "college": member.college} for member in members),
        *({"round": number, "begun": True} for number in drafts),
        *({"round": number, "answered": True} for number in answered),
    ]


async def _erase(session: AsyncSession, person: Person) -> None:
    for table in (FeedbackErrand, FeedbackDraft, FeedbackParticipation, FeedbackMember):
        await session.execute(delete(table).where(table.person_id == person.id))
    await forget_history(session)


SECTION = DataSection("feedback", _view, _erase)
