"""Sending: what passes, what Telegram refuses and with which words."""

from datetime import timedelta
from typing import Any

import pytest

from bot.simulator import Seat, Simulator
from tests.simulator.conftest import HttpBot


def keyboard(*rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


async def test_text_reaches_the_person_with_its_formatting(bot: HttpBot, amina: Seat) -> None:
    answer = await bot.call("sendMessage", chat_id=amina.person.id, text="<b>Bonjour</b> Amina", parse_mode="HTML")
    assert answer.status == 200
    assert answer.result["text"] == "Bonjour Amina"
    assert amina.last.text == "Bonjour Amina"
    assert amina.last.from_bot
    assert amina.last.entities == ({"type": "bold", "offset": 0, "length": 7},)


async def test_form_and_query_are_read_like_json(bot: HttpBot, amina: Seat) -> None:
    markup = '{"inline_keyboard": [[{"text": "Oui", "callback_data": "y"}]]}'
    await bot.form("sendMessage", chat_id=str(amina.person.id), text="12", reply_markup=markup, protect_content="true")
    assert amina.last.text == "12"
    assert amina.last.labels == ["Oui"]
    address = f"{bot.url}/bot{bot.account.token}/sendMessage"
    async with bot.session.get(address, params={"chat_id": str(amina.person.id), "text": "par adresse"}) as response:
        assert response.status == 200
    assert amina.last.text == "par adresse"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "  \n "}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "a", "colour": "red"}, 'unknown parameter "colour"'),
        ({"text": 12}, '"text" must be of type String'),
        ({"text": "a", "protect_content": "yes"}, '"protect_content" must be of type Boolean'),
        ({"text": "a", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"text": "<b>a", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "a.", "parse_mode": "MarkdownV2"}, "can't parse entities: Character '.' is reserved"),
        ({"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 5}]}, "leaves the text"),
        ({"text": "😀", "entities": [{"type": "bold", "offset": 1, "length": 1}]}, "middle of a UTF-16 symbol"),
        ({"text": "a", "entities": [{"type": "big", "offset": 0, "length": 1}]}, "entities[0].type"),
        ({"text": "a", "business_connection_id": "x"}, "not simulated"),
        ({"text": "a", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "a", "reply_parameters": {"id": 1}}, '"reply_parameters.message_id" of ReplyParameters is required'),
        ({"text": "a", "message_thread_id": 5}, "message thread not found"),
    ],
)
async def test_wrong_text_is_refused(bot: HttpBot, amina: Seat, parameters: dict[str, Any], words: str) -> None:
    before = len(amina.messages)
    answer = await bot.call("sendMessage", chat_id=amina.person.id, **parameters)
    assert answer.status == 400
    assert words in answer.description
    assert len(amina.messages) == before


@pytest.mark.parametrize("text", ["a", "a" * 4096, "😀" * 2048, "<b>" + "a" * 4096 + "</b>"])
async def test_length_counts_after_parsing_in_utf16_units(bot: HttpBot, amina: Seat, text: str) -> None:
    assert (await bot.call("sendMessage", chat_id=amina.person.id, text=text, parse_mode="HTML")).status == 200


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard([{"text": "a", "callback_data": "é" * 33}]), "BUTTON_DATA_INVALID"),
        (keyboard([{"text": "a", "callback_data": ""}]), "BUTTON_DATA_INVALID"),
        (keyboard([{"text": "a"}]), "Text buttons are unallowed"),
        (keyboard([{"text": "", "callback_data": "a"}]), "reply_markup.inline_keyboard[0][0].text"),
        (keyboard([{"text": "a", "url": "javascript:alert(1)"}]), "Wrong HTTP URL"),
        (keyboard([{"text": "a", "callback_data": "a", "url": "https://a.fr"}]), "more than one action"),
        (keyboard([{"text": "a", "callback_data": "a", "colour": "b"}]), "unknown field"),
        (keyboard([{"text": "a", "callback_data": "a"}] * 9), "more than 8 buttons"),
        (keyboard(*[[{"text": "a", "callback_data": "a"}] * 8] * 13), "REPLY_MARKUP_TOO_LONG"),
        ({"keyboard": []}, "at least one button"),
        ({"remove_keyboard": False}, "remove_keyboard must be true"),
        ({"keyboard": [[{"text": "a", "callback_data": "a"}]]}, "unknown field"),
        ("not an object", '"reply_markup" must be an object'),
    ],
)
async def test_wrong_keyboard_is_refused(bot: HttpBot, amina: Seat, markup: object, words: str) -> None:
    answer = await bot.call("sendMessage", chat_id=amina.person.id, text="a", reply_markup=markup)
    assert answer.status == 400
    assert words in answer.description


