"""The calendar file of a card: sent on request, and again by itself when the meeting changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.meetings.kinds import State
from actions.meetings.models import Invitation, Meeting
from actions.people.models import Membership, Person
from actions.reply import IfUnknown, Urgency, say
from actions.territories.models import Territory
from bot.delivery.outbox import Call, File, Letter
from bot.documents.calendar_file import CalendarEntry, calendar_file
from bot.telegram.handlers.meetings import words
from bot.telegram.post import Post

NAME = "reunion.ics"
GUEST = "invite"


@dataclass(frozen=True, slots=True)
class Names:
    """Who invites and who is invited, as the file names them: never anybody's real name."""

    organiser: str
    attendee: str


async def names_on(session: AsyncSession, invitations: Sequence[Invitation]) -> dict[int, Names]:
    """The names on the files of several invitations, by their ids, in one query."""
    if not invitations:
        return {}
    rows = await session.execute(
        select(Invitation.id, Territory.name, Membership.pseudonym)
        .join(Territory, Territory.id == Invitation.territory_id)
        .outerjoin(
            Membership,
            (Membership.person_id == Invitation.person_id) & (Membership.territory_id == Invitation.territory_id),
        )
        .where(Invitation.id.in_([each.id for each in invitations]))
    )
    return {number: Names(organiser, pseudonym or GUEST) for number, organiser, pseudonym in rows}


async def send_calendar(
    session: AsyncSession, post: Post, invitation: Invitation, meeting: Meeting, *, person: Person, now: datetime
) -> None:
    """Send the file, and remember that it must be kept true."""
    names = (await names_on(session, [invitation]))[invitation.id]
    letters = calendar_letter(post, invitation, meeting, person=person, names=names, now=now)
    await post.outbox.put_all(session, letters)


def calendar_letter(
    post: Post, invitation: Invitation, meeting: Meeting, *, person: Person, names: Names, now: datetime
) -> list[Letter]:
    """The file as a letter, remembered as given; none for a meeting without a date or a person out of reach."""
    if meeting.wall_start is None or not person.reachable:
        return []
    language = Language(person.language)
    summary = post.renderer.plain(say("meeting.summary", title=words.title(meeting)), language=language)
    entry = _entry(meeting, meeting.wall_start, names=names, summary=summary, now=now)
    key = "meeting.calendar_cancelled" if entry.is_cancelled else _caption(invitation, meeting)
    invitation.calendar_sequence = meeting.sequence
    return [
        Letter(
            call=Call(
                "send_document",
                {"caption": post.renderer.plain(say(key), language=language)},
                files={"document": File(NAME, calendar_file(entry))},
            ),
            chat=post.chat_of(person),
            language=language,
            urgency=Urgency.NOTICE,
            if_unknown=IfUnknown.RESEND,
            now=now,
        )
    ]


def _caption(invitation: Invitation, meeting: Meeting) -> str:
    given = invitation.calendar_sequence
    return "meeting.calendar_caption" if given is None or given == meeting.sequence else "meeting.calendar_updated"


def _entry(meeting: Meeting, start: datetime, *, names: Names, summary: str, now: datetime) -> CalendarEntry:
    return CalendarEntry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        start=start,
        minutes=meeting.minutes,
        time_zone=meeting.time_zone,
        summary=f"{summary} – {names.organiser}",
        description="\n\n".join(part for part in (meeting.agenda, meeting.video_url) if part),
        location=meeting.place or meeting.video_url,
        url=meeting.video_url or meeting.map_url,
        organiser=names.organiser,
        attendee=names.attendee,
        is_cancelled=meeting.state == State.CANCELLED.value,
        stamped_at=now,
    )
