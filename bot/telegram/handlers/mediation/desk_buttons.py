"""The buttons of the coordination's card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from actions.mediation import service
from actions.mediation.models import Request
from actions.mediation.states import OVER_STATES, Author, CloseReason, MoveRefused, State
from actions.people.models import Person
from actions.people.rights import COORDINATION, coordinated_territories, coordination_of, has_role
from actions.reply import Button, IfUnknown, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.outbox import Call
from bot.telegram.handlers.mediation import coordination, handover
from bot.telegram.relay.cards import DESK, closing_question, who
from bot.telegram.relay.desks import private_place
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

Deed = Callable[[Turn, Request], Awaitable[None]]
REASONS = tuple(reason for reason in CloseReason if reason is not CloseReason.HANDED_OVER)


async def press(turn: Turn) -> None:
    """A button of the coordination's side: only the coordination of that very territory may press it."""
    verb, argument = turn.action[1] if len(turn.action) > 1 else "", "".join(turn.action[2:3])
    if not argument.isdecimal() or (verb != "link" and verb not in DEEDS):
        turn.acknowledge("notice.expired_button")
        return
    if verb == "link":
        if int(argument) in await coordinated_territories(turn.session, turn.person):
            await coordination.link_territory(turn, int(argument))
        else:
            turn.acknowledge("med.only_coordination_short")
        return
    request = await coordination.coordinated(turn, int(argument))
    if request is None:
        turn.acknowledge("med.only_coordination_short")
        return
    await _do(turn, request, DEEDS[verb])


async def _do(turn: Turn, request: Request, deed: Deed) -> None:
    try:
        await deed(turn, request)
    except MoveRefused:
        turn.acknowledge("med.desk_is_over_short")
    except (IndexError, ValueError, StopIteration):
        turn.acknowledge("notice.expired_button")
        return
    await turn.services.relay.refresh(turn.session, request, now=turn.now)


async def read(turn: Turn, request: Request) -> None:
    """« J’ai lu »."""
    service.mark_read(request, hours=await turn.services.relay.hours(turn.session, request))
    turn.acknowledge("med.noted")


async def take(turn: Turn, request: Request) -> None:
    """« Je m’en occupe »."""
    service.assign(request, await turn.known_person(), hours=await turn.services.relay.hours(turn.session, request))
    turn.acknowledge("med.noted")


async def writing(turn: Turn, request: Request) -> None:
    """« J’écris »: the others see it for a quarter of an hour, and the person sees that somebody types."""
    me = await turn.known_person()
    other = service.other_writer(request, me, now=turn.now)
    if other is not None:
        name = await turn.services.relay.pseudonym(turn.session, other, territory_id=request.territory_id)
        turn.say("med.also_writing", pseudonym=name or "—")
        return
    service.mark_read(request, hours=await turn.services.relay.hours(turn.session, request))
    service.start_writing(request, me, now=turn.now)
    turn.acknowledge("med.noted")
    await turn.services.relay.put(
        turn.session,
        request,
        Call("send_chat_action", {"action": "typing"}),
        to_desk=False,
        now=turn.now,
        if_unknown=IfUnknown.DROP,
    )


async def canned(turn: Turn, request: Request) -> None:
    """The ready replies of the territory; with a key, send that one."""
    territory = await turn.session.get_one(Territory, request.territory_id)
    replies = turn.services.mediation_book.of(territory.slug).canned
    if len(turn.action) == 3:  # noqa: PLR2004 - word, verb and request: no reply chosen yet
        rows = [(button(Verbatim(each.title), DESK, "canned", request.id, each.key),) for each in replies]
        turn.reply(Reply(parts=(say("med.canned" if replies else "med.no_canned"),), buttons=tuple(rows)))
        return
    chosen = next(each for each in replies if each.key == turn.action[3])
    service.answer(request, by=await turn.known_person(), now=turn.now)
    relay = turn.services.relay
    line = await service.add_line(turn.session, request, author=Author.COORDINATION, now=turn.now)
    said = Reply(parts=(Verbatim(chosen.text),), if_unknown=IfUnknown.RESEND)
    await relay.tell_desk(turn.session, request, said, now=turn.now, reference=f"med:said:{line.id}")
    parties = await relay.parties(turn.session, request)
    await coordination.listen_to(turn, request, parties.person)
    turn.reply(Reply(parts=(say("med.canned_sent", title=Verbatim(chosen.title)),), replaces=True))