async def test_keyboard_at_its_limits_is_accepted(bot: HttpBot, amina: Seat) -> None:
    row = [{"text": str(number), "callback_data": "é" * 32} for number in range(8)]
    markup = keyboard(*[row] * 12, row[:4])
    assert (await bot.call("sendMessage", chat_id=amina.person.id, text="a", reply_markup=markup)).status == 200
    assert len(amina.last.labels) == 100


async def test_unknown_method_is_refused(bot: HttpBot) -> None:
    answer = await bot.call("sendTelepathy")
    assert (answer.status, answer.description) == (
        400,
        "Bad Request: the method sendTelepathy is unknown to the simulator",
    )


@pytest.mark.parametrize(("token", "status"), [("1234:other", 401), ("nonsense", 404)])
async def test_wrong_token_is_refused(bot: HttpBot, token: str, status: int) -> None:
    async with bot.session.post(f"{bot.url}/bot{token}/getMe") as response:
        assert response.status == status


async def test_unreadable_body_is_refused(bot: HttpBot) -> None:
    headers = {"Content-Type": "application/json"}
    for body in ("{", "[]"):
        address = f"{bot.url}/bot{bot.account.token}/getMe"
        async with bot.session.post(address, data=body, headers=headers) as response:
            assert response.status == 400


async def test_places_and_contacts_are_shown(bot: HttpBot, amina: Seat) -> None:
    to = amina.person.id
    await bot.call("sendLocation", chat_id=to, latitude=47.2, longitude=-1.5)
    assert amina.last.payload["location"] == {"latitude": 47.2, "longitude": -1.5}
    await bot.call("sendVenue", chat_id=to, latitude=47.2, longitude=-1.5, title="CMP", address="1 rue Haute")
    assert amina.last.payload["venue"]["title"] == "CMP"
    await bot.call("sendContact", chat_id=to, phone_number="0", first_name="Accueil")
    assert amina.last.payload["contact"]["first_name"] == "Accueil"
    answer = await bot.call("sendLocation", chat_id=to, latitude=91, longitude=0)
    assert "between -90 and 90" in answer.description


async def test_typing_shows_until_the_message_or_five_seconds(simulator: Simulator, bot: HttpBot, amina: Seat) -> None:
    seen = [amina.typing]
    await bot.call("sendChatAction", chat_id=amina.person.id, action="typing")
    seen.append(amina.typing)
    await bot.call("sendMessage", chat_id=amina.person.id, text="voilà")
    seen.append(amina.typing)
    await bot.call("sendChatAction", chat_id=amina.person.id, action="typing")
    simulator.clock.advance(timedelta(seconds=5))
    seen.append(amina.typing)
    assert seen == [False, True, False, False]


async def test_copy_keeps_the_body_and_forward_the_author(bot: HttpBot, amina: Seat) -> None:
    original = amina.say("à transmettre")
    here = amina.person.id
    await bot.call("copyMessage", chat_id=here, from_chat_id=here, message_id=original.id)
    assert amina.last.text == "à transmettre"
    await bot.call("forwardMessage", chat_id=here, from_chat_id=here, message_id=original.id)
    copied, forwarded = (bubble.message.forward_origin for bubble in amina.messages[-2:])
    assert copied is None
    assert forwarded is not None
    assert forwarded["sender_user"]["first_name"] == "Amina"
    answer = await bot.call("copyMessage", chat_id=here, from_chat_id=here, message_id=999)
    assert answer.description == "Bad Request: message to copy not found"
    many = await bot.call("copyMessages", chat_id=here, from_chat_id=here, message_ids=[original.id, 999])
    assert len(many.result) == 1


async def test_reply_quotes_the_message(bot: HttpBot, amina: Seat) -> None:
    question = amina.say("une question ?")
    await bot.call("sendMessage", chat_id=amina.person.id, text="oui", reply_parameters={"message_id": question.id})
    assert amina.last.reply_to == question
