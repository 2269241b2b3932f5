"""Troubles on demand, rates, and the record of calls."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.simulator import FaultKind, Group, Limits, Seat, Simulator
from tests.simulator.conftest import TOKEN, HttpBot


@pytest.mark.parametrize(
    "refusal",
    [
        ("429", 429, "Too Many Requests: retry after 3"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("400", 400, "Bad Request: the simulator was told to refuse"),
        ("502", 502, "Bad Gateway"),
    ],
)
async def test_refusals_deliver_nothing(
    simulator: Simulator, bot: HttpBot, amina: Seat, refusal: tuple[str, int, str]
) -> None:
    kind, status, words = refusal
    simulator.faults.add(method="sendMessage", kind=kind, retry_after=3, times=2)
    before = len(amina.messages)
    for _ in range(2):
        answer = await bot.call("sendMessage", chat_id=amina.person.id, text="bonjour")
        assert (answer.status, answer.description) == (status, words)
        assert answer.body.get("parameters", {}).get("retry_after") == (3 if kind == "429" else None)
    assert len(amina.messages) == before
    assert (await bot.call("sendMessage", chat_id=amina.person.id, text="bonjour")).status == 200
    assert len(simulator.faults) == 0


@pytest.mark.parametrize(("kind", "delivered"), [("drop_before", 0), ("drop_after", 1)])
async def test_cut_connection_hides_whether_it_was_delivered(
    simulator: Simulator, bot: HttpBot, amina: Seat, kind: str, delivered: int
) -> None:
    simulator.faults.add(method="sendMessage", kind=kind)
    before = len(amina.messages)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await bot.call("sendMessage", chat_id=amina.person.id, text="bonjour")
    assert len(amina.messages) == before + delivered
    assert (simulator.calls[-1].status, simulator.calls[-1].fault) == (0, kind)


async def test_fault_concerns_one_chat_only(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    simulator.faults.add(kind=FaultKind.FORBIDDEN, chat_id=amina.person.id + 1, description="no")
    assert (await bot.call("sendMessage", chat_id=amina.person.id, text="bonjour")).status == 200
    assert len(simulator.faults) == 1
    simulator.faults.clear()
    assert list(simulator.faults) == []
    with pytest.raises(ValueError, match="meteor"):
        simulator.faults.add(kind="meteor")


async def test_proxy_page_is_not_json(simulator: Simulator, bot: HttpBot) -> None:
    simulator.faults.add(method="getMe", kind="not_json")
    async with bot.session.get(f"{bot.url}/bot{TOKEN}/getMe") as response:
        assert response.status == 404
        assert response.content_type == "text/html"


async def test_migration_happens_under_the_call(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    group: Group = simulator.world.add_group("Voisins", members=[amina.person], with_bot=True)
    old = group.id
    simulator.faults.add(method="sendMessage", kind="migrate")
    answer = await bot.call("sendMessage", chat_id=old, text="bonjour")
    assert answer.body["parameters"]["migrate_to_chat_id"] == group.id != old


async def test_slow_call_still_arrives(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    simulator.faults.add(method="sendMessage", kind="delay", seconds=0.2)
    calling = asyncio.create_task(bot.call("sendMessage", chat_id=amina.person.id, text="lent"))
    await simulator.wait_for(lambda: not len(simulator.faults))
    await bot.call("sendMessage", chat_id=amina.person.id, text="rapide")
    await calling
    assert [bubble.text for bubble in amina.messages if bubble.from_bot] == ["rapide", "lent"]


async def test_calls_are_recorded_in_order(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    await bot.form("sendMessage", chat_id=str(amina.person.id), text="un")
    await bot.call("sendMessage", chat_id=amina.person.id)
    await bot.call("dance", step=1)
    recorded = [(call.method, call.params, call.status) for call in simulator.calls]
    assert recorded == [
        ("sendMessage", {"chat_id": amina.person.id, "text": "un"}, 200),
        ("sendMessage", {"chat_id": amina.person.id}, 400),
        ("dance", {"step": 1}, 400),
    ]
    assert simulator.calls[1].description == "Bad Request: message text is empty"


async def test_waiting_ends_with_the_change_or_names_the_latest_calls(
    simulator: Simulator, bot: HttpBot, amina: Seat
) -> None:
    waiting = asyncio.create_task(simulator.wait_for(lambda: amina.last.text == "voilà"))
    await bot.call("sendMessage", chat_id=amina.person.id, text="voilà")
    await waiting
    with pytest.raises(TimeoutError, match="sendMessage 200"):
        await simulator.wait_for(lambda: False, timeout=0.01)


class TestDocumentedLimits:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits.documented()

    async def send(self, bot: HttpBot, chat_id: int, **more: object) -> int:
        return (await bot.call("sendMessage", chat_id=chat_id, text="a", **more)).status

    async def test_one_chat_takes_a_short_burst_then_one_a_second(
        self, simulator: Simulator, bot: HttpBot, amina: Seat
    ) -> None:
        here = amina.person.id
        assert [await self.send(bot, here) for _ in range(4)] == [200, 200, 200, 429]
        assert simulator.calls[-1].description == "Too Many Requests: retry after 3"
        simulator.clock.advance(timedelta(seconds=2))
        assert await self.send(bot, here) == 429
        simulator.clock.advance(timedelta(seconds=1))
        assert await self.send(bot, here) == 200
        for _ in range(30):
            simulator.clock.advance(timedelta(seconds=1))
            assert await self.send(bot, here) == 200

    async def test_thirty_a_second_in_all_more_when_paid(self, simulator: Simulator, bot: HttpBot) -> None:
        people = [simulator.world.seat(simulator.world.add_person(f"P{n}")) for n in range(31)]
        for seat in people:
            seat.say("/start")
        statuses = [await self.send(bot, seat.person.id) for seat in people]
        assert statuses == [200] * 30 + [429]
        simulator.clock.advance(timedelta(seconds=1))
        statuses = [await self.send(bot, seat.person.id, allow_paid_broadcast=True) for seat in people]
        assert statuses == [200] * 31

    async def test_twenty_a_minute_in_a_group(self, simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
        group = simulator.world.add_group("Voisins", members=[amina.person], with_bot=True)
        statuses = []
        for _ in range(21):
            statuses.append(await self.send(bot, group.id))
            simulator.clock.advance(timedelta(seconds=1))
        assert statuses == [200] * 20 + [429]
        simulator.clock.advance(timedelta(seconds=39))
        assert await self.send(bot, group.id) == 200
