"""What becomes of messages under every fault of the edge, in the running house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.people.models import Person
from bot.delivery.models import OutboxItem, SendState
from bot.delivery.pacer import Pace
from bot.simulator import Limits, Seat, SimulatorClock
from tests.conftest import OpenHouse
from tests.harness.house import House


async def states(house: House) -> list[str]:
    async with house.app.parts.sessions() as session:
        return list(await session.scalars(select(OutboxItem.state).order_by(OutboxItem.id)))


def texts(seat: Seat) -> list[str]:
    return [bubble.text or "" for bubble in seat.messages if bubble.from_bot]


async def test_message_refused_by_the_rate_is_sent_once_later(house: House) -> None:
    seat = house.seat()
    house.simulator.faults.add(method="sendMessage", kind="429", retry_after=1, times=1)
    heard = await house.hear(seat, "/menu")
    assert (len(heard), await states(house)) == (1, [SendState.SENT])


async def test_connection_cut_before_the_answer_counts_as_unknown(house: House) -> None:
    """Nobody can tell a call that was cut before it arrived from one that was cut after: neither is repeated."""
    seat = house.seat()
    house.simulator.faults.add(method="sendMessage", kind="drop_before", times=1)
    await house.hear(seat, "/menu")
    assert [text[:26] for text in texts(seat)] == ["J’ai été interrompu en vou"]


async def until_not(house: House, state: SendState) -> None:
    while state in await states(house):
        pass


async def test_answer_of_unknown_fate_is_not_repeated_but_offered_again(house: House) -> None:
    seat = house.seat()
    house.simulator.faults.add(method="sendMessage", kind="drop_after", times=1)
    await house.hear(seat, "/menu")
    assert await states(house) == [SendState.UNKNOWN, SendState.SENT]
    assert [text[:30] for text in texts(seat)] == ["Que cherchez-vous ? Choisissez", "J’ai été interrompu en vous ré"]


async def test_interrupted_answer_is_shown_again_on_request_and_once(house: House) -> None:
    seat = house.seat()
    house.simulator.faults.add(method="sendMessage", kind="drop_after", times=1)
    await house.hear(seat, "/menu")
    notice = seat.last
    seat.tap("Montrer à nouveau", message=notice)
    await house.settle()
    seat.tap("Montrer à nouveau", message=notice)
    await house.settle()
    # The answer whose fate was unknown, the one shown again, and the menu that the spent button leads to.
    assert [text[:17] for text in texts(seat)].count("Que cherchez-vous") == 3


async def test_tap_on_an_unrecorded_message_proves_that_it_arrived(house: House) -> None:
    seat = house.seat()
    house.simulator.faults.add(method="sendMessage", kind="drop_after", times=1)
    await house.hear(seat, "/menu")
    menu = next(bubble for bubble in seat.messages if (bubble.text or "").startswith("Que cherchez-vous"))
    seat.tap("Mes données", message=menu)
    await house.settle()
    assert (await states(house))[0] == SendState.SENT


async def test_help_in_a_crisis_is_sent_again_when_its_fate_is_unknown(house: House) -> None:
    seat = house.seat()
    house.simulator.faults.add(method="sendMessage", kind="drop_after", times=1)
    seat.say("/urgence")
    await house.simulator.wait_for(lambda: len(texts(seat)) >= 1)
    await until_not(house, SendState.SENDING)
    await house.advance(timedelta(seconds=5))
    assert len(texts(seat)) == 2


async def test_person_who_blocks_is_unreachable_until_they_come_back(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/simple")
    seat.block()
    await house.settle()
    assert await reachable(house) == [False]
    seat.unblock()
    await house.settle()
    assert await reachable(house) == [True]


async def test_block_learnt_from_a_refusal_marks_the_person(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/simple")
    house.simulator.faults.add(method="sendMessage", kind="403", times=1)
    await house.hear(seat, "/menu")
    assert (await reachable(house), (await states(house))[-1]) == ([False], SendState.BLOCKED)


async def reachable(house: House) -> list[bool]:
    async with house.app.parts.sessions() as session:
        return list(await session.scalars(select(Person.reachable)))


@pytest.mark.parametrize("kind", ["400", "502", "not_json"])
async def test_house_survives_every_answer_of_the_edge(house: House, kind: str) -> None:
    seat = house.seat()
    if kind == "not_json":
        house.app.parts.sender._pacer.hold = lambda _seconds: None  # type: ignore[method-assign]  # no real half minute
    house.simulator.faults.add(method="sendMessage", kind=kind, times=1)
    await house.hear(seat, "/menu")
    assert (await house.hear(seat, "/aide"))[-1].startswith("Que cherchez-vous")


async def test_what_was_sent_is_wiped_at_once(house: House) -> None:
    await house.hear(house.seat(), "/menu")
    async with house.app.parts.sessions() as session:
        assert await session.scalar(select(OutboxItem.sealed)) is None


async def test_messages_go_at_the_documented_pace(open_a_house: OpenHouse) -> None:
    """Against a server that enforces Telegram's rates, nothing is ever refused."""
    house = await open_a_house(pace=Pace(), limits=Limits.documented(), clock=SimulatorClock.running())
    seats = [house.seat(f"P{number}") for number in range(45)]
    for seat in seats:
        seat.say("/menu")
    await house.settle()
    assert {call.status for call in house.simulator.calls if call.method == "sendMessage"} == {200}
    assert all(len(texts(seat)) == 1 for seat in seats)
