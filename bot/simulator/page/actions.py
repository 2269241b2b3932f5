"""What the page may ask for: the verbs of a seat, one table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.simulator.bubbles import Bubble
from bot.simulator.clock import SimulatorClock
from bot.simulator.jsontypes import Json
from bot.simulator.seat import Seat
from bot.simulator.taps import SeatError, press_inline, press_key

ZONE = ZoneInfo("Europe/Paris")
"""The time zone of the page's clock."""
MORNING = time(8)

Action = Callable[[Seat, Json], object]


def find_bubble(seat: Seat, number: int) -> Bubble:
    """The standing bubble of that number. Raises SeatError."""
    found = next((each for each in reversed(seat.messages) if each.id == number and not each.deleted), None)
    if found is None:
        reason = f"message {number} is not here any more"
        raise SeatError(reason)
    return found


def move_clock(clock: SimulatorClock, wish: Json) -> None:
    """Move the clock by "seconds", to the next "morning", or "to" a date and time of the page's zone.

    Raises ValueError on a date that is past or cannot be read.
    """
    if "seconds" in wish:
        clock.advance(timedelta(seconds=float(wish["seconds"])))
    elif "morning" in wish:
        today = clock.now().astimezone(ZONE)
        clock.set(datetime.combine(today.date() + timedelta(days=today.time() >= MORNING), MORNING, ZONE))
    else:
        clock.set(datetime.fromisoformat(wish["to"]).replace(tzinfo=ZONE))


def _say(seat: Seat, wish: Json) -> None:
    answered = find_bubble(seat, wish["reply_to"]) if wish.get("reply_to") else None
    _in_topic(seat, wish).say(wish["text"], reply_to=answered)


def _in_topic(seat: Seat, wish: Json) -> Seat:
    """The same seat inside the topic the page shows."""
    return replace(seat, thread=wish["thread"]) if wish.get("thread") else seat


def _tap(seat: Seat, wish: Json) -> None:
    bubble = find_bubble(seat, wish["message"])
    rows = (bubble.message.inline_keyboard or {}).get("inline_keyboard", [])
    try:
        button = rows[wish["row"]][wish["column"]]
    except IndexError:
        reason = "this button is not here any more"
        raise SeatError(reason) from None
    press_inline(seat, bubble, button)


def _press(seat: Seat, wish: Json) -> None:
    press_key(_in_topic(seat, wish), wish["label"])


ACTIONS: dict[str, Action] = {
    "say": _say,
    "tap": _tap,
    "press": _press,
    "edit": lambda seat, wish: seat.edit(find_bubble(seat, wish["message"]), wish["text"]),
    "delete": lambda seat, wish: seat.delete(find_bubble(seat, wish["message"])),
    "vote": lambda seat, wish: seat.vote(find_bubble(seat, wish["message"]), wish["option"]),
    "location": lambda seat, wish: seat.share_location(float(wish["latitude"]), float(wish["longitude"])),
    "contact": lambda seat, _: seat.share_contact(),
    "block": lambda seat, _: seat.block(),
    "unblock": lambda seat, _: seat.unblock(),
}
"""For every action of the page, the verb of the seat."""
