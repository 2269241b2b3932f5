"""Changing, deleting, tapping, voting, reacting."""

from datetime import timedelta
from typing import Any

import pytest

from bot.simulator import Bubble, Seat, SeatError, Simulator, ask_bot
from tests.simulator.conftest import HttpBot

BUTTONS = {"inline_keyboard": [[{"text": "Oui", "callback_data": "y"}, {"text": "Lien", "url": "https://a.example"}]]}


async def sent(bot: HttpBot, seat: Seat, **more: object) -> Bubble:
    await bot.call("sendMessage", **{"chat_id": seat.person.id, "text": "un", "reply_markup": BUTTONS, **more})
    return seat.last


def place(seat: Seat, bubble: Bubble) -> dict[str, Any]:
    return {"chat_id": seat.person.id, "message_id": bubble.id}


async def test_text_and_keyboard_are_edited_at_any_age(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    bubble = await sent(bot, amina)
    simulator.clock.advance(timedelta(days=90))
    answer = await bot.call("editMessageText", **place(amina, bubble), text="deux")
    assert answer.result["edit_date"] == int(simulator.clock.now().timestamp())
    assert (bubble.text, bubble.edited, bubble.buttons) == ("deux", True, [])


async def test_same_content_is_not_modified(bot: HttpBot, amina: Seat) -> None:
    bubble = await sent(bot, amina)
    for method, more in (
        ("editMessageText", {"text": "un", "reply_markup": BUTTONS}),
        ("editMessageReplyMarkup", {"reply_markup": BUTTONS}),
    ):
        answer = await bot.call(method, **place(amina, bubble), **more)
        assert answer.status == 400
        assert answer.description.startswith("Bad Request: message is not modified")
    assert (await bot.call("editMessageReplyMarkup", **place(amina, bubble))).status == 200
    assert bubble.labels == []


async def test_what_cannot_be_edited(bot: HttpBot, amina: Seat) -> None:
    said = amina.say("à moi")
    answer = await bot.call("editMessageText", **place(amina, said), text="deux")
    assert answer.description == "Bad Request: message can't be edited"
    with_keys = await sent(bot, amina, reply_markup={"keyboard": [[{"text": "Oui"}]]})
    answer = await bot.call("editMessageText", **place(amina, with_keys), text="deux")
    assert answer.description == "Bad Request: message can't be edited"
    gone = await sent(bot, amina)
    amina.delete(gone)
    answer = await bot.call("editMessageText", **place(amina, gone), text="deux")
    assert answer.description == "Bad Request: message to edit not found"
    plain = await sent(bot, amina)
    answer = await bot.call("editMessageCaption", **place(amina, plain), caption="x")
    assert answer.description == "Bad Request: there is no caption in the message to edit"
    answer = await bot.call("editMessageText", text="x")
    assert answer.description == "Bad Request: chat_id is empty"


async def test_deletion_within_two_days(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    bubble, said = await sent(bot, amina), amina.say("bonjour")
    simulator.clock.advance(timedelta(hours=47))
    assert (await bot.call("deleteMessage", **place(amina, said))).result is True
    simulator.clock.advance(timedelta(hours=1))
    late = await bot.call("deleteMessage", **place(amina, bubble))
    assert late.description == "Bad Request: message can't be deleted for everyone"
    again = await bot.call("deleteMessage", **place(amina, said))
    assert again.description == "Bad Request: message to delete not found"
    fresh = await sent(bot, amina)
    await bot.call("deleteMessages", chat_id=amina.person.id, message_ids=[fresh.id, said.id, 999])
    assert fresh.deleted


async def test_others_messages_in_a_group_need_the_right(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    group = simulator.world.add_group("Voisins", members=[amina.person], with_bot=True)
    said = simulator.world.seat(amina.person, chat=group).say("/aide")
    answer = await bot.call("deleteMessage", chat_id=group.id, message_id=said.id)
    assert answer.description == "Bad Request: message can't be deleted"


async def test_tap_asks_the_bot_and_shows_its_answer_once(bot: HttpBot, amina: Seat) -> None:
    await sent(bot, amina)
    tap = amina.tap("Oui")
    query = (await bot.updates())[0]["callback_query"]
    assert (query["data"], query["from"]["id"]) == ("y", amina.person.id)
    answer = {"callback_query_id": query["id"], "text": "Noté", "show_alert": True}
    before = tap.answered
    assert (await bot.call("answerCallbackQuery", **answer)).result is True
    assert (before, tap.answered) == (False, True)
    assert [(alert.text, alert.window) for alert in amina.alerts] == [("Noté", True)]
    twice = await bot.call("answerCallbackQuery", **answer)
    assert twice.description.startswith("Bad Request: query is too old")


async def test_tap_expires_after_150_seconds(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    await sent(bot, amina)
    for seconds, status in ((150, 200), (151, 400)):
        tap = amina.tap("Oui")
        assert tap.query is not None
        simulator.clock.advance(timedelta(seconds=seconds))
        assert (await bot.call("answerCallbackQuery", callback_query_id=tap.query.id)).status == status
    long = await bot.call("answerCallbackQuery", callback_query_id="1", text="a" * 201)
    assert '"text" must be between 0 and 200' in long.description


async def test_absent_button_names_those_on_offer(bot: HttpBot, amina: Seat) -> None:
    bubble = await sent(bot, amina)
    with pytest.raises(SeatError, match=r"no button \"Non\"; inline buttons: \['Lien', 'Oui'\]"):
        amina.tap("Non")
    assert amina.tap("Lien", message=bubble).url == "https://a.example"


async def test_old_button_still_reaches_the_bot(bot: HttpBot, amina: Seat) -> None:
    bubble = await sent(bot, amina)
    await bot.call("deleteMessage", **place(amina, bubble))
    ask_bot(amina, bubble, "y")
    message = (await bot.updates())[0]["callback_query"]["message"]
    assert (message["date"], "text" in message) == (0, False)


async def test_reply_keyboard_sends_its_label_contact_or_position(bot: HttpBot, amina: Seat) -> None:
    keys = [[{"text": "Oui"}, {"text": "Mon numéro", "request_contact": True}]]
    keys.append([{"text": "Ma position", "request_location": True}])
    await sent(bot, amina, reply_markup={"keyboard": keys})
    assert [[key.label for key in row] for row in amina.keyboard] == [["Oui", "Mon numéro"], ["Ma position"]]
    amina.tap("Oui")
    amina.tap("Mon numéro")
    amina.tap("Ma position")
    kinds = [update["message"].keys() & {"text", "contact", "location"} for update in await bot.updates()]
    assert kinds == [{"text"}, {"contact"}, {"location"}]
    await sent(bot, amina, reply_markup={"remove_keyboard": True})
    assert amina.keyboard == []


async def test_one_time_keyboard_goes_after_use(bot: HttpBot, amina: Seat) -> None:
    await sent(bot, amina, reply_markup={"keyboard": [[{"text": "Oui"}]], "one_time_keyboard": True})
    amina.tap("Oui")
    assert amina.keyboard == []


async def test_poll_is_voted_and_stopped(bot: HttpBot, amina: Seat) -> None:
    options = [{"text": "Lundi"}, {"text": "Mardi"}]
    to = {"chat_id": amina.person.id, "question": "Quand ?"}
    await bot.call("sendPoll", **to, options=options, is_anonymous=False)
    poll = amina.last
    amina.vote(poll, "Mardi")
    kinds = {kind for update in await bot.updates() for kind in update if kind != "update_id"}
    assert kinds == {"poll", "poll_answer"}
    stopped = (await bot.call("stopPoll", **place(amina, poll))).result
    assert [option["voter_count"] for option in stopped["options"]] == [0, 1]
    with pytest.raises(ValueError, match="closed"):
        amina.vote(poll, "Lundi")
    wrong = await bot.call("sendPoll", **to, options=options, type="quiz")
    assert wrong.description == "Bad Request: quiz must have a correct option"
    wrong = await bot.call("sendPoll", **to, options=[options[0]] * 2)
    assert wrong.description == "Bad Request: poll options must be different"


async def test_reaction_must_be_a_known_one(bot: HttpBot, amina: Seat) -> None:
    said = amina.say("merci")
    good, bad = ([{"type": "emoji", "emoji": emoji}] for emoji in ("👍", "🥖"))
    assert (await bot.call("setMessageReaction", **place(amina, said), reaction=good)).result is True
    answer = await bot.call("setMessageReaction", **place(amina, said), reaction=bad)
    assert answer.description == "Bad Request: REACTION_INVALID"


async def test_live_position_moves_until_it_ends(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    start = {"latitude": 47.0, "longitude": -1.5}
    await bot.call("sendLocation", chat_id=amina.person.id, **start, live_period=600)
    live = amina.last
    moved = {"latitude": 47.1, "longitude": -1.5}
    assert (await bot.call("editMessageLiveLocation", **place(amina, live), **moved)).status == 200
    simulator.clock.advance(timedelta(seconds=600))
    answer = await bot.call("editMessageLiveLocation", **place(amina, live), **start)
    assert answer.description == "Bad Request: message can't be edited"


async def test_person_edits_only_what_is_theirs(bot: HttpBot, amina: Seat) -> None:
    with pytest.raises(SeatError):
        amina.edit(await sent(bot, amina), "autre chose")
    with pytest.raises(SeatError):
        amina.say("a" * 4097)
    amina.block()
    with pytest.raises(SeatError, match="blocked"):
        amina.say("encore")
