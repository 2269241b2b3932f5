"""While a person speaks with the coordination, their words go to a human and the assistant is silent."""

from __future__ import annotations

from actions.mediation import service
from actions.mediation.models import Request
from actions.mediation.service import request_of_person
from actions.mediation.states import OVER_STATES, State
from actions.reply import IfUnknown, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.conversations import Form
from bot.nlu.routing import Crisis, decide
from bot.telegram.handlers import welcome
from bot.telegram.handlers.mediation import begin, changes, coordination, writing
from bot.telegram.handlers.safety import answer_typed_choice, show_card, show_card_discreetly, show_card_for_intent
from bot.telegram.relay.cards import PERSON, who
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn

WAYS_BACK = frozenset({"menu", "retour", "stop", "back", "quitter"})


async def continue_form(turn: Turn) -> None:
    """What a person says once they have agreed."""
    if turn.text.strip().lower().strip("«»\"' .!") in WAYS_BACK:
        form, turn.conversation.form = turn.conversation.form, None
        turn.say("med.back_unsent" if form is not None and form.step == "write" else "med.back")
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
        await writing.open_request(turn, form)
        return
    request = await request_of_person(turn.session, turn.person, int(form.given["request"]))
    if request is None or State(request.state) in OVER_STATES:
        turn.conversation.form = None
        await _say_it_is_over(turn, request)
        return
    if await _is_ambiguous(turn, request):
        await _ask_for_whom(turn)
        return
    await writing.write(turn, request)
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
        await _say_it_is_over(turn, request)
        return
    turn.conversation.form = Form(begin.FORM, "talk", {"request": request.id, "greeted": True})
    await _card_of_second_net(turn)
    await writing.write(turn, request)


async def carry_despite_danger(turn: Turn) -> None:
    """After the help card: what was said to the coordination still goes there, with a neutral line if so agreed."""
    await _carry_on(turn)
    await _warn_if_agreed(turn)


async def answer_card_and_carry(turn: Turn) -> None:
    """What is typed under a help card answers it; where a talk is under way it goes to the human as well."""
    await answer_typed_choice(turn)
    await _carry_on(turn)


async def _carry_on(turn: Turn) -> None:
    if turn.answered is not None and turn.answered.by_desk:
        await coordination.answer_person(turn)
        return
    if turn.update.edited_message is not None:
        await changes.follow_edit(turn)
    elif turn.answered is not None:
        await answer_line(turn)
    elif _is_talking(turn):
        await carry(turn)


async def _warn_if_agreed(turn: Turn) -> None:
    form = turn.conversation.form
    if form is None or not _is_talking(turn) or form.step != "talk":
        return
    request = await request_of_person(turn.session, turn.person, int(form.given["request"]))
    if request is None or not request.warns_in_danger or State(request.state) in OVER_STATES:
        return
    relay = turn.services.relay
    names = await relay.names(turn.session, request)
    line = say("med.desk_danger", number=request.number, who=who(names.person))
    await relay.tell_desk(turn.session, request, Reply(parts=(line,), if_unknown=IfUnknown.RESEND), now=turn.now)


async def _say_it_is_over(turn: Turn, request: Request | None) -> None:
    """The words did not leave: the request is closed, cancelled or erased. Say so, and what can be done."""
    if request is None:
        turn.say("med.over_now")
        await begin.begin(turn)
        return
    relay = turn.services.relay
    over = Reply(parts=(say("med.over_now"),), if_unknown=IfUnknown.RESEND)
    await relay.tell_person(turn.session, request, over, now=turn.now)
    await relay.send_person_card(turn.session, request, now=turn.now)


def _is_talking(turn: Turn) -> bool:
    form = turn.conversation.form
    return form is not None and form.name == begin.FORM


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
    if _is_talking(turn):
        turn.conversation.form = None
