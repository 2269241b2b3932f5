"""While a person speaks with the coordination, their words go to a human and the assistant is silent."""

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
from bot.nlu.routing import Crisis, decide
from bot.telegram.handlers import welcome
from bot.telegram.handlers.mediation import begin, coordination
from bot.telegram.handlers.safety import show_card, show_card_discreetly, show_card_for_intent
from bot.telegram.relay.cards import PERSON, local
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn

WAYS_BACK = frozenset({"menu", "retour", "stop", "back", "quitter"})
CANNOT_TRAVEL = ("poll", "dice", "game", "invoice", "story")


async def continue_form(turn: Turn) -> None:
    """What a person says once they have agreed."""
    if turn.text.strip().lower().strip("«»\"' .!") in WAYS_BACK:
        turn.conversation.form = None
        turn.say("med.back")
        await welcome.show_menu(turn)
        return
    await _card_of_second_net(turn)
    await carry(turn)


async def carry(turn: Turn) -> None:
    """Carry what was said to the coordination."""
    form = turn.conversation.form
    if form is None:
        return
    if form.step == "write":
        await _open(turn, form)
        return
    request = await request_of_person(turn.session, turn.person, int(form.given["request"]))
    if request is None or State(request.state) in OVER_STATES:
        turn.conversation.form = None
        await begin.begin(turn)
        return
    if await _is_ambiguous(turn, request):
        await _ask_for_whom(turn)
        return
    await write(turn, request)
    if not form.given.get("greeted"):
        form.given["greeted"] = True
        if not turn.replies:
            territory = await turn.session.get_one(Territory, request.territory_id)
            turn.say("med.carried", territory=territory.name)


async def answer_line(turn: Turn) -> None:
    """The person answers a relayed message by replying to it: it goes to the request of that message."""
    answered = turn.answered
    request = await request_of_person(turn.session, turn.person, answered.request_id) if answered else None
    if request is None:
        return
    if State(request.state) in OVER_STATES:
        await turn.services.relay.send_person_card(turn.session, request, now=turn.now)
        return
    turn.conversation.form = Form(begin.FORM, "talk", {"request": request.id, "greeted": True})
    await _card_of_second_net(turn)
    await write(turn, request)


async def carry_despite_danger(turn: Turn) -> None:
    """After the help card: what was said to the coordination still goes there, with a neutral line if so agreed."""
    form = turn.conversation.form
    if turn.answered is not None and turn.answered.by_desk:
        await coordination.answer_person(turn)
        return
    if turn.answered is not None:
        await answer_line(turn)
    elif form is not None and form.name == begin.FORM:
        await carry(turn)
    form = turn.conversation.form
    if form is None or form.step != "talk" or turn.update.message is None:
        return
    request = await request_of_person(turn.session, turn.person, int(form.given["request"]))
    if request is not None and request.warns_in_danger:
        line = Reply(parts=(say("med.desk_danger"),), if_unknown=IfUnknown.RESEND)
        await turn.services.relay.tell_desk(turn.session, request, line, now=turn.now)


async def write(turn: Turn, request: Request, *, message: Message | None = None) -> None:
    """Add a message to a request."""
    message = message or turn.update.message
    if message is None:
        return
    if any(getattr(message, kind, None) for kind in CANNOT_TRAVEL):
        turn.say("med.cannot_carry_kind")
        return
    if request.subject == Subject.COMPLEX.value and await _names_somebody(turn, request.territory_id):
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


async def _open(turn: Turn, form: Form) -> None:
    territory = await turn.session.get_one(Territory, int(form.given["territory"]))
    message = turn.update.message
    subject = Subject(form.given["subject"])
    if message is None or (subject is Subject.COMPLEX and await _names_somebody(turn, territory.id)):
        return
    if any(getattr(message, kind, None) for kind in CANNOT_TRAVEL):
        turn.say("med.cannot_carry_kind")
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


async def _is_ambiguous(turn: Turn, request: Request) -> bool:
    """Another coordination spoke last: a message meant for it must not reach this one."""
    if turn.person is None:
        return False
    heard = await service.last_line_heard(turn.session, turn.person)
    form = turn.conversation.form
    chosen_since = heard is not None and form is not None and form.given.get("chosen_after") == heard.id
    return heard is not None and heard.request_id != request.id and not chosen_since


async def _ask_for_whom(turn: Turn) -> None:
    message = turn.update.message
    if turn.person is None or message is None:
        return
    rows = []
    for each in await service.requests_of(turn.session, turn.person):
        territory = await turn.session.get_one(Territory, each.territory_id)
        label = say("button.med_running", number=each.number, territory=Verbatim(territory.name))
        rows.append((button(label, PERSON, "to", each.id, message.message_id),))
    turn.reply(Reply(parts=(say("med.for_whom"),), buttons=(*rows, (menu_button(), urgent_button()))))


async def _names_somebody(turn: Turn, territory_id: int) -> bool:
    """Refuse what points to a third person, and say why; only words can be looked at."""
    message = turn.update.message
    if message is not None and message.text is None:
        turn.reply(Reply(parts=(say("med.complex_words_only"),), buttons=((menu_button(), urgent_button()),)))
        return True
    areas = await turn.session.scalars(select(CoveredArea.name).where(CoveredArea.territory_id == territory_id))
    found = find_personal_data(turn.text, places=areas.all())
    if not found:
        return False
    what = tuple(say(f"med.found_{each.value}") for each in sorted(found))
    turn.reply(Reply(parts=(say("med.complex_refused", what=what),), buttons=((menu_button(), urgent_button()),)))
    return True


async def _card_of_second_net(turn: Turn) -> None:
    """The language model may see a danger that the detector has not."""
    if turn.understanding is None:
        return
    decision = decide(turn.understanding)
    if isinstance(decision, Crisis):
        if decision.first:
            await show_card_for_intent(turn, decision.intent)
        else:
            turn.add_line()


async def show_card_and_carry(turn: Turn) -> None:
    """Danger in private: the card first, whatever was under way; then the relay goes on."""
    await show_card(turn)
    await carry_despite_danger(turn)


async def show_card_discreetly_and_carry(turn: Turn) -> None:
    """Danger in a group: the card in private; a reply of the coordination still reaches the person."""
    await show_card_discreetly(turn)
    await coordination.hear_group(turn)


def leave(turn: Turn) -> None:
    """A button or a command brings the assistant back; the request stays open."""
    form = turn.conversation.form
    if form is not None and form.name == begin.FORM:
        turn.conversation.form = None
