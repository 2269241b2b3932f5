"""Where a bot may write, and Telegram's words when it may not."""

from datetime import timedelta

import pytest

from bot.simulator import ADMINISTRATOR_RIGHTS, Group, Seat, SeatError, Simulator
from tests.simulator.conftest import HttpBot


@pytest.fixture
def forum(simulator: Simulator, amina: Seat) -> Group:
    return simulator.world.add_group("Coordination", forum=True, members=[amina.person], with_bot=True)


@pytest.fixture
def small_group(simulator: Simulator, amina: Seat) -> Group:
    return simulator.world.add_group("Voisins", members=[amina.person], with_bot=True)


async def refusal(bot: HttpBot, chat_id: int | str, **more: object) -> tuple[int, str]:
    answer = await bot.call("sendMessage", chat_id=chat_id, text="bonjour", **more)
    return answer.status, answer.description


async def test_unknown_chat_is_not_found(simulator: Simulator, bot: HttpBot) -> None:
    stranger = simulator.world.add_person("Inconnue")
    for chat in (stranger.id, 42, -42, "@ailleurs", -100123):
        assert await refusal(bot, chat) == (400, "Bad Request: chat not found")


async def test_bot_cannot_write_first(simulator: Simulator, bot: HttpBot) -> None:
    person = simulator.world.add_person("Nadia")
    simulator.world.add_group("Coordination", members=[person], with_bot=True)
    assert await refusal(bot, person.id) == (403, "Forbidden: bot can't initiate conversation with a user")
    simulator.world.seat(person).say("/start")
    assert (await bot.call("sendMessage", chat_id=person.id, text="bonjour")).status == 200


async def test_bot_cannot_write_to_bots_or_deleted_accounts(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    other = simulator.world.add_bot(token="99:other", username="other_bot", name="Autre")
    assert await refusal(bot, other.id) == (403, "Forbidden: bots can't send messages to bots")
    amina.deactivate()
    assert await refusal(bot, amina.person.id) == (403, "Forbidden: user is deactivated")


async def test_removed_bot_cannot_write(simulator: Simulator, bot: HttpBot, amina: Seat, small_group: Group) -> None:
    seat = simulator.world.seat(amina.person, chat=small_group)
    seat.remove_bot(bot.account)
    assert await refusal(bot, small_group.id) == (403, "Forbidden: bot was kicked from the group chat")
    changes = [update["my_chat_member"] for update in await bot.updates() if "my_chat_member" in update]
    assert [change["new_chat_member"]["status"] for change in changes] == ["member", "kicked"]


async def test_bot_that_left_is_no_member(bot: HttpBot, forum: Group) -> None:
    assert (await bot.call("leaveChat", chat_id=forum.id)).result is True
    assert await refusal(bot, forum.id) == (403, "Forbidden: bot is not a member of the supergroup chat")


async def test_group_upgrade_names_the_new_chat(
    simulator: Simulator, bot: HttpBot, amina: Seat, small_group: Group
) -> None:
    old = small_group.id
    kept = (await bot.call("sendMessage", chat_id=old, text="avant")).result["message_id"]
    new = simulator.world.seat(amina.person, chat=small_group).migrate()
    answer = await bot.call("sendMessage", chat_id=old, text="bonjour")
    assert answer.body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new},
    }
    assert (await bot.call("sendMessage", chat_id=new, text="bonjour")).status == 200
    edit = await bot.call("editMessageText", chat_id=new, message_id=kept, text="après")
    assert edit.description == "Bad Request: message to edit not found"
    told = [update["message"] for update in await bot.updates() if "message" in update]
    assert [message["migrate_to_chat_id"] for message in told if "migrate_to_chat_id" in message] == [new]
    assert [message["migrate_from_chat_id"] for message in told if "migrate_from_chat_id" in message] == [old]


async def test_privacy_mode_hides_ordinary_talk_from_a_plain_member(
    simulator: Simulator, bot: HttpBot, amina: Seat, small_group: Group
) -> None:
    seat = simulator.world.seat(amina.person, chat=small_group)
    await bot.call("sendMessage", chat_id=small_group.id, text="une question ?")
    question = seat.last
    await bot.updates(offset=-1)
    simulator.world.queue(bot.account).drop()
    seat.say("entre nous")
    seat.say("/aide")
    seat.say("/aide@another_bot")
    seat.say("/aide@clsm_demo_bot")
    seat.say("dis @clsm_demo_bot")
    seat.say("ma réponse", reply_to=question)
    heard = [update["message"]["text"] for update in await bot.updates()]
    assert heard == ["/aide", "/aide@clsm_demo_bot", "dis @clsm_demo_bot", "ma réponse"]


async def test_administrator_hears_everything(simulator: Simulator, bot: HttpBot, amina: Seat, forum: Group) -> None:
    simulator.world.queue(bot.account).drop()
    simulator.world.seat(amina.person, chat=forum).say("entre nous")
    assert [update["message"]["text"] for update in await bot.updates()] == ["entre nous"]


