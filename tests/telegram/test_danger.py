"""Someone in danger gets the help card whatever is broken."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from actions.people.models import Person
from actions.reply import Urgency
from actions.safety.levels import Assessment
from bot.delivery.conversations import save_conversation
from bot.delivery.models import OutboxItem
from bot.delivery.sender import Sender
from bot.simulator import Seat
from tests.conftest import OpenHouse
from tests.harness.house import House

CRY = "je vais me tuer ce soir"
PROMISE = 2.0  # seconds


def cards(seat: Seat) -> list[str]:
    return [bubble.text or "" for bubble in seat.messages if bubble.from_bot and "3114" in (bubble.text or "")]


async def test_card_goes_out_without_a_language_model(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, CRY)
    assert len(cards(seat)) == 1


async def test_card_goes_out_when_the_database_is_gone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    break_database(house, monkeypatch)
    seat.say(CRY)
    await house.simulator.wait_for(lambda: cards(seat), timeout=PROMISE + 1)
    assert len(cards(seat)) == 1


def break_database(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every transaction fails from now on, as when the server is stopped."""

    def refuse(_connection: object) -> None:
        raise sqlite3.OperationalError("the database is gone")

    monkeypatch.setattr(house.app.parts.engine.sync_engine.dialect, "do_begin", refuse)


