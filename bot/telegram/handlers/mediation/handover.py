"""Handing a request over to another CLSM or a partner of the territory: never without the person's yes."""

from __future__ import annotations

from actions.mediation import service
from actions.mediation.models import Request
from actions.mediation.states import Author, CloseReason, Subject
from actions.people.consents import give_consent
from actions.people.models import Purpose
from actions.reply import IfUnknown, Reply, Verbatim, say
from actions.territories.models import Territory
from actions.territories.service import list_territories
from bot.delivery.conversations import Form
from bot.telegram.handlers import welcome
from bot.telegram.handlers.mediation import begin
from bot.telegram.relay.cards import DESK, PERSON, who
from bot.telegram.relay.desks import find_place
from bot.telegram.tokens import button
from bot.telegram.turn import Turn


async def ask_person(turn: Turn, request: Request) -> None:
    """Who could take over; with a target, ask the person, without whose yes nothing goes."""
    territory = await turn.session.get_one(Territory, request.territory_id)
    targets = await _targets(turn, territory)
    if len(turn.action) == 3:  # noqa: PLR2004 - nobody chosen yet
        rows = [(button(Verbatim(name), DESK, "over", request.id, token),) for token, _, name in targets]
        turn.reply(Reply(parts=(say("med.over_whom" if rows else "med.over_nobody"),), buttons=tuple(rows)))
        return
    _, target, name = next(each for each in targets if each[0] == turn.action[3])
    service.mark_read(request, hours=await turn.services.relay.hours(turn.session, request))
    request.handover_to = target
    rows = [
        (button(say("button.med_over_yes"), PERSON, "over", request.id, "yes"),),
        (button(say("button.med_over_no"), PERSON, "over", request.id, "no"),),
    ]
    question = say(
        "med.over_question_partner" if target.startswith("partner:") else "med.over_question_clsm",
        number=request.number,
        target=Verbatim(name),
        territory=Verbatim(territory.name),
    )
    reply = Reply(parts=(question,), buttons=tuple(rows), if_unknown=IfUnknown.RESEND)
    await turn.services.relay.tell_person(turn.session, request, reply, now=turn.now)
    turn.reply(Reply(parts=(say("med.over_asked", target=Verbatim(name)),), replaces=True))


async def _targets(turn: Turn, territory: Territory) -> list[tuple[str, str, str]]:
    """Token, target and name: the territory's partners, and the other CLSMs where somebody reads."""
    partners = turn.services.mediation_book.of(territory.slug).partners
    others = [other for other in await list_territories(turn.session) if other.id != territory.id]
    vault = turn.services.vault
    reading = [other for other in others if await find_place(turn.session, other, vault=vault) is not None]
    return [
        *((f"p-{partner.key}", f"partner:{partner.key}", partner.name) for partner in partners),
        *((f"c-{other.id}", f"clsm:{other.id}", other.name) for other in reading),
    ]


async def answer(turn: Turn, request: Request) -> None:
    """The person agreed that somebody else takes over, or refused: nothing goes without their yes."""
    target, request.handover_to = request.handover_to, None
    agreed = turn.action[3:] == ["yes"]
    if target is None:
        turn.acknowledge("med.already")
        return
    if not agreed:
        await tell_desk(turn, request, "med.desk_handover_refused")
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
    await tell_desk(turn, request, "med.desk_handover_agreed")
    service.close(request, reason=CloseReason.HANDED_OVER, now=turn.now)
    await relay.close_topic(turn.session, request, closed=True, now=turn.now)
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
    await tell_desk(turn, request, "med.desk_partner_agreed")
    text = say("med.partner", name=Verbatim(partner.name), contact=Verbatim(partner.contact))
    turn.reply(Reply(parts=(text,), replaces=True))


async def tell_desk(turn: Turn, request: Request, key: str) -> None:
    """Tell the coordination what the person did about a request."""
    relay = turn.services.relay
    names = await relay.names(turn.session, request)
    reply = Reply(parts=(say(key, number=request.number, who=who(names.person)),), if_unknown=IfUnknown.RESEND)
    await relay.tell_desk(turn.session, request, reply, now=turn.now)