async def test_topic_lives_and_dies(simulator: Simulator, bot: HttpBot, amina: Seat, forum: Group) -> None:
    topic = (await bot.call("createForumTopic", chat_id=forum.id, name="Demande 12")).result
    thread = topic["message_thread_id"]
    assert forum.topics[thread].name == "Demande 12"
    sent = (await bot.call("sendMessage", chat_id=forum.id, message_thread_id=thread, text="nouvelle")).result
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    inside = simulator.world.seat(amina.person, chat=forum, thread=thread)
    assert inside.last.text == "nouvelle"
    assert (await bot.call("closeForumTopic", chat_id=forum.id, message_thread_id=thread)).result is True
    with pytest.raises(LookupError):
        inside.say("trop tard")
    again = await bot.call("closeForumTopic", chat_id=forum.id, message_thread_id=thread)
    assert again.description == "Bad Request: TOPIC_NOT_MODIFIED"
    await bot.call("reopenForumTopic", chat_id=forum.id, message_thread_id=thread)
    await bot.call("editForumTopic", chat_id=forum.id, message_thread_id=thread, name="Demande 12, close")
    assert forum.topics[thread].name == "Demande 12, close"
    await bot.call("deleteForumTopic", chat_id=forum.id, message_thread_id=thread)
    assert await refusal(bot, forum.id, message_thread_id=thread) == (400, "Bad Request: message thread not found")
    gone = await bot.call("editForumTopic", chat_id=forum.id, message_thread_id=thread, name="x")
    assert gone.description == "Bad Request: TOPIC_ID_INVALID"
    assert all(bubble.deleted for bubble in inside.messages)


async def test_message_of_a_topic_answers_its_opening(bot: HttpBot, amina: Seat, forum: Group) -> None:
    thread = (await bot.call("createForumTopic", chat_id=forum.id, name="Demande")).result["message_thread_id"]
    amina.world.seat(amina.person, chat=forum, thread=thread).say("dedans")
    message = (await bot.updates(offset=-1))[0]["message"]
    assert message["message_thread_id"] == thread
    assert "forum_topic_created" in message["reply_to_message"]


@pytest.mark.parametrize(
    ("name", "words"), [("a" * 129, '"name" must be between'), ("", '"name" must be between'), (" ", "non-empty")]
)
async def test_topic_names_are_bounded(bot: HttpBot, forum: Group, name: str, words: str) -> None:
    assert words in (await bot.call("createForumTopic", chat_id=forum.id, name=name)).description


async def test_rights_are_needed(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    rights = frozenset(ADMINISTRATOR_RIGHTS) - {"can_manage_topics", "can_restrict_members", "can_pin_messages"}
    group = simulator.world.add_group("Forum", forum=True, members=[amina.person])
    seat = simulator.world.seat(amina.person, chat=group)
    seat.add_bot(bot.account, rights=rights)
    topic = await bot.call("createForumTopic", chat_id=group.id, name="x")
    assert topic.description == "Bad Request: not enough rights to create a topic"
    ban = await bot.call("banChatMember", chat_id=group.id, user_id=amina.person.id)
    assert ban.description == "Bad Request: not enough rights to restrict/unrestrict chat member"
    pin = await bot.call("pinChatMessage", chat_id=group.id, message_id=seat.say("ici").id)
    assert pin.description == "Bad Request: not enough rights to manage pinned messages in the chat"
    closed = seat.open_topic("clos")
    group.topics[closed.id].closed = True
    assert await refusal(bot, group.id, message_thread_id=closed.id) == (400, "Bad Request: TOPIC_CLOSED")


async def test_plain_group_is_no_forum(bot: HttpBot, small_group: Group) -> None:
    answer = await bot.call("createForumTopic", chat_id=small_group.id, name="x")
    assert answer.description == "Bad Request: the chat is not a forum"


async def test_members_are_described(simulator: Simulator, bot: HttpBot, amina: Seat, forum: Group) -> None:
    nadia = simulator.world.seat(simulator.world.add_person("Nadia"), chat=forum)
    nadia.join()
    assert (await bot.call("getChatMemberCount", chat_id=forum.id)).result == 3
    leaders = (await bot.call("getChatAdministrators", chat_id=forum.id)).result
    assert [leader["status"] for leader in leaders] == ["creator", "administrator"]
    assert (await bot.call("banChatMember", chat_id=forum.id, user_id=nadia.person.id)).result is True
    status = (await bot.call("getChatMember", chat_id=forum.id, user_id=nadia.person.id)).result["status"]
    assert status == "kicked"
    with pytest.raises(SeatError, match="not in Coordination"):
        nadia.say("encore là")
    owner = await bot.call("banChatMember", chat_id=forum.id, user_id=amina.person.id)
    assert owner.description == "Bad Request: can't remove chat owner"
    await bot.call("unbanChatMember", chat_id=forum.id, user_id=nadia.person.id, only_if_banned=True)
    nadia.join()
    assert nadia.say("de retour").text == "de retour"


async def test_chat_description_holds_nothing_private(bot: HttpBot, amina: Seat) -> None:
    described = (await bot.call("getChat", chat_id=amina.person.id)).result
    assert described["first_name"] == "Amina"
    assert not {"phone_number", "language_code", "bio"} & described.keys()


async def test_pinning_and_invitation_links(bot: HttpBot, amina: Seat, forum: Group) -> None:
    message = amina.world.seat(amina.person, chat=forum).say("à retenir")
    await bot.call("pinChatMessage", chat_id=forum.id, message_id=message.id)
    assert (await bot.call("getChat", chat_id=forum.id)).result["pinned_message"]["message_id"] == message.id
    await bot.call("unpinChatMessage", chat_id=forum.id)
    again = await bot.call("unpinChatMessage", chat_id=forum.id)
    assert again.description == "Bad Request: message to unpin not found"
    one = (await bot.call("exportChatInviteLink", chat_id=forum.id)).result
    other = (await bot.call("createChatInviteLink", chat_id=forum.id, name="Plénière")).result
    assert one != other["invite_link"]
    assert other["creator"]["id"] == bot.account.id


async def test_messages_bear_the_time_of_the_clock(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    simulator.clock.advance(timedelta(days=1))
    sent = (await bot.call("sendMessage", chat_id=amina.person.id, text="demain")).result
    assert sent["date"] == int(simulator.clock.now().timestamp())