async def assign(turn: Turn, request: Request) -> None:
    """The colleagues, by their pseudonyms; with a number, give charge to that one, who is told in private."""
    relay, territory_id = turn.services.relay, request.territory_id
    if len(turn.action) == 3:  # noqa: PLR2004 - nobody chosen yet
        rows = []
        for colleague in await coordination_of(turn.session, territory_id=territory_id):
            name = await relay.pseudonym(turn.session, colleague.id, territory_id=territory_id)
            me = turn.person is not None and colleague.id == turn.person.id
            label = say("button.med_me" if me else "button.med_colleague", pseudonym=Verbatim(name or "—"))
            rows.append((button(label, DESK, "assign", request.id, colleague.id),))
        turn.reply(Reply(parts=(say("med.assign_whom"),), buttons=tuple(rows)))
        return
    chosen = await turn.session.get(Person, int(turn.action[3]))
    if chosen is None or not await has_role(turn.session, chosen, roles=COORDINATION, territory_id=territory_id):
        raise ValueError("not of this coordination")
    service.assign(request, chosen, hours=await relay.hours(turn.session, request))
    name = await relay.pseudonym(turn.session, chosen.id, territory_id=territory_id)
    turn.reply(Reply(parts=(say("med.assigned_to", pseudonym=Verbatim(name or "—")),), replaces=True))
    await _tell_colleague(turn, request, chosen)


async def _tell_colleague(turn: Turn, request: Request, colleague: Person) -> None:
    """In private; a request that is read in private moves to the chat of whoever has it now."""
    relay = turn.services.relay
    desk = relay.desk_chat(request)
    if desk is not None and not desk.is_group and desk.key != colleague.fingerprint:
        await relay.place(turn.session, request, private_place(colleague, vault=relay.vault), now=turn.now)
    elif turn.person is None or colleague.id != turn.person.id:
        notice = Reply(parts=(say("med.assigned_you", number=request.number),), if_unknown=IfUnknown.RESEND)
        await relay.post.write_to_person(turn.session, notice, person=colleague, now=turn.now)


async def close(turn: Turn, request: Request) -> None:
    """The reasons; with one, close, tell the person and ask whether they had their answer."""
    relay = turn.services.relay
    if len(turn.action) == 3:  # noqa: PLR2004 - no reason chosen yet
        rows: list[tuple[Button, ...]] = [
            (button(say(f"button.med_reason_{reason.value}"), DESK, "close", request.id, reason.value),)
            for reason in REASONS
        ]
        turn.reply(Reply(parts=(say("med.close_why"),), buttons=tuple(rows)))
        return
    service.close(request, reason=CloseReason(turn.action[3]), now=turn.now)
    parties = await relay.parties(turn.session, request)
    await relay.tell_person(turn.session, request, closing_question(request, parties.territory), now=turn.now)
    turn.reply(Reply(parts=(say("med.desk_closed", number=request.number),), replaces=True))
    await relay.close_topic(turn.session, request, closed=True, now=turn.now)


async def card(turn: Turn, request: Request) -> None:
    """The card again, at the end of the chat; in private, away from the group, with a button to bring it there."""
    relay = turn.services.relay
    if turn.chat.key == request.desk_key:
        await relay.send_desk_card(turn.session, request, now=turn.now)
        return
    shown = await relay.desk_card_of(turn.session, request, now=turn.now)
    bring = ((button(say("button.med_here"), DESK, "here", request.id),),) if shown.buttons else ()
    turn.reply(Reply(parts=shown.parts, buttons=(*bring, *shown.buttons)))


async def bring_here(turn: Turn, request: Request) -> None:
    """« Lire et répondre ici »: the request, whole, in the private chat of the one who asks; the group is told."""
    me = await turn.known_person()
    relay = turn.services.relay
    if turn.chat.is_group or request.desk_key == turn.chat.key or State(request.state) in OVER_STATES:
        turn.acknowledge("med.already")
        return
    await coordination.note_access(turn, "take request in private", territory_id=request.territory_id)
    names = await relay.names(turn.session, request)
    name = await relay.pseudonym(turn.session, me.id, territory_id=request.territory_id)
    moved = say("med.desk_moved", number=request.number, who=who(names.person), pseudonym=name or "—")
    await relay.tell_desk(turn.session, request, Reply(parts=(moved,), if_unknown=IfUnknown.RESEND), now=turn.now)
    await relay.close_topic(turn.session, request, closed=True, now=turn.now)
    service.assign(request, me, hours=await relay.hours(turn.session, request))
    await relay.place(turn.session, request, private_place(me, vault=relay.vault), now=turn.now)


DEEDS: Mapping[str, Deed] = {
    "read": read,
    "take": take,
    "writing": writing,
    "canned": canned,
    "assign": assign,
    "over": handover.ask_person,
    "close": close,
    "card": card,
    "here": bring_here,
}
