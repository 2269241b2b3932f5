"""The other desks of a coordination, one tap from its board: requests, open questions, directory, opinions.

Each button names its territory. A desk that the territory has no use for is not offered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from actions.answers.open_questions import count_open
from actions.mediation.service import count_open_requests
from actions.reply import Button, say
from actions.territories.councils import covers_anything
from actions.territories.models import Territory
from bot.telegram.handlers import open_questions, place_desk, welcome
from bot.telegram.handlers.mediation import coordination as mediation_desk
from bot.telegram.handlers.meetings.rights import pressed_territory
from bot.telegram.tokens import button
from bot.telegram.turn import Turn


async def rows_of(turn: Turn, territory: Territory) -> list[tuple[Button, ...]]:
    """The buttons to these desks, two a row, with how much waits there."""
    requests = await count_open_requests(turn.session, territory_id=territory.id)
    questions = await count_open(turn.session, territory_id=territory.id)
    opinions = button(say("button.feedback_desk"), "fc", "board", territory.id)
    places = button(say("button.coord_places"), "mc", "places", territory.id)
    has_places = await covers_anything(turn.session, territory_id=territory.id)  # a directory is of communes
    return [
        (
            button(say("button.coord_requests", number=requests), "mc", "requests", territory.id),
            button(say("button.coord_questions", number=questions), "mc", "questions", territory.id),
        ),
        (places, opinions) if has_places else (opinions,),
    ]


async def show_requests(turn: Turn) -> None:
    """The requests that are not finished."""
    await _enter(turn, mediation_desk.list_requests_of)


async def show_questions(turn: Turn) -> None:
    """The questions that wait for an answer, one at a time."""
    await _enter(turn, lambda turn, _territory: open_questions.show_next(turn, after=0))


async def show_places(turn: Turn) -> None:
    """The directory."""
    await _enter(turn, lambda turn, _territory: place_desk.start(turn))


async def _enter(turn: Turn, show: Callable[[Turn, Territory], Awaitable[None]]) -> None:
    """Show a desk of the territory a button names; from now on the conversation is about that territory."""
    territory = await pressed_territory(turn)
    if territory is None:
        await welcome.offer_again(turn)
        return
    turn.conversation.memory.territory = territory.slug
    await show(turn, territory)
