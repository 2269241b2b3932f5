"""What is kept about a person's requests, for « mes données »."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.models import Line, Request
from actions.people.models import Person
from actions.people.my_data import Rows


async def view_requests(session: AsyncSession, person: Person) -> Rows:
    """Each request with its dates and how many messages it relayed; the messages themselves are not kept."""
    counts = select(func.count(Line.id)).where(Line.request_id == Request.id).scalar_subquery()
    rows = await session.execute(select(Request, counts).where(Request.person_id == person.id).order_by(Request.id))
    return [
        {
            "territory": request.territory_id,
            "number": request.number,
            "subject": request.subject,
            "detail": request.detail,
            "state": request.state,
            "opened": request.opened_at.isoformat(),
            "closed": request.closed_at.isoformat() if request.closed_at else None,
            "had_an_answer": request.satisfaction,
            "identity_revealed": request.revealed_at.isoformat() if request.revealed_at else None,
            "messages": count,
        }
        for request, count in rows
    ]
