"""The ways in: « donner mon avis », « que sont devenus nos avis ? », and every button of a person's side."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from actions.feedback.answering import open_rounds
from actions.feedback.box import open_box
from actions.feedback.kinds import FeedbackRefused, RoundState
from actions.feedback.members import become_member, find_member, stop_being_asked
from actions.feedback.results import closed_rounds, territories_with_results
from actions.feedback.rounds import find_round
from actions.people.colleges import College
from actions.people.service import territories_of
from actions.reply import Button, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.telegram.handlers import welcome
from bot.telegram.handlers.feedback import answering, reading
from bot.telegram.handlers.feedback.refusals import refuse
from bot.telegram.handlers.feedback.words import Words
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn

ROUNDS_LISTED = 6
TERRITORIES_LISTED = 20


async def give(turn: Turn, _intent: str = "") -> None:
    """What one may say now: the open rounds of one's CLSM, and the box."""
    territories = await _territories(turn)
    if not territories:
        turn.reply(Reply(parts=(say("feedback.no_territory"),), buttons=((menu_button(), urgent_button()),)))
        return
    first = territories[0]
    if await find_member(turn.session, turn.person, territory_id=first.id) is None:
        turn.reply(_invitation_to_join(first))
        return
    turn.reply(await _choice(turn, territories))


async def join(turn: Turn) -> None:
    """Agree to be asked, in the college one names."""
    territory = await _named_territory(turn)
    person = await turn.known_person()
    college = College(turn.action[3])
    await become_member(turn.session, person, territory_id=territory.id, college=college, now=turn.now)
    turn.acknowledge("feedback.joined")
    turn.reply(await _choice(turn, [territory]))


async def leave(turn: Turn) -> None:
    """Be asked no more."""
    if turn.person is None:
        raise FeedbackRefused("not_a_member")
    for territory in await _territories(turn):
        await stop_being_asked(turn.session, turn.person, territory_id=territory.id, now=turn.now)
    turn.reply(Reply(parts=(say("feedback.left"),), buttons=((menu_button(), urgent_button()),)))


async def change_college(turn: Turn) -> None:
    """Name another college."""
    territory = await _named_territory(turn)
    turn.reply(_invitation_to_join(territory))


async def use_box(turn: Turn) -> None:
    """Say something of one's own accord: the box is a round like another, always open."""
    territory_id = int(turn.action[2])
    if await find_member(turn.session, turn.person, territory_id=territory_id) is None:
        raise FeedbackRefused("not_a_member")
    box = await open_box(turn.session, territory_id=territory_id, now=turn.now)
    await answering.open_notice_of(turn, box.id)


async def what_became(turn: Turn, _intent: str = "") -> None:
    """« Que sont devenus nos avis ? »: the last rounds of one's CLSM, for anybody who asks."""
    territories = await _territories(turn)
    if territories:
        await _list_results(turn, territories)
        return
    told = await territories_with_results(turn.session)
    rows = [(button(Verbatim(each.name), "fb", "of", each.id),) for each in told[:TERRITORIES_LISTED]]
    key = "feedback.results_of_which" if rows else "feedback.no_territory"
    turn.reply(Reply(parts=(say(key),), buttons=(*rows, (menu_button(), urgent_button()))))


async def what_became_in(turn: Turn) -> None:
    """The same, of a CLSM that is named."""
    await _list_results(turn, [await _named_territory(turn)])


async def show_results(turn: Turn) -> None:
    """The results of a round that is over."""
    of_round = await find_round(turn.session, int(turn.action[2]))
    if of_round is None or of_round.state != RoundState.CLOSED.value:
        raise FeedbackRefused("not_closed")
    await reading.show(turn, of_round)


async def show_pictures(turn: Turn) -> None:
    """The same results as pictures."""
    of_round = await find_round(turn.session, int(turn.action[2]))
    if of_round is None or of_round.state != RoundState.CLOSED.value:
        raise FeedbackRefused("not_closed")
    await reading.show_pictures(turn, of_round)


async def press(turn: Turn) -> None:
    """A button of a person's side."""
    step = STEPS.get(turn.action[1] if len(turn.action) > 1 else "", welcome.offer_again)
    try:
        await step(turn)
    except FeedbackRefused as refused:
        await refuse(turn, refused)
    except (ValueError, IndexError):
        await welcome.offer_again(turn)


async def _list_results(turn: Turn, territories: list[Territory]) -> None:
    words = Words(turn.services.renderer, turn.language)
    rows: list[tuple[Button, ...]] = []
    for territory in territories:
        for of_round in await closed_rounds(turn.session, territory_id=territory.id, limit=ROUNDS_LISTED):
            day = f"{of_round.closes_at:%d/%m/%Y}" if of_round.closes_at else ""
            label = Verbatim(f"{day} · {words.plain(words.of(of_round.title))}")
            rows.append((button(label, "fb", "res", of_round.id),))
    key = "feedback.what_became" if rows else "feedback.nothing_yet"
    turn.reply(Reply(parts=(say(key),), buttons=(*rows, (menu_button(), urgent_button()))))


async def _territories(turn: Turn) -> list[Territory]:
    """The CLSM this conversation is about, then those one belongs to."""
    numbers = await territories_of(turn.session, turn.person)
    here = await turn.territory()
    ordered = dict.fromkeys([*([here.id] if here else []), *numbers])
    return [await turn.session.get_one(Territory, number) for number in ordered]


async def _named_territory(turn: Turn) -> Territory:
    territory = await turn.session.get(Territory, int(turn.action[2]))
    if territory is None:
        raise ValueError("no such territory")
    return territory


def _invitation_to_join(territory: Territory) -> Reply:
    return Reply(
        parts=(say("feedback.join", territory=Verbatim(territory.name)),),
        buttons=(
            *(
                (button(say(f"button.feedback_college_{college.value}"), "fb", "join", territory.id, college.value),)
                for college in College
            ),
            (menu_button(), urgent_button()),
        ),
    )


async def _choice(turn: Turn, territories: list[Territory]) -> Reply:
    words = Words(turn.services.renderer, turn.language)
    rows: list[tuple[Button, ...]] = []
    for territory in territories:
        if turn.person is None or await find_member(turn.session, turn.person, territory_id=territory.id) is None:
            continue
        rows += [
            (button(Verbatim(words.plain(words.of(one.title))), "fb", "o", one.id),)
            for one in await open_rounds(turn.session, turn.person, territory_id=territory.id, now=turn.now)
        ]
        rows.append((button(say("button.feedback_box"), "fb", "box", territory.id),))
        rows.append(
            (
                button(say("button.feedback_college"), "fb", "coll", territory.id),
                button(say("button.feedback_leave"), "fb", "leave"),
            )
        )
    rows.append((button(say("button.feedback_results"), "fb", "what"),))
    return Reply(parts=(say("feedback.choice"),), buttons=(*rows, (menu_button(), urgent_button())))


STEPS: Mapping[str, Callable[[Turn], Awaitable[None]]] = {
    "list": give,
    "join": join,
    "coll": change_college,
    "leave": leave,
    "box": use_box,
    "what": what_became,
    "of": what_became_in,
    "res": show_results,
    "pics": show_pictures,
    "o": answering.open_notice,
    "q": answering.show_question,
    "a": answering.choose,
    "t": answering.toggle,
    "s": answering.skip,
    "later": answering.later,
    "send": answering.send,
    "w": answering.withdraw,
}
