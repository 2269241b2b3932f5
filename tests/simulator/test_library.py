"""python-telegram-bot as a client: the library the bot uses must find a Telegram it believes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Updater

from bot.simulator import Seat, Simulator
from tests.simulator.conftest import TOKEN, HttpBot, until_polled


def client(url: str, token: str = TOKEN) -> telegram.Bot:
    return telegram.Bot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")


@pytest_asyncio.fixture
async def library(bot: HttpBot) -> AsyncIterator[telegram.Bot]:
    async with client(bot.url) as library:
        yield library


async def test_identity_and_conversation(library: telegram.Bot, amina: Seat) -> None:
    assert library.username == "clsm_demo_bot"
    question = amina.say("bonjour")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="y")]])
    sent = await library.send_message(
        amina.person.id, "*Bonjour*", "MarkdownV2", reply_markup=keyboard, reply_parameters=ReplyParameters(question.id)
    )
    assert sent.reply_to_message is not None
    amina.tap("Oui")
    updates = await library.get_updates(timeout=1)
    query = updates[-1].callback_query
    assert query is not None
    await query.answer("Noté")
    await query.edit_message_text("Noté")
    assert amina.last.text == "Noté"
    assert [alert.text for alert in amina.alerts] == ["Noté"]


async def test_files_travel_both_ways(library: telegram.Bot, amina: Seat) -> None:
    here = amina.person.id
    sent = await library.send_document(here, b"BEGIN:VCALENDAR", filename="réunion.ics", caption="Invitation")
    assert sent.document is not None
    assert sent.document.file_name == "réunion.ics"
    assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == b"BEGIN:VCALENDAR"
    album = await library.send_media_group(here, [InputMediaPhoto(b"un"), InputMediaPhoto(b"deux", caption="2")])
    assert [message.caption for message in album] == [None, "2"]
    await library.send_venue(here, 47.2, -1.5, "CMP", "1 rue Haute")
    await library.send_poll(here, "Quand ?", ["Lundi", "Mardi"], is_anonymous=False)
    assert amina.last.media == "poll"


async def test_every_refusal_has_its_exception(simulator: Simulator, library: telegram.Bot, amina: Seat) -> None:
    here = amina.person.id
    group = simulator.world.add_group("Voisins", members=[amina.person], with_bot=True)
    with pytest.raises(BadRequest, match="Chat not found"):
        await library.send_message(42, "a")
    for kind, expected in (("429", RetryAfter), ("403", Forbidden), ("502", NetworkError), ("not_json", InvalidToken)):
        simulator.faults.add(method="sendMessage", kind=kind)
        with pytest.raises(expected):
            await library.send_message(here, "a")
    for kind in ("drop_before", "drop_after"):
        simulator.faults.add(method="sendMessage", kind=kind)
        with pytest.raises(NetworkError):
            await library.send_message(here, "a")
    simulator.faults.add(method="sendMessage", kind="migrate")
    with pytest.raises(ChatMigrated) as migrated:
        await library.send_message(group.id, "a")
    assert migrated.value.new_chat_id == group.id
    amina.block()
    with pytest.raises(Forbidden):
        await library.send_message(here, "a")


async def test_second_poller_conflicts(simulator: Simulator, library: telegram.Bot, bot: HttpBot) -> None:
    polling = asyncio.create_task(library.get_updates(timeout=30))
    queue = simulator.world.queue(bot.account)
    await until_polled(queue)
    async with client(bot.url) as second:
        other = asyncio.create_task(second.get_updates(timeout=1))
        with pytest.raises(Conflict):
            await polling
        assert await other == ()


async def test_unknown_token_is_invalid(bot: HttpBot) -> None:
    with pytest.raises(InvalidToken):
        async with client(bot.url, "1234:another"):
            pytest.fail("the token was believed")


async def test_updater_receives_everything_in_order(simulator: Simulator, library: telegram.Bot, amina: Seat) -> None:
    received: asyncio.Queue[object] = asyncio.Queue()
    async with Updater(library, received) as updater:
        await updater.start_polling(timeout=5)
        for number in range(150):
            amina.say(f"n{number}")
        updates = [await asyncio.wait_for(received.get(), 10) for _ in range(150)]
        await updater.stop()
    texts = [update.message.text for update in updates if isinstance(update, Update) and update.message]
    assert texts == [f"n{number}" for number in range(150)]
    assert simulator.world.queue(simulator.world.only_bot()).pending() == []


async def test_forum_and_commands(simulator: Simulator, library: telegram.Bot, amina: Seat) -> None:
    group = simulator.world.add_group("Coordination", forum=True, members=[amina.person], with_bot=True)
    topic = await library.create_forum_topic(group.id, "Demande 12")
    sent = await library.send_message(group.id, "nouvelle", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    assert (await library.get_chat(group.id)).is_forum
    assert {member.status for member in await library.get_chat_administrators(group.id)} == {"creator", "administrator"}
    await library.set_my_commands([("aide", "Trouver de l'aide")])
    assert [command.command for command in await library.get_my_commands()] == ["aide"]
    assert simulator.calls[-1].status == 200
