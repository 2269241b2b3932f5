"""What a person writes to a coordination: looked at, noted, carried, and acknowledged with an honest delay."""

from __future__ import annotations

from sqlalchemy import select
from telegram import Message

from actions.mediation import service
from actions.mediation.models import Request
from actions.mediation.personal_data import find_personal_data
from actions.mediation.promise import step_moments
from actions.mediation.service import request_of_person
from actions.mediation.states import OVER_STATES, Author, MoveRefused, State, Subject
from actions.reply import IfUnknown, Part, Reply, Verbatim, say
from actions.safety.levels import Strength
from actions.territories.models import CoveredArea, Territory
from bot.delivery.conversations import Form
from bot.telegram.handlers import welcome
from bot.telegram.handlers.mediation import begin
from bot.telegram.relay.cards import local
from bot.telegram.relay.desks import find_place
from bot.telegram.tokens import menu_button, urgent_button
from bot.telegram.turn import Turn

CANNOT_TRAVEL = ("poll", "dice", "game", "invoice", "story")


async def write(turn: Turn, request: Request) -> None:
    """Add a message to a request."""
    message = turn.update.message
    if message is None or await _is_refused(
        turn, message, subject=Subject(request.subject), territory_id=request.territory_id
    ):
        return
    hours, before = await turn.services.relay.hours(turn.session, request), request.state
    try:
        service.person_wrote(request, hours=hours, now=turn.now)
    except MoveRefused:
        await turn.services.relay.send_person_card(turn.session, request, now=turn.now)
        return
    if request.state != before:
        await turn.services.relay.refresh(turn.session, request, now=turn.now)
    await _relay(turn, request, message.message_id, album=message.media_group_id)
    await _say_if_away(turn, request)
    _let_line_stand(turn)


async def write_to(turn: Turn, request_id: str, message_id: str) -> None:
    """The person said for whom a message was that could have been for two coordinations."""
    request = await request_of_person(turn.session, turn.person, int(request_id))
    if request is None or State(request.state) in OVER_STATES or turn.person is None:
        await welcome.offer_again(turn)
        return
    if await service.line_in_person_chat(turn.session, turn.person, int(message_id)) is not None:
        turn.acknowledge("med.already_carried")
        return
    hours = await turn.services.relay.hours(turn.session, request)
    service.person_wrote(request, hours=hours, now=turn.now)
    heard = await service.last_line_heard(turn.session, turn.person)
    await _relay(turn, request, int(message_id), album=None)
    given = {"request": request.id, "greeted": True, "chosen_after": heard.id if heard else None}
    turn.conversation.form = Form(begin.FORM, "talk", given)
    territory = await turn.session.get_one(Territory, request.territory_id)
    turn.reply(Reply(parts=(say("med.carried", territory=territory.name),), replaces=True))


async def open_request(turn: Turn, form: Form) -> None:
    """Open a request with its first message, unless it cannot be carried or nobody is there to read it."""
    territory = await turn.session.get_one(Territory, int(form.given["territory"]))
    message = turn.update.message
    subject = Subject(form.given["subject"])
    if message is None or await _is_refused(turn, message, subject=subject, territory_id=territory.id):
        return
    if await find_place(turn.session, territory, vault=turn.services.vault) is None:
        turn.conversation.form = None
        await begin.say_nobody_reads(turn, territory)
        return
    request = await service.open_request(
        turn.session,
        territory=territory,
        person=await turn.known_person(),
        subject=subject,
        detail=form.given.get("detail") or None,
        warns_in_danger=bool(form.given.get("warns")),
        hours=turn.services.relay.calendar.hours_of(territory),
        now=turn.now,
    )
    turn.conversation.form = Form(begin.FORM, "talk", {"request": request.id, "greeted": True})
    await _relay(turn, request, message.message_id, album=message.media_group_id)
    await _acknowledge_first(turn, request, territory)
    await turn.services.relay.send_person_card(turn.session, request, now=turn.now)


async def _relay(turn: Turn, request: Request, number: int, *, album: str | None) -> None:
    line = await service.add_line(
        turn.session, request, author=Author.PERSON, person_message=number, album=album, now=turn.now
    )
    await turn.services.relay.deliver(turn.session, request, line, now=turn.now)


async def _acknowledge_first(turn: Turn, request: Request, territory: Territory) -> None:
    """An honest delay: when they are there, and what happens if nobody reads. The card follows."""
    hours = turn.services.relay.calendar.hours_of(territory)
    remind, _, told = (local(moment, territory) for moment in step_moments(hours=hours, now=turn.now))
    parts: list[Part] = [say("med.received", number=request.number, territory=Verbatim(territory.name))]
    opening = hours.next_opening(turn.now)
    if not hours.is_open(turn.now) and opening is not None:
        parts.append(say("med.away", at=local(opening, territory)))
        request.away_told_until = opening
    parts.append(say("med.promise", remind=remind, told=told))
    parts.append(say("med.silent"))
    reply = Reply(parts=tuple(parts), if_unknown=IfUnknown.RESEND)
    await turn.services.relay.tell_person(turn.session, request, reply, now=turn.now)
    _let_line_stand(turn)


def _let_line_stand(turn: Turn) -> None:
    """The discreet line of a doubt needs a message to stand under."""
    if turn.assessment.strength is Strength.LINE and not turn.replies:
        turn.say("med.relayed")


async def _say_if_away(turn: Turn, request: Request) -> None:
    """Once in each closed period, while a human is due: when the coordination is there again."""
    territory = await turn.session.get_one(Territory, request.territory_id)
    hours = turn.services.relay.calendar.hours_of(territory)
    opening = hours.next_opening(turn.now)
    if hours.is_open(turn.now) or opening is None:
        return
    if request.away_told_until is not None and request.away_told_until > turn.now:
        return
    request.away_told_until = opening
    turn.reply(Reply(parts=(say("med.away", at=local(opening, territory)),)))


async def _is_refused(turn: Turn, message: Message, *, subject: Subject, territory_id: int) -> bool:
    """True, and said, for what Telegram does not let us copy, or what may not be told about a third person."""
    if any(getattr(message, kind, None) for kind in CANNOT_TRAVEL):
        turn.say("med.cannot_carry_kind")
        return True
    return subject is Subject.COMPLEX and await names_somebody(turn, territory_id)


async def names_somebody(turn: Turn, territory_id: int) -> bool:
    """Refuse what points to a third person, and say why; only words can be looked at."""
    buttons = ((menu_button(), urgent_button()),)
    message = turn.update.effective_message
    if message is not None and message.text is None:
        turn.reply(Reply(parts=(say("med.complex_words_only"),), buttons=buttons))
        return True
    areas = await turn.session.scalars(select(CoveredArea.name).where(CoveredArea.territory_id == territory_id))
    found = find_personal_data(turn.text, places=areas.all())
    if not found:
        return False
    what = tuple(say(f"med.found_{each.value}") for each in sorted(found))
    turn.reply(Reply(parts=(say("med.complex_refused", what=what),), buttons=buttons))
    return True
