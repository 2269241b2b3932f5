"""Every kind of update is answered or ignored on purpose, and none stops the chat it belongs to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.delivery.models import InboxItem
from bot.simulator import Seat
from tests.harness.house import House
from tests.telegram import raw

PATIENCE = 60.0  # seconds of real time, for a busy machine
MENU = "Que cherchez-vous"
CANNOT_READ = "Je ne sais pas lire ce genre de message"
ANSWERED = {
    "content of the future": CANNOT_READ,
    "successful payment": CANNOT_READ,
    "pinned message": CANNOT_READ,
    "story": CANNOT_READ,
    "game": CANNOT_READ,
    "tap on a message that is gone": MENU,
    "tap on a game": MENU,
}


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def waiting(house: House) -> list[int]:
    async with house.app.parts.sessions() as session:
        return list(await session.scalars(select(InboxItem.update_id)))


async def arrivals(house: House, seat: Seat, deed: Callable[[], object]) -> list[str]:
    """What comes back in a chat after a deed."""
    known = len(seat.messages)
    deed()
    await house.settle()
    return [bubble.text or bubble.caption or "" for bubble in seat.messages[known:] if bubble.from_bot]


async def test_update_of_every_kind_is_answered_or_ignored_on_purpose(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    for name, update in raw.of_every_kind(seat).items():
        known = len(seat.messages)
        await house.app.receive([update])
        await house.settle()
        heard = [bubble.text or "" for bubble in seat.messages[known:] if bubble.from_bot]
        expected = ANSWERED.get(name)
        assert [text[: len(expected)] for text in heard] == [expected] if expected else heard == [], name
        assert (errors(caplog), await waiting(house)) == ([], []), name
    assert (await house.hear(seat, "/menu"))[0].startswith(MENU)


async def test_update_that_nobody_can_read_does_not_stop_its_chat(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    for name, update in raw.broken(seat).items():
        await house.app.receive([update])
        assert (await house.hear(seat, "/menu"))[-1].startswith(MENU), name
        assert await waiting(house) == [], name


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (lambda seat: seat.send_photo(), "Je ne peux pas ouvrir les photos"),
        (lambda seat: seat.send_video(), "Je ne peux pas ouvrir les photos"),
        (lambda seat: seat.send_document(), "Je ne peux pas ouvrir les photos"),
        (lambda seat: seat.send_voice(), "Je ne peux pas écouter"),
        (lambda seat: seat.send_audio(), "Je ne peux pas écouter"),
        (lambda seat: seat.send_video_note(), "Je ne peux pas écouter"),
        (lambda seat: seat.send_animation(), "J’ai bien reçu votre image"),
        (lambda seat: seat.send_sticker(), "J’ai bien reçu votre image"),
        (lambda seat: seat.share_contact(), "Je n’ai pas besoin de numéro"),
        (lambda seat: seat.send_poll("Quand ?", ["lundi", "mardi"]), CANNOT_READ),
    ],
)
async def test_message_without_words_is_answered_with_what_we_can_read(
    house: House, caplog: pytest.LogCaptureFixture, deed: Callable[[Seat], object], expected: str
) -> None:
    seat = house.seat()
    (heard,) = await arrivals(house, seat, lambda: deed(seat))
    assert heard.startswith(expected)
    assert "🆘 Urgence" in seat.last.labels
    assert errors(caplog) == []


async def test_what_needs_no_answer_gets_none(house: House, caplog: pytest.LogCaptureFixture) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    mine = next(bubble for bubble in seat.messages if not bubble.from_bot)
    theirs = seat.last
    deeds: list[Callable[[], object]] = [
        lambda: seat.react(theirs, "👍"),
        lambda: seat.edit(mine, "/langue"),
        lambda: seat.delete(mine),
        seat.block,
        seat.unblock,
    ]
    assert [await arrivals(house, seat, deed) for deed in deeds] == [[]] * len(deeds)
    assert errors(caplog) == []


async def test_album_is_answered_and_its_captions_are_questions(house: House) -> None:
    seat = house.seat()
    heard = await arrivals(house, seat, lambda: seat.send_album([None, "/menu"]))
    assert len(heard) == 2


async def test_talk_of_a_group_is_left_alone(house: House, caplog: pytest.LogCaptureFixture) -> None:
    world = house.simulator.world
    people = [world.add_person(name, language_code="fr") for name in ("Amina", "Bernard")]
    group = world.add_group("Quartier", members=people, with_bot=True, administrator=True)
    amina, bernard = [world.seat(person, chat=group) for person in people]
    await house.settle()
    said = [bubble.text or "" for bubble in amina.messages if bubble.from_bot]
    assert [text[:24] for text in said] == ["Bonjour. Dans un groupe,"]
    deeds: list[Callable[[], object]] = [
        lambda: amina.say("on se voit mardi ?"),
        lambda: bernard.send_photo(caption="la salle"),
        bernard.send_sticker,
        lambda: amina.send_poll("Quand ?", ["lundi", "mardi"]),
        bernard.leave,
        amina.migrate,
    ]
    assert [await arrivals(house, amina, deed) for deed in deeds] == [[]] * len(deeds)
    assert errors(caplog) == []


async def test_command_in_a_group_is_answered_with_a_way_to_private(house: House) -> None:
    world = house.simulator.world
    amina = world.add_person("Amina", language_code="fr")
    group = world.add_group("Quartier", members=[amina], with_bot=True, administrator=True)
    seat = world.seat(amina, chat=group)
    await house.settle()
    assert await house.hear(seat, "/donnees@clsm_test_bot") == [
        "Parlons-en en privé, c’est plus discret : t.me/clsm_test_bot"
    ]


async def test_two_chats_keep_each_its_order_under_three_hundred_messages(house: House) -> None:
    words = ("/menu", "/langue", "/donnees", "/nimporte")
    seats = [house.seat(name) for name in ("Amina", "Bernard")]
    voice = {word: (await house.hear(seats[0], word))[0] for word in words}
    known = [len(seat.messages) for seat in seats]
    said: list[list[str]] = [[], []]
    for number in range(300):
        speaker = number * 7 % 3 % 2
        said[speaker].append(words[(number * 5 + number // 3) % 4])
        seats[speaker].say(said[speaker][-1])
        if number % 50 == 49:
            await asyncio.sleep(0)  # the house begins while others still speak
    expected = [before + 2 * len(asked) for before, asked in zip(known, said, strict=True)]
    await house.simulator.wait_for(lambda: [len(seat.messages) for seat in seats] == expected, timeout=PATIENCE)
    for seat, before, asked in zip(seats, known, said, strict=True):
        heard = [bubble.text for bubble in seat.messages[before:] if bubble.from_bot]
        assert heard == [voice[word] for word in asked]