async def test_card_goes_out_when_the_database_hangs(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    async with house.app.parts.sessions() as session:  # the only connection of SQLite is held
        await session.scalar(select(Person.id).limit(1))
        seat.say(CRY)
        await house.simulator.wait_for(lambda: cards(seat), timeout=PROMISE + 1)
    await house.settle()
    assert len(cards(seat)) == 1


async def test_card_that_went_straight_while_the_database_was_slow_does_not_come_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = house.seat()
    slow_down_writing(house, monkeypatch, until=lambda: bool(cards(seat)))
    await house.hear(seat, CRY)
    assert len(cards(seat)) == 1
    await house.hear(seat, CRY)
    assert len(cards(seat)) == 2  # another cry has its own card


async def test_card_that_could_not_go_straight_goes_the_ordinary_way(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = house.seat()
    house.simulator.faults.add(method="sendMessage", kind="502", times=1)
    slow_down_writing(house, monkeypatch, until=lambda: len(house.simulator.faults) == 0)
    await house.hear(seat, CRY)
    assert len(cards(seat)) == 1


def slow_down_writing(house: House, monkeypatch: pytest.MonkeyPatch, *, until: Callable[[], bool]) -> None:
    """What an update leads to is written down only once something has happened."""

    async def save_late(*arguments: Any, **named: Any) -> None:
        await house.simulator.wait_for(until, timeout=PROMISE + 5)
        await save_conversation(*arguments, **named)

    monkeypatch.setattr("bot.telegram.desk.save_conversation", save_late)


async def test_card_that_arrived_is_not_sent_again_while_that_is_being_written_down(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = house.seat()
    settle, may_settle = Sender._settle, asyncio.Event()

    async def settle_late(*arguments: Any) -> None:
        await may_settle.wait()
        await settle(*arguments)

    monkeypatch.setattr(Sender, "_settle", settle_late)
    seat.say(CRY)
    await house.simulator.wait_for(lambda: cards(seat), timeout=PROMISE + 1)
    await house.app.parts.watch.stop()  # until it expects no card any more
    may_settle.set()
    await house.settle()
    assert len(cards(seat)) == 1


async def test_card_goes_out_when_the_scheduler_is_dead(house: House) -> None:
    house.app.parts.ticker.stop()
    seat = house.seat()
    await house.hear(seat, CRY)
    assert len(cards(seat)) == 1


async def test_card_goes_out_although_a_tap_was_acknowledged_meanwhile(house: House) -> None:
    """The acknowledgment travels as fast as a card, and is none: the watch goes on expecting the card."""
    seat = house.seat()
    await house.hear(seat, "/menu")
    house.simulator.faults.add(method="sendMessage", kind="delay", seconds=PROMISE + 2, times=1)
    seat.tap("Mes données")
    seat.say(CRY)
    await house.simulator.wait_for(lambda: cards(seat), timeout=PROMISE + 1)


async def test_card_leaves_no_row_that_tells_of_it(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, CRY)
    seat.tap(seat.last.labels[0])
    await house.settle()
    async with house.app.parts.sessions() as session:
        assert list(await session.scalars(select(OutboxItem.lane).where(OutboxItem.lane == Urgency.CRISIS.value))) == []


async def test_card_goes_out_when_the_handler_fails(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.telegram.desk.TelegramDesk.handle", fail)
    seat = house.seat()
    seat.say(CRY)
    await house.simulator.wait_for(lambda: cards(seat), timeout=PROMISE + 1)


async def test_card_goes_out_when_the_detector_fails(open_a_house: OpenHouse) -> None:
    class Broken:
        def assess(self, text: str, *, earlier: object = ()) -> Assessment:
            raise RuntimeError

    house = await open_a_house(detector=Broken())
    seat = house.seat()
    await house.hear(seat, "bonjour")
    assert len(cards(seat)) == 1


@pytest.mark.parametrize("send", ["edit", "caption"])
async def test_danger_is_seen_wherever_it_is_written(house: House, send: str) -> None:
    seat = house.seat()
    if send == "edit":
        message = seat.say("/menu")
        await house.settle()
        seat.edit(message, CRY)
    else:
        seat.send_photo(caption=CRY)
    await house.settle()
    assert len(cards(seat)) == 1


async def test_danger_in_a_group_is_answered_in_private(house: House) -> None:
    world = house.simulator.world
    amina = world.add_person("Amina", language_code="fr")
    private = world.seat(amina)
    await house.hear(private, "/start")
    group = world.add_group("Quartier", members=[amina], with_bot=True, administrator=True)
    public = world.seat(amina, chat=group)
    await house.settle()
    await house.hear(public, CRY)
    assert len(cards(private)) == 1
    assert [bubble.text for bubble in public.messages if bubble.from_bot][-1:] == ["Je vous écris en privé."]


async def test_danger_in_a_group_of_someone_we_cannot_write_to_stays_discreet(house: House) -> None:
    world = house.simulator.world
    amina = world.add_person("Amina", language_code="fr")
    group = world.add_group("Quartier", members=[amina], with_bot=True, administrator=True)
    public = world.seat(amina, chat=group)
    await house.settle()
    await house.hear(public, CRY)
    said = [bubble.text or "" for bubble in public.messages if bubble.from_bot]
    assert any("3114" in text for text in said)
    assert CRY not in " ".join(said)


async def test_danger_pauses_solicitations_for_a_day(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/simple")
    await house.hear(seat, CRY)
    async with house.app.parts.sessions() as session:
        paused = await session.scalar(select(Person.paused_until))
    assert paused is not None
    assert (paused - house.clock.now()).total_seconds() == 24 * 3600


async def test_sentence_sent_in_pieces_is_read_whole(house: House) -> None:
    seat = house.seat()
    seat.say("je veux")
    seat.say("mourir")
    await house.settle()
    assert len(cards(seat)) >= 1


async def test_many_people_in_danger_are_all_answered(house: House) -> None:
    seats = [house.seat(f"P{number}") for number in range(12)]
    for seat in seats:
        seat.say(CRY)
    await asyncio.gather(*(house.simulator.wait_for(lambda seat=seat: cards(seat)) for seat in seats))  # type: ignore[misc]
    assert all(cards(seat) for seat in seats)  # on a slow machine one may come twice, which is better than never


async def test_card_speaks_english_to_someone_who_writes_english(house: House) -> None:
    seat = house.seat(language_code="fr")
    await house.hear(seat, "I want to kill myself")
    assert "suicide prevention" in cards(seat)[-1]
    await house.hear(seat, "yes")
    assert "Call" in (seat.last.text or "")


async def test_typed_yes_is_no_answer_to_a_card_of_before(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "je veux mourir")
    await house.hear(seat, "/menu")
    await house.hear(seat, "oui")
    assert len(cards(seat)) == 1
