"""What a person can do about a request: see it, add to it, cancel, erase, say who they are, rate, reopen, hand over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from actions.mediation import service
from actions.mediation.models import Request
from actions.mediation.states import OVER_STATES, Author, CloseReason, MoveRefused, Satisfaction, State, Subject
from actions.people.consents import give_consent, withdraw_consent
from actions.people.models import Purpose
from actions.reply import IfUnknown, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.conversations import Form
from bot.telegram.handlers import welcome
from bot.telegram.handlers.mediation import begin, talk
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
    await _tell_desk(turn, request, "med.desk_cancelled")
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
    if not await service.requests_of(turn.session, person, territory_id=territory_id):
        await withdraw_consent(turn.session, person, purpose=Purpose.RELAY, territory_id=territory_id, now=turn.now)
    parts = [say("med.erased", number=number)]
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
    await _tell_desk(turn, request, "med.desk_reopened")
    await relay.refresh(turn.session, request, now=turn.now)
    await add(turn, request)


async def hand_over(turn: Turn, request: Request) -> None:
    """The person agreed that somebody else takes over, or refused: nothing goes without their yes."""
    target, request.handover_to = request.handover_to, None
    agreed = turn.action[3:] == ["yes"]
    if target is None:
        turn.acknowledge("med.already")
        return
    if not agreed:
        await _tell_desk(turn, request, "med.desk_handover_refused")
        turn.reply(Reply(parts=(say("med.handover_refused"),), replaces=True))
        return
    kind, _, name = target.partition(":")
    if kind == "clsm":
        await _to_other_clsm(turn, request, int(name))
    else:
        await _to_partner(turn, request, name)


async def _to_other_clsm(turn: Turn, request: Request, territory_id: int) -> None:
    territory = await turn.session.get(Territory, territory_id)
    if territory is None:
        await welcome.offer_again(turn)
        return
    person, relay = await turn.known_person(), turn.services.relay
    await give_consent(turn.session, person, purpose=Purpose.RELAY, territory_id=territory.id, now=turn.now)
    other = await service.open_request(
        turn.session,
        territory=territory,
        person=person,
        subject=Subject(request.subject),
        warns_in_danger=request.warns_in_danger,
        hours=relay.calendar.hours_of(territory),
        now=turn.now,
    )
    for line in await service.lines_of(turn.session, request):
        if line.author == Author.PERSON.value and line.person_message is not None:
            await service.add_line(
                turn.session,
                other,
                author=Author.PERSON,
                person_message=line.person_message,
                album=line.album,
                now=turn.now,
            )
    await _tell_desk(turn, request, "med.desk_handover_agreed")
    service.close(request, reason=CloseReason.HANDED_OVER, now=turn.now)
    await relay.place(turn.session, other, now=turn.now)
    await relay.refresh(turn.session, request, now=turn.now)
    turn.conversation.form = Form(begin.FORM, "talk", {"request": other.id})
    turn.reply(Reply(parts=(say("med.handed_over", territory=Verbatim(territory.name)),), replaces=True))
    await relay.send_person_card(turn.session, other, now=turn.now)


async def _to_partner(turn: Turn, request: Request, key: str) -> None:
    territory = await turn.session.get_one(Territory, request.territory_id)
    partners = {partner.key: partner for partner in turn.services.mediation_book.of(territory.slug).partners}
    partner = partners.get(key)
    if partner is None:
        await welcome.offer_again(turn)
        return
    await _tell_desk(turn, request, "med.desk_partner_agreed")
    text = say("med.partner", name=Verbatim(partner.name), contact=Verbatim(partner.contact))
    turn.reply(Reply(parts=(text,), replaces=True))


async def _tell_desk(turn: Turn, request: Request, key: str) -> None:
    relay = turn.services.relay
    names = await relay.names(turn.session, request)
    reply = Reply(parts=(say(key, number=request.number, who=who(names.person)),), if_unknown=IfUnknown.RESEND)
    await relay.tell_desk(turn.session, request, reply, now=turn.now)


async def _new(turn: Turn) -> None:
    await begin.new(turn)


async def _write_to(turn: Turn, request_id: str, message_id: str) -> None:
    await talk.write_to(turn, request_id, message_id)


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
    "rate": rate,
    "reopen": reopen,
    "over": hand_over,
}
