"""Who may use the coordination's buttons: whoever coordinates the very territory the meeting belongs to."""

from __future__ import annotations

from actions.meetings.models import Meeting
from actions.meetings.service import find_meeting
from actions.people.rights import coordinated_territories
from actions.territories.models import Territory
from bot.telegram.turn import Turn


async def coordinated(turn: Turn) -> list[int]:
    """The territories whose coordination speaks."""
    return await coordinated_territories(turn.session, turn.person)


async def pressed_meeting(turn: Turn) -> Meeting | None:
    """The meeting a button names, if the person coordinates its territory."""
    number = turn.action[2] if turn.action[2:] else ""
    if not number.isdecimal():
        return None
    return await find_meeting(turn.session, int(number), territories=await coordinated(turn))


async def pressed_territory(turn: Turn) -> Territory | None:
    """The territory a button names, if the person coordinates it."""
    number = turn.action[2] if turn.action[2:] else ""
    if not number.isdecimal() or int(number) not in await coordinated(turn):
        return None
    return await turn.session.get(Territory, int(number))
