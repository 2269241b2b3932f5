"""The living card: one message a person and meeting, which says how things stand and takes the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.answers import need_in_words, voices_carried
from actions.meetings.kinds import OPEN, Answer, NoticeKind, Proxy, State
from actions.meetings.models import Invitation, Meeting
from actions.meetings.places import place_in_line
from actions.meetings.times import Offset
from actions.people.identity import Vault
from actions.reply import Button, IfUnknown, Part, Reply, Text, Urgency, Verbatim, say
from bot.telegram.handlers.meetings import words
from bot.telegram.tokens import button, menu_button

LONGEST_AGENDA = 700
SHAPES = 128  # sets of buttons kept: answers, with and without a place or a video link


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a card is shown: nothing in particular, or a notice with the reminder's lead time."""

    kind: NoticeKind | None = None
    lead_time: str = ""


PLAIN = Occasion()


@dataclass(frozen=True, slots=True)
class Details:
    """What a card says that stands in other rows: the place in the waiting line, a voice carried for another."""

    rank: int = 0
    carries_a_voice: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a card says about the person invited: two cards of a meeting with equal standings read the same."""

    answer: str
    is_before_the_move: bool
    waits: bool
    rank: int
    guests: int
    needs: tuple[str, ...]
    own_need: str
    proxy_state: str | None
    carries_a_voice: bool


async def details_of(session: AsyncSession, invitations: Sequence[Invitation]) -> dict[int, Details]:
    """The details of several cards, by the id of their invitations, in few queries."""
    carried = await voices_carried(session, [each.id for each in invitations])
    return {
        each.id: Details(
            rank=await place_in_line(session, each) if each.waiting_rank is not None else 0,
            carries_a_voice=each.id in carried,
        )
        for each in invitations
    }


def standing_of(invitation: Invitation, meeting: Meeting, details: Details, *, vault: Vault) -> Standing:
    """How an invited person stands now."""
    return Standing(
        answer=invitation.answer,
        is_before_the_move=invitation.answered_sequence < meeting.date_sequence,
        waits=invitation.waiting_rank is not None,
        rank=details.rank,
        guests=invitation.guests,
        needs=tuple(invitation.needs),
        own_need=need_in_words(invitation, vault=vault),
        proxy_state=invitation.proxy_state,
        carries_a_voice=details.carries_a_voice,
    )


async def card(
    session: AsyncSession, invitation: Invitation, meeting: Meeting, *, vault: Vault, now: datetime
) -> Reply:
    """The card as it stands now, on no particular occasion."""
    details = (await details_of(session, [invitation]))[invitation.id]
    return make_card(invitation.id, meeting, standing_of(invitation, meeting, details, vault=vault), now=now)


def make_card(number: int, meeting: Meeting, standing: Standing, *, now: datetime, occasion: Occasion = PLAIN) -> Reply:
    """The card of the invitation of this number as it stands now, with what has to be said on this occasion."""
    is_open = meeting.state in OPEN and meeting.ends_at is not None and meeting.ends_at > now
    parts: list[Part] = [*_headline(meeting, occasion, now=now), words.facts(meeting, with_video=is_open)]
    if is_open:
        if meeting.agenda:
            parts.append(say("meeting.agenda", agenda=Verbatim(_shortened(meeting.agenda))))
        parts += _about_you(standing)
    return Reply(
        parts=tuple(parts),
        buttons=_buttons(number, meeting, standing) if is_open else ((menu_button(),),),
        urgency=Urgency.NOTICE,
        if_unknown=_if_unknown(occasion),
    )


def _if_unknown(occasion: Occasion) -> IfUnknown:
    """An invitation is never sent twice; news and the reminders of the eve are better heard twice than never."""
    if occasion.kind in (NoticeKind.INVITATION, NoticeKind.RELAUNCH):
        return IfUnknown.PARK
    early = occasion.kind is NoticeKind.REMINDER and Offset.parse(occasion.lead_time).days > 1
    return IfUnknown.PARK if early else IfUnknown.RESEND


def preview(meeting: Meeting) -> Reply:
    """The card as an invited person will first see it; its buttons do nothing yet."""
    parts: list[Part] = [say("meeting.on_invitation"), words.facts(meeting, with_video=True)]
    if meeting.agenda:
        parts.append(say("meeting.agenda", agenda=Verbatim(_shortened(meeting.agenda))))
    parts.append(say("meeting.you_none"))
    rows = _answer_rows(0, chosen="", in_person=bool(meeting.place), by_video=bool(meeting.video_url))
    return Reply(parts=tuple(parts), buttons=tuple(tuple(_inert(each) for each in row) for row in rows))


def _inert(shown: Button) -> Button:
    return Button(shown.label, action="mt:preview")


def _headline(meeting: Meeting, occasion: Occasion, *, now: datetime) -> list[Part]:
    if meeting.state == State.CANCELLED.value:
        return [say("meeting.is_cancelled")]
    if meeting.state == State.HELD.value:
        return [say("meeting.is_held")]
    match occasion.kind:
        case NoticeKind.REMINDER:
            own = [Verbatim(meeting.reminder_words)] if meeting.reminder_words else []
            return [say("meeting.on_reminder", delay=_delay(meeting, now=now)), *own]
        case NoticeKind.MOVED | NoticeKind.CHANGED:
            what = words.changed(meeting)
            return [say(f"meeting.on_{occasion.kind.value}"), *([what] if what else [])]
        case None | NoticeKind.QUIET:
            return [say("meeting.is_moved")] if meeting.state == State.MOVED.value else []
        case _:
            return [say(f"meeting.on_{occasion.kind.value}")]


def _delay(meeting: Meeting, *, now: datetime) -> Text:
    """How far away the meeting really is, whenever the reminder leaves."""
    start = words.when(meeting)
    if start is None:
        raise ValueError("an announced meeting has a date")
    days = (start.date() - now.astimezone(start.tzinfo).date()).days
    if days > 1:
        return say("meeting.in_days", count=days)
    if days == 1:
        return say("meeting.tomorrow")
    hours = round((start - now) / timedelta(hours=1))
    return say("meeting.in_hours", count=hours) if hours >= 1 else say("meeting.very_soon")


def _about_you(standing: Standing) -> list[Part]:
    parts: list[Part] = [_answer(standing)]
    if standing.waits and standing.is_before_the_move:
        parts.append(say("meeting.you_still_wait", rank=standing.rank))
    if standing.guests and (standing.waits or standing.is_before_the_move):
        parts.append(say("meeting.guests_counted", count=standing.guests))
    if standing.needs:
        parts.append(say("meeting.you_need", needs=words.listed([words.need(value) for value in standing.needs])))
    if standing.own_need:
        parts.append(say("meeting.you_need_words", words=Verbatim(standing.own_need)))
    if standing.proxy_state is not None:
        parts.append(say(f"meeting.proxy_{Proxy(standing.proxy_state).value}"))
    if standing.carries_a_voice:
        parts.append(say("meeting.you_carry_a_voice"))
    return parts


def _answer(standing: Standing) -> Text:
    if standing.answer == Answer.NONE.value:
        return say("meeting.you_none")
    given = say(f"meeting.answer_{standing.answer}")
    if standing.is_before_the_move:
        return say("meeting.you_before", answer=given)
    if standing.waits:
        return say("meeting.you_wait", rank=standing.rank)
    if standing.guests:
        return say("meeting.you_with", count=standing.guests, answer=given)
    return say("meeting.you", answer=given)


def _buttons(number: int, meeting: Meeting, standing: Standing) -> tuple[tuple[Button, ...], ...]:
    return _choices(
        number,
        standing.answer,
        is_chosen=not standing.is_before_the_move,
        in_person=bool(meeting.place),
        by_video=bool(meeting.video_url),
    )


@lru_cache(maxsize=SHAPES)
def _choices(
    number: int, answer: str, *, is_chosen: bool, in_person: bool, by_video: bool
) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a card; of many meetings at once they are the same few."""
    rows = _answer_rows(number, chosen=answer if is_chosen else "", in_person=in_person, by_video=by_video)
    if answer in (Answer.YES.value, Answer.VIDEO.value, Answer.MAYBE.value):
        rows.append(
            (
                button(say("button.meeting_needs"), "mt", "needs", number),
                button(say("button.meeting_guests"), "mt", "guests", number),
            )
        )
    if answer == Answer.NO.value:
        rows.append((button(say("button.meeting_proxy"), "mt", "proxy", number),))
    rows.append(
        (
            button(say("button.meeting_calendar"), "mt", "ics", number),
            button(say("button.meeting_propose"), "mt", "propose", number),
        )
    )
    return tuple(rows)


def _answer_rows(number: int, *, chosen: str, in_person: bool, by_video: bool) -> list[tuple[Button, ...]]:
    def choice(answer: Answer) -> Button:
        key = f"button.meeting_{answer.value}" + ("_chosen" if chosen == answer.value else "")
        return button(say(key), "mt", answer.value, number)

    coming = [
        choice(answer) for answer, is_offered in ((Answer.YES, in_person), (Answer.VIDEO, by_video)) if is_offered
    ]
    return [tuple(coming), (choice(Answer.MAYBE), choice(Answer.NO))]


def _shortened(agenda: str) -> str:
    return agenda if len(agenda) <= LONGEST_AGENDA else f"{agenda[: LONGEST_AGENDA - 1].rstrip()}…"
