"""What a person can do about a request: see it, add to it, cancel, erase, say who they are, rate, reopen, hand over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from actions.mediation import service
from actions.mediation.models import Request
from actions.mediation.states import OVER_STATES, MoveRefused, Satisfaction, State
from actions.people.consents import withdraw_consent
from actions.people.models import Purpose
from actions.reply import IfUnknown, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.conversations import Form
from bot.telegram.handlers import welcome
from bot.telegram.handlers.mediation import begin, handover, talk, writing
from bot.telegram.handlers.mediation.handover import tell_desk
from bot.telegram.relay.cards import PERSON, who
from bot.telegram.relay.erasing import erase_request
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn

Deed = Callable[[Turn, Request], Awaitable[None]]


async def press(turn: Turn) -> None:
    """A button of the person's side. One that is expired, forged or another's shows the current state."""
    verb, arguments = turn.action[1] if len(turn.action) > 1 else "", turn.action[2:]
    try:
        if verb in BEGINNINGS:
            await BEGINNINGS[verb](turn, *arguments)
            return
        request = await service.request_of_person(turn.session, turn.person, int(arguments[0]))
        deed = DEEDS[verb]
    except (KeyError, IndexError, ValueError, TypeError):
        await welcome.offer_again(turn)
        return
    if request is None:
        await welcome.offer_again(turn)
        return
    try:
        await deed(turn, request)
    except MoveRefused:
        turn.acknowledge("med.already")
        await turn.services.relay.send_person_card(turn.session, request, now=turn.now)


async def show(turn: Turn, request: Request) -> None:
    """Where the request stands, on a new card that becomes the living one."""
    await turn.services.relay.send_person_card(turn.session, request, now=turn.now)


async def add(turn: Turn, request: Request) -> None:
    """From now on, what the person writes goes to this request."""
    if State(request.state) in OVER_STATES:
        await show(turn, request)
        return
    heard = await service.last_line_heard(turn.session, turn.person) if turn.person else None
    given = {"request": request.id, "chosen_after": heard.id if heard else None}
    turn.conversation.form = Form(begin.FORM, "talk", given)
    territory = await turn.session.get_one(Territory, request.territory_id)
    turn.reply(Reply(parts=(say("med.go_on", territory=Verbatim(territory.name)),), buttons=((menu_button(),),)))


async def cancel(turn: Turn, request: Request) -> None:
    """The person takes the request back; the coordination is told."""
    service.cancel(request, now=turn.now)
    talk.leave(turn)
    await tell_desk(turn, request, "med.desk_cancelled")
    await turn.services.relay.close_topic(turn.session, request, closed=True, now=turn.now)
    await turn.services.relay.refresh(turn.session, request, now=turn.now)
    rows = ((button(say("button.med_erase"), PERSON, "erase", request.id),), (menu_button(),))
    turn.reply(Reply(parts=(say("med.cancelled", number=request.number),), buttons=rows))


async def ask_to_erase(turn: Turn, request: Request) -> None:
    """Say what erasing does before it is done."""
    rows = (
        (button(say("button.med_erase_yes"), PERSON, "erased", request.id),),
        (button(say("button.med_no"), PERSON, "show", request.id),),
    )
    turn.reply(Reply(parts=(say("med.erase_question", number=request.number),), buttons=rows))


async def erase(turn: Turn, request: Request) -> None:
    """Erase on both sides, withdraw the agreement, and say what Telegram does not allow."""
    person, territory_id, number = await turn.known_person(), request.territory_id, request.number
    old = await erase_request(turn.services.relay, turn.session, request, now=turn.now)
    talk.leave(turn)
    parts = [say("med.erased", number=number)]
    if not await service.requests_of(turn.session, person, territory_id=territory_id):
        await withdraw_consent(turn.session, person, purpose=Purpose.RELAY, territory_id=territory_id, now=turn.now)
        parts.append(say("med.consent_withdrawn"))
    if old:
        parts.append(say("med.too_old", count=old))
    turn.reply(Reply(parts=tuple(parts), buttons=((menu_button(),),)))


async def ask_to_reveal(turn: Turn, request: Request) -> None:
    """Say what the coordination would learn."""
    rows = (
        (button(say("button.med_reveal_yes"), PERSON, "revealed", request.id),),
        (button(say("button.med_no"), PERSON, "show", request.id),),
    )
    user = turn.update.effective_user
    name = Verbatim(user.full_name if user else "")
    turn.reply(Reply(parts=(say("med.reveal_question", name=name),), buttons=rows))


async def reveal(turn: Turn, request: Request) -> None:
    """Tell the coordination the person's name, once, in its chat; it is not written down here."""
    user = turn.update.effective_user
    if user is None or request.revealed_at is not None:
        turn.acknowledge("med.already")
        return
    request.revealed_at = turn.now
    relay = turn.services.relay
    names = await relay.names(turn.session, request)
    account = f"{user.full_name} (@{user.username})" if user.username else user.full_name
    notice = say("med.desk_revealed", who=who(names.person), name=Verbatim(account))
    await relay.tell_desk(turn.session, request, Reply(parts=(notice,), if_unknown=IfUnknown.RESEND), now=turn.now)
    await relay.refresh(turn.session, request, now=turn.now)
    turn.reply(Reply(parts=(say("med.revealed"),), buttons=((menu_button(),),)))


async def agree_to_warn(turn: Turn, request: Request) -> None:
    """Give or withdraw, at any time, the agreement to the neutral line."""
    if State(request.state) in OVER_STATES:
        await show(turn, request)
        return
    agreed = turn.argument(3) == "1"
    service.agree_to_warn(request, agreed=agreed)
    turn.acknowledge("med.warns_yes" if agreed else "med.warns_no")
    await turn.services.relay.refresh(turn.session, request, now=turn.now)


async def rate(turn: Turn, request: Request) -> None:
    """« Avez-vous eu votre réponse ? » A no offers to reopen."""
    satisfaction = Satisfaction(turn.action[3])
    service.rate(request, satisfaction)
    rows = ((button(say("button.med_reopen"), PERSON, "reopen", request.id),), (menu_button(),))
    turn.reply(Reply(parts=(say(f"med.rated_{satisfaction.value}"),), buttons=rows))


async def reopen(turn: Turn, request: Request) -> None:
    """Open a closed request again: a human is due."""
    service.reopen(request, hours=await turn.services.relay.hours(turn.session, request), now=turn.now)
    relay = turn.services.relay
    await relay.close_topic(turn.session, request, closed=False, now=turn.now)
    await tell_desk(turn, request, "med.desk_reopened")
    await relay.refresh(turn.session, request, now=turn.now)
    await add(turn, request)


async def _new(turn: Turn) -> None:
    await begin.new(turn)


async def _write_to(turn: Turn, request_id: str, message_id: str) -> None:
    await writing.write_to(turn, request_id, message_id)


BEGINNINGS: Mapping[str, Callable[..., Awaitable[None]]] = {
    "new": _new,
    "page": begin.page,
    "in": begin.enter,
    "about": begin.about,
    "join": begin.join_what,
    "joinas": begin.join_as,
    "go": begin.agree,
    "to": _write_to,
}
DEEDS: Mapping[str, Deed] = {
    "show": show,
    "add": add,
    "cancel": cancel,
    "erase": ask_to_erase,
    "erased": erase,
    "reveal": ask_to_reveal,
    "revealed": reveal,
    "warn": agree_to_warn,
    "rate": rate,
    "reopen": reopen,
    "over": handover.answer,
}
