"""Updates: what a bot learns, in which order, and how it confirms."""

import asyncio
from datetime import timedelta

from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import Seat, Simulator
from bot.simulator.updates import UpdateQueue
from tests.simulator.conftest import START, HttpBot, until_polled


async def test_message_waits_until_a_higher_offset_confirms_it(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    amina.say("un")
    amina.say("deux")
    first = await bot.updates()
    assert [update["message"]["text"] for update in first] == ["un", "deux"]
    assert await bot.updates() == first
    rest = await bot.updates(offset=first[0]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["deux"]
    assert len(simulator.pending_updates(bot.account)) == 1


async def test_negative_offset_forgets_all_but_the_last(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    for word in ("un", "deux", "trois"):
        amina.say(word)
    assert [update["message"]["text"] for update in await bot.updates(offset=-1)] == ["trois"]
    assert len(simulator.pending_updates(bot.account)) == 1


async def test_limit_bounds_the_answer(bot: HttpBot, amina: Seat) -> None:
    for number in range(5):
        amina.say(f"n{number}")
    assert len(await bot.updates(limit=2)) == 2
    assert (await bot.call("getUpdates", limit=0)).status == 400
    assert (await bot.call("getUpdates", limit=101)).status == 400


async def test_long_poll_answers_as_soon_as_something_happens(bot: HttpBot, amina: Seat) -> None:
    polling = asyncio.create_task(bot.updates(timeout=30))
    await asyncio.sleep(0)
    amina.say("enfin")
    updates = await asyncio.wait_for(polling, 5)
    assert updates[0]["message"]["text"] == "enfin"


async def test_second_poller_sends_the_first_away(bot: HttpBot, simulator: Simulator, amina: Seat) -> None:
    queue = simulator.world.queue(bot.account)
    first = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await until_polled(queue)
    second = asyncio.create_task(bot.call("getUpdates", timeout=30))
    refused = await asyncio.wait_for(first, 5)
    assert refused.status == 409
    assert refused.description.startswith("Conflict: terminated by other getUpdates request")
    amina.say("pour le second")
    assert len((await asyncio.wait_for(second, 5)).result) == 1


async def test_updates_expire_after_a_day(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    amina.say("hier")
    simulator.clock.advance(timedelta(hours=23))
    amina.say("aujourd'hui")
    simulator.clock.advance(timedelta(hours=1))
    assert [update["message"]["text"] for update in await bot.updates()] == ["aujourd'hui"]


async def test_allowed_updates_are_remembered(bot: HttpBot, amina: Seat) -> None:
    await bot.updates(allowed_updates=["callback_query"])
    amina.say("non demandé")
    assert await bot.updates() == []
    await bot.updates(allowed_updates=[])
    amina.say("demandé")
    assert len(await bot.updates()) == 1


async def test_reactions_come_only_when_asked_for(bot: HttpBot, amina: Seat) -> None:
    bubble = amina.say("merci")
    await bot.updates(offset=-1)
    amina.react(bubble, "👍")
    assert [next(iter(update.keys() - {"update_id"})) for update in await bot.updates()] == ["message"]
    await bot.updates(allowed_updates=["message_reaction"])
    amina.react(bubble, None)
    change = (await bot.updates(offset=-1))[0]["message_reaction"]
    assert (change["old_reaction"], change["new_reaction"]) == ([{"type": "emoji", "emoji": "👍"}], [])


async def test_edit_arrives_and_deletion_does_not(bot: HttpBot, amina: Seat) -> None:
    bubble = amina.say("bonjour")
    amina.edit(bubble, "bonsoir")
    amina.delete(bubble)
    updates = await bot.updates()
    assert [sorted(update.keys() - {"update_id"}) for update in updates] == [["message"], ["edited_message"]]
    assert updates[1]["edited_message"]["text"] == "bonsoir"
    assert updates[0]["message"]["text"] == "bonjour"
    assert bubble.deleted


async def test_block_and_unblock_arrive_as_my_chat_member(bot: HttpBot, amina: Seat) -> None:
    amina.block()
    amina.block()
    refused = await bot.call("sendMessage", chat_id=amina.person.id, text="?")
    assert (refused.status, refused.description) == (403, "Forbidden: bot was blocked by the user")
    amina.unblock()
    changes = [update["my_chat_member"] for update in await bot.updates()]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]
    assert (await bot.call("sendMessage", chat_id=amina.person.id, text="!")).status == 200


async def test_phone_number_comes_only_with_the_contact(bot: HttpBot, amina: Seat) -> None:
    amina.say("bonjour")
    assert "phone" not in str(await bot.updates())
    amina.share_contact()
    contact = (await bot.updates(offset=-1))[0]["message"]["contact"]
    assert contact["phone_number"] == amina.person.phone_number
    assert contact["user_id"] == amina.person.id


class WebhookReceiver:
    """A bot's own server: refuses the first deliveries, then takes them."""

    def __init__(self, *, refusals: int) -> None:
        self.refusals = refusals
        self.taken: list[int] = []
        self.secrets: list[str | None] = []
        self.done = asyncio.Event()

    async def receive(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=500)
        self.taken.append((await request.json())["update_id"])
        self.done.set()
        return web.Response()


async def test_webhook_delivers_with_its_secret_until_accepted(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    receiver = WebhookReceiver(refusals=2)
    app = web.Application()
    app.add_routes([web.post("/hook", receiver.receive)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        settings = {"url": f"http://127.0.0.1:{port}/hook", "secret_token": "s3cret_-", "max_connections": 2}
        assert (await bot.call("setWebhook", **settings)).result is True
        amina.say("par le crochet")
        await asyncio.wait_for(receiver.done.wait(), 5)
        assert set(receiver.secrets) == {"s3cret_-"}
        assert len(receiver.secrets) == 3
        conflict = await bot.call("getUpdates")
        assert conflict.status == 409
        assert "while webhook is active" in conflict.description
        info = (await bot.call("getWebhookInfo")).result
        assert (info["url"], info["max_connections"]) == (settings["url"], 2)
        assert "500" in info["last_error_message"]
        await bot.call("deleteWebhook")
        assert await bot.updates() == []
    finally:
        await runner.cleanup()


async def test_webhook_must_be_https_beyond_loopback(bot: HttpBot) -> None:
    answer = await bot.call("setWebhook", url="http://clsm.example/hook")
    assert answer.description == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    answer = await bot.call("setWebhook", url="https://clsm.example/hook", secret_token="é")
    assert "unallowed characters" in answer.description


async def test_logged_out_bot_is_unknown_for_ten_minutes(simulator: Simulator, bot: HttpBot) -> None:
    await bot.call("logOut")
    assert (await bot.call("getMe")).status == 401
    simulator.clock.advance(timedelta(minutes=10))
    assert (await bot.call("getMe")).status == 200


@given(st.lists(st.one_of(st.just("event"), st.integers(1, 100)), max_size=60))
def test_offsets_never_lose_nor_repeat_an_update(steps: list[str | int]) -> None:
    queue = UpdateQueue(now=lambda: START, first_id=1, confirmed=lambda: None)
    made, handled, offset = 0, [], 0
    for step in [*steps, 100, 100]:
        if step == "event":
            made += 1
            queue.add("message", {"number": made})
        else:
            updates = queue.select(offset=offset, limit=int(step))
            handled += [update.payload["number"] for update in updates]
            offset = updates[-1].id + 1 if updates else offset
    assert handled == list(range(1, made + 1))
