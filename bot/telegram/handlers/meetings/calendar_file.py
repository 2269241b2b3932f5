"""The calendar file of a card: sent on request, and again by itself when the meeting changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.meetings.kinds import State
from actions.meetings.models import Invitation, Meeting
from actions.people.models import Person
from actions.people.service import account_of, find_membership
from actions.reply import IfUnknown, Urgency, say
from actions.territories.models import Territory
from bot.delivery.chat import chat_for
from bot.delivery.outbox import Call, File
from bot.documents.calendar_file import CalendarEntry, calendar_file
from bot.telegram.handlers.meetings import words
from bot.telegram.post import Post

NAME = "reunion.ics"


async def send_calendar(
    session: AsyncSession, post: Post, invitation: Invitation, meeting: Meeting, *, person: Person, now: datetime
) -> None:
    """Send the file, and remember that it must be kept true."""
    if meeting.wall_start is None or not person.reachable:
        return
    language = Language(person.language)
    entry = await _entry(session, post, meeting, person=person, language=language, now=now)
    key = "meeting.calendar_cancelled" if entry.is_cancelled else "meeting.calendar_caption"
    await post.outbox.put(
        session,
        Call(
            "send_document",
            {"caption": post.renderer.plain(say(key), language=language)},
            files={"document": File(NAME, calendar_file(entry))},
        ),
        chat=chat_for(account_of(person, vault=post.vault), vault=post.vault),
        language=language,
        urgency=Urgency.NOTICE,
        if_unknown=IfUnknown.RESEND,
        now=now,
    )
    invitation.calendar_sequence = meeting.sequence


async def _entry(
    session: AsyncSession, post: Post, meeting: Meeting, *, person: Person, language: Language, now: datetime
) -> CalendarEntry:
    territory = await session.get_one(Territory, meeting.territory_id)
    membership = await find_membership(session, person, territory_id=meeting.territory_id)
    what = post.renderer.plain(say("meeting.summary", title=words.title(meeting)), language=language)
    if meeting.wall_start is None:
        raise ValueError("a meeting without a date is in no calendar")
    return CalendarEntry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        start=meeting.wall_start,
        minutes=meeting.minutes,
        time_zone=meeting.time_zone,
        summary=f"{what} – {territory.name}",
        description="\n\n".join(part for part in (meeting.agenda, meeting.video_url) if part),
        location=meeting.place or meeting.video_url,
        url=meeting.video_url or meeting.map_url,
        organiser=territory.name,
        attendee=membership.pseudonym if membership else "invite",
        is_cancelled=meeting.state == State.CANCELLED.value,
        stamped_at=now,
    )
