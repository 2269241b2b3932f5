"""The coordination's desk: its rounds, its settings, and who may touch them."""

from __future__ import annotations

from actions.feedback.kinds import SMALLEST_MINIMUM, FeedbackRefused, RoundKind, RoundState
from actions.feedback.models import FeedbackRound
from actions.feedback.rounds import cancel, find_round, rounds_of, set_minimum, settings_of
from actions.people.rights import COORDINATION, coordinated_territories, has_role
from actions.reply import Button, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.outbox import forget_reference
from bot.telegram.handlers.feedback import entry
from bot.telegram.handlers.feedback.answering import asked_under
from bot.telegram.handlers.feedback.words import Words, local
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn

LISTED = 8
MINIMUMS = (SMALLEST_MINIMUM, 8, 11, 15, 20)


async def command(turn: Turn) -> None:
    """/avis: the desk for whoever coordinates, giving one's opinion for everybody else."""
    if await coordinated_territories(turn.session, turn.person):
        await choose_territory(turn)
    else:
        await entry.give(turn)


async def choose_territory(turn: Turn) -> None:
    """The desk of the territory one coordinates, or which one."""
    numbers = await coordinated_territories(turn.session, turn.person)
    if not numbers:
        raise FeedbackRefused("not_yours")
    if len(numbers) == 1:
        turn.reply(await _board(turn, numbers[0]))
        return
    territories = [await turn.session.get_one(Territory, number) for number in numbers]
    rows = [(button(Verbatim(territory.name), "fc", "board", territory.id),) for territory in territories]
    turn.reply(Reply(parts=(say("feedback.which_territory"),), buttons=(*rows, (menu_button(),))))


async def board(turn: Turn) -> None:
    """The desk of one territory."""
    territory = await own_territory(turn)
    turn.reply(await _board(turn, territory.id))


async def live(turn: Turn) -> None:
    """The drafts and the rounds under way."""
    territory = await own_territory(turn)
    states = {RoundState.DRAFT, RoundState.SCHEDULED, RoundState.OPEN}
    found = await rounds_of(turn.session, territory_id=territory.id, states=states, kind=RoundKind.SURVEY)
    await _list(turn, territory, found, key="feedback.desk_live")


async def closed(turn: Turn) -> None:
    """The rounds that are over, with the boxes that were opened."""
    territory = await own_territory(turn)
    found = await rounds_of(turn.session, territory_id=territory.id, states={RoundState.CLOSED})
    await _list(turn, territory, found, key="feedback.desk_closed")


async def show_settings(turn: Turn) -> None:
    """The minimum group, and whether meetings are asked about."""
    await _show_settings(turn, await own_territory(turn))


async def choose_minimum(turn: Turn) -> None:
    """Change the minimum group of the rounds to come."""
    territory = await own_territory(turn)
    await set_minimum(turn.session, territory_id=territory.id, minimum=int(turn.action[3]))
    await _show_settings(turn, territory)


async def switch_after_meetings(turn: Turn) -> None:
    """Ask, or ask no more, how a meeting went."""
    territory = await own_territory(turn)
    settings = await settings_of(turn.session, territory_id=territory.id)
    settings.after_meetings = turn.action[3] == "on"
    await _show_settings(turn, territory)


async def show_under_way(turn: Turn, of_round: FeedbackRound) -> None:
    """A round that is announced or open: until when, and no figure at all."""
    territory = await turn.session.get_one(Territory, of_round.territory_id)
    words = Words(turn.services.renderer, turn.language)
    turn.reply(
        Reply(
            parts=(
                say(
                    f"feedback.desk_{of_round.state}",
                    title=words.of(of_round.title),
                    opens=local(of_round.opens_at, territory),
                    closes=local(of_round.closes_at, territory),
                    minimum=of_round.minimum,
                ),
            ),
            buttons=(
                (button(say("button.feedback_cancel"), "fc", "cancel", of_round.id),),
                back(of_round.territory_id),
            ),
        )
    )


