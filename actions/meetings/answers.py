"""What an invited person says: coming or not, with whom, with which needs, or by whose voice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.errors import MeetingRefused
from actions.meetings.kinds import OPEN, Answer, Need, Proxy
from actions.meetings.models import Invitation, Meeting
from actions.meetings.places import has_room, lock, next_rank, promote_waiting
from actions.people.identity import Vault
from actions.people.models import Membership

MOST_GUESTS = 4
PROXIES_HELD = 1  # voices one person may carry beside their own


@dataclass(frozen=True, slots=True)
class Standing:
    """What an answer led to: whether it changed anything, and who got a seat by it."""

    changed: bool
    waiting: bool = False
    promoted: tuple[Invitation, ...] = ()


async def reply_to(
    session: AsyncSession, invitation: Invitation, *, answer: Answer, guests: int = 0, now: datetime
) -> Standing:
    """Keep an answer. The same answer twice changes nothing, not even a place in the waiting list.

    A yes beyond the capacity waits; leaving a seat gives it to the next. Raises MeetingRefused once the meeting has
    begun or is not to be held.
    """
    meeting = await session.get_one(Meeting, invitation.meeting_id)
    _require_open(meeting, now=now)
    if not 0 <= guests <= MOST_GUESTS:
        raise MeetingRefused("guests")
    await lock(session, meeting)
    await session.refresh(invitation)
    is_same = (invitation.answer, invitation.guests) == (answer.value, guests)
    if is_same and invitation.answered_sequence >= meeting.date_sequence:
        return Standing(changed=False, waiting=invitation.waiting_rank is not None)
    await _keep(session, meeting, invitation, answer=answer, guests=guests, now=now)
    promoted = await promote_waiting(session, meeting, now=now)
    return Standing(changed=True, waiting=invitation.waiting_rank is not None, promoted=tuple(promoted))


async def _keep(
    session: AsyncSession, meeting: Meeting, invitation: Invitation, *, answer: Answer, guests: int, now: datetime
) -> None:
    had_seat = invitation.answer == Answer.YES.value and invitation.waiting_rank is None
    grows = guests > invitation.guests
    invitation.answer, invitation.guests, invitation.answered_at = answer.value, guests, now
    invitation.answered_sequence = meeting.sequence
    if answer is not Answer.YES:
        invitation.waiting_rank, invitation.guests = None, guests if answer is Answer.VIDEO else 0
    elif not had_seat or grows:
        fits = await has_room(session, meeting, invitation, guests=guests)
        if not fits and had_seat:
            invitation.guests = 0
            raise MeetingRefused("no_room_for_guests")
        invitation.waiting_rank = None if fits else (invitation.waiting_rank or await next_rank(session, meeting))
    if answer is not Answer.NO:
        invitation.proxy_to, invitation.proxy_state = None, None
    await session.flush()


async def set_needs(session: AsyncSession, invitation: Invitation, *, needs: Sequence[Need]) -> None:
    """Keep what the person needs to take part."""
    invitation.needs = [need.value for need in Need if need in needs]
    await session.flush()


async def toggle_need(session: AsyncSession, invitation: Invitation, *, need: Need) -> None:
    """Add or remove one need."""
    kept = {Need(value) for value in invitation.needs} ^ {need}
    await set_needs(session, invitation, needs=sorted(kept))


async def say_need(session: AsyncSession, invitation: Invitation, *, words: str, vault: Vault) -> None:
    """Keep a need in the person's own words, sealed; no words remove it."""
    invitation.sealed_need = vault.seal(words.encode()) if words else None
    await session.flush()


def need_in_words(invitation: Invitation, *, vault: Vault) -> str:
    """The need a person put in their own words, or the empty string."""
    return vault.open(invitation.sealed_need).decode() if invitation.sealed_need else ""


async def offer_proxy(session: AsyncSession, invitation: Invitation, *, pseudonym: str, now: datetime) -> Invitation:
    """Ask another invited person, by pseudonym, to speak for this one; return the holder's invitation.

    Raises MeetingRefused: nobody of that name is invited, it is oneself, or they already carry a voice.
    """
    meeting = await session.get_one(Meeting, invitation.meeting_id)
    _require_open(meeting, now=now)
    await lock(session, meeting)
    holder = await session.scalar(
        select(Invitation)
        .join(Membership, Membership.person_id == Invitation.person_id)
        .where(
            Invitation.meeting_id == meeting.id,
            Membership.territory_id == meeting.territory_id,
            Membership.pseudonym == pseudonym.strip().upper(),
        )
    )
    if holder is None or holder.answer == Answer.NO.value:
        raise MeetingRefused("proxy_unknown")
    if holder.id == invitation.id:
        raise MeetingRefused("proxy_self")
    if await voices_held(session, holder) >= PROXIES_HELD:
        raise MeetingRefused("proxy_full")
    invitation.proxy_to, invitation.proxy_state = holder.id, Proxy.OFFERED.value
    await session.flush()
    return holder


async def answer_proxy(
    session: AsyncSession, holder: Invitation, *, giver_id: int, accepts: bool, now: datetime
) -> Invitation:
    """Accept or decline to speak for somebody; return the giver's invitation.

    Raises MeetingRefused if it was withdrawn, or if another voice is carried already.
    """
    meeting = await session.get_one(Meeting, holder.meeting_id)
    _require_open(meeting, now=now)
    await lock(session, meeting)
    giver = await session.get(Invitation, giver_id)
    if giver is None or giver.proxy_to != holder.id:
        raise MeetingRefused("proxy_withdrawn")
    if not accepts:
        giver.proxy_to, giver.proxy_state = None, None
    elif giver.proxy_state != Proxy.ACCEPTED.value and await voices_held(session, holder) >= PROXIES_HELD:
        raise MeetingRefused("proxy_full")
    else:
        giver.proxy_state = Proxy.ACCEPTED.value
    await session.flush()
    return giver


async def withdraw_proxy(session: AsyncSession, invitation: Invitation) -> None:
    """Take one's voice back."""
    invitation.proxy_to, invitation.proxy_state = None, None
    await session.flush()


async def voices_held(session: AsyncSession, holder: Invitation) -> int:
    """How many voices a person has accepted to carry."""
    return (await voices_carried(session, [holder.id])).get(holder.id, 0)


async def voices_carried(session: AsyncSession, holders: Collection[int]) -> dict[int, int]:
    """How many voices each of these invitations (by id) carries; absent means none."""
    rows = await session.execute(
        select(Invitation.proxy_to, func.count())
        .where(Invitation.proxy_to.in_(holders), Invitation.proxy_state == Proxy.ACCEPTED.value)
        .group_by(Invitation.proxy_to)
    )
    return {holder: count for holder, count in rows if holder is not None}


def _require_open(meeting: Meeting, *, now: datetime) -> None:
    if meeting.state not in OPEN:
        raise MeetingRefused(meeting.state)
    if meeting.starts_at is None or meeting.starts_at <= now:
        raise MeetingRefused("begun")