async def ask_to_cancel(turn: Turn) -> None:
    """Say what giving up means before doing it."""
    of_round = await own_round(turn)
    turn.reply(
        Reply(
            parts=(say("feedback.cancel_question"),),
            buttons=(
                (button(say("button.feedback_cancel_yes"), "fc", "cancelled", of_round.id),),
                (button(say("button.feedback_cancel_no"), "fc", "r", of_round.id),),
            ),
        )
    )


async def give_up(turn: Turn) -> None:
    """Give a round up: what was answered is erased unread."""
    of_round = await own_round(turn)
    await cancel(turn.session, of_round)
    await forget_reference(turn.session, asked_under(of_round))
    turn.reply(Reply(parts=(say("feedback.cancelled"),), buttons=(back(of_round.territory_id),)))


async def own_territory(turn: Turn, territory_id: int | None = None) -> Territory:
    """The territory of a token, if this person coordinates it; FeedbackRefused otherwise."""
    number = int(turn.action[2]) if territory_id is None else territory_id
    if not await has_role(turn.session, turn.person, roles=COORDINATION, territory_id=number):
        raise FeedbackRefused("not_yours")
    return await turn.session.get_one(Territory, number)


async def own_round(turn: Turn, round_id: int | None = None) -> FeedbackRound:
    """The round of a token, if this person coordinates its territory; FeedbackRefused otherwise."""
    of_round = await find_round(turn.session, int(turn.action[2]) if round_id is None else round_id)
    if of_round is None:
        raise FeedbackRefused("not_yours")
    await own_territory(turn, of_round.territory_id)
    return of_round


def back(territory_id: int) -> tuple[Button, ...]:
    """Back to the desk, and to the menu."""
    return (button(say("button.feedback_desk"), "fc", "board", territory_id), menu_button())


async def _board(turn: Turn, territory_id: int) -> Reply:
    territory = await turn.session.get_one(Territory, territory_id)
    return Reply(
        parts=(say("feedback.desk", territory=Verbatim(territory.name)),),
        buttons=(
            (button(say("button.feedback_new"), "fc", "new", territory_id),),
            (
                button(say("button.feedback_live"), "fc", "live", territory_id),
                button(say("button.feedback_closed"), "fc", "closed", territory_id),
            ),
            (button(say("button.feedback_settings"), "fc", "set", territory_id),),
            (button(say("button.feedback_mine"), "fb", "list"),),
            (menu_button(), urgent_button()),
        ),
    )


async def _list(turn: Turn, territory: Territory, found: list[FeedbackRound], *, key: str) -> None:
    words = Words(turn.services.renderer, turn.language)
    rows = [(button(_label(one, words=words), "fc", "r", one.id),) for one in found[:LISTED]]
    text = say(key) if rows else say("feedback.desk_empty")
    turn.reply(Reply(parts=(text,), buttons=(*rows, back(territory.id))))


def _label(of_round: FeedbackRound, *, words: Words) -> Verbatim:
    state = words.plain(say(f"feedback.state_{of_round.state}"))
    moment = of_round.opens_at if of_round.state == RoundState.SCHEDULED.value else of_round.closes_at
    day = f" {moment:%d/%m/%Y}" if moment and of_round.state != RoundState.DRAFT.value else ""
    return Verbatim(f"{state}{day} · {words.plain(words.of(of_round.title))}")


async def _show_settings(turn: Turn, territory: Territory) -> None:
    settings = await settings_of(turn.session, territory_id=territory.id)
    switch = "off" if settings.after_meetings else "on"
    turn.reply(
        Reply(
            parts=(
                say("feedback.settings", minimum=settings.minimum, smallest=SMALLEST_MINIMUM),
                say(f"feedback.after_meetings_{'on' if settings.after_meetings else 'off'}"),
            ),
            buttons=(
                tuple(button(Verbatim(str(number)), "fc", "min", territory.id, number) for number in MINIMUMS),
                (button(say(f"button.feedback_meetings_{switch}"), "fc", "meet", territory.id, switch),),
                back(territory.id),
            ),
        )
    )
