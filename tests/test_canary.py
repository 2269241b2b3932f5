"""A word that nobody else uses goes through every route, form and failure: it is found in no log and in no table."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from actions.safety.levels import Assessment
from bot.delivery.conversations import Conversation, Form, save_conversation
from bot.delivery.models import InboxItem
from bot.journal import OURS, open_journal
from bot.nlu.errors import NluUnavailable
from bot.nlu.understanding import Understanding
from bot.simulator import Seat, ask_bot
from bot.telegram.routes import BUTTONS, COMMANDS, FORMS
from tests.conftest import OpenHouse
from tests.harness.everything import VAULT, everything, tables_that_mention
from tests.harness.house import House
from tests.telegram import raw

CANARY = "zanzibar7q4"
SENTENCES = (
    CANARY,
    f"bonjour, je m'appelle {CANARY}",
    f"c'est quoi un clsm ? demande {CANARY}",
    f"je veux mourir, dit {CANARY}",
    f"mon voisin {CANARY} est en danger",
    f"/{CANARY}",
    f"/start c-{CANARY}",
    f"/start r-{CANARY}-{CANARY}",
    f"/start {CANARY}",
    "/start c-lille",
)
FAULTS = ("400", "403", "502", "drop_before", "drop_after")


@pytest.fixture(autouse=True)
def journal(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The log at its most talkative, as an operator may set it."""
    open_journal("DEBUG")
    caplog.handler.setLevel(logging.DEBUG)
    yield
    for room in OURS:
        logging.getLogger(room).setLevel(logging.NOTSET)


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The records in which the word stands, with their tracebacks and what they were made of."""
    lines = [f"{caplog.handler.format(record)} {record.args!r}" for record in caplog.records]
    return [line for line in lines if CANARY in line]


async def kept(house: House) -> set[str]:
    """The tables in which the word stands, even under the seal."""
    async with house.app.parts.sessions() as session:
        return tables_that_mention(await everything(session), CANARY)


def in_files(house: House, needle: bytes) -> list[str]:
    """The files of the database in which some bytes stand."""
    database = Path(make_url(house.settings.database_url).database or "")
    return [path.name for path in sorted(database.parent.glob(f"{database.name}*")) if needle in path.read_bytes()]


def speaker(house: House) -> Seat:
    world = house.simulator.world
    person = world.add_person(CANARY, last_name=CANARY, username=CANARY, language_code="fr")
    return world.seat(person)


async def say_everything(house: House, seat: Seat) -> None:
    for command in COMMANDS:
        seat.say(f"/{command} {CANARY}")
    for sentence in SENTENCES:
        seat.say(sentence)
    await house.settle()


async def press_everything(house: House, seat: Seat) -> None:
    menu = next(bubble for bubble in seat.messages if bubble.from_bot)
    for word in BUTTONS:
        for rest in ("", f":{CANARY}", f":{CANARY}:{CANARY}"):
            ask_bot(seat, menu, word + rest)
    await house.settle()


async def send_everything(house: House, seat: Seat) -> None:
    seat.send_photo(caption=CANARY)
    seat.send_voice(caption=CANARY)
    seat.send_video(caption=CANARY)
    seat.send_document(name=f"{CANARY}.pdf", content=CANARY.encode(), caption=CANARY)
    seat.send_poll(CANARY, [CANARY, "non"])
    seat.share_contact()
    seat.edit(seat.say(CANARY), f"{CANARY} bis")
    seat.block()
    seat.unblock()
    group = house.simulator.world.add_group(CANARY, members=[seat.person], with_bot=True, administrator=True)
    public = house.simulator.world.seat(seat.person, chat=group)
    public.say(CANARY)
    public.say(f"je veux mourir, dit {CANARY}")
    public.say(f"/menu {CANARY}")
    await house.settle()


async def receive_everything(house: House, seat: Seat) -> None:
    user = raw.user_of(seat)
    asked = raw.update(inline_query={"id": "1", "from": user, "query": CANARY, "offset": CANARY})
    posted = raw.update(channel_post=raw.post(text=CANARY, author_signature=CANARY))
    await house.app.receive([asked, posted, *raw.of_every_kind(seat).values()])
    await house.settle()


async def fill_every_form(house: House, seat: Seat) -> None:
    """In each form, at a step it does not know: what is said there must not leak from its failure either."""
    key = VAULT.fingerprint(str(seat.person.id))
    for name in FORMS:
        async with house.app.parts.sessions.begin() as session:
            conversation = Conversation(form=Form(name, "nowhere"))
            await save_conversation(session, key, conversation, vault=VAULT, now=house.clock.now())
        await house.hear(seat, f"{CANARY} dans le formulaire")
        await house.hear(seat, "/menu")
    async with house.app.parts.sessions.begin() as session:
        await save_conversation(session, key, Conversation(), vault=VAULT, now=house.clock.now())


class LateModel:
    """A language model that comes when it is told to, and understands nothing."""

    def __init__(self) -> None:
        self.comes = asyncio.Event()

    async def run(self, *, when_ready: Callable[[], Awaitable[None]]) -> None:
        await self.comes.wait()
        await when_ready()
        await asyncio.Event().wait()

    async def parse(self, text: str) -> Understanding:
        if not self.comes.is_set():
            raise NluUnavailable("not yet")
        return Understanding()

    async def stop(self) -> None:
        return


async def test_canary_through_every_route_leaves_no_trace(
    open_a_house: OpenHouse, caplog: pytest.LogCaptureFixture
) -> None:
    model = LateModel()
    model.comes.set()
    house = await open_a_house(nlu=model)
    seat = speaker(house)
    ways: list[Callable[[House, Seat], Awaitable[None]]] = [
        say_everything,
        press_everything,
        send_everything,
        receive_everything,
        fill_every_form,
    ]
    for way in ways:
        await way(house, seat)
        assert (logged(caplog), await kept(house)) == ([], set()), way.__name__
    assert len(caplog.records) > 5, "the log was not listened to"
    await house.app.stop()
    assert in_files(house, CANARY.encode()) == []


async def fail_with_its_words(*arguments: object, **named: object) -> bool:
    raise RuntimeError(f"could not handle {arguments} {named} {CANARY}")


class LoudModel:
    """A language model that repeats what it could not read."""

    async def run(self, *, when_ready: Callable[[], Awaitable[None]]) -> None:
        await asyncio.Event().wait()

    async def parse(self, text: str) -> Understanding:
        raise ValueError(f"cannot read {text}")

    async def stop(self) -> None:
        return


class LoudDetector:
    """A detector that repeats what it failed on."""

    def assess(self, text: str, *, earlier: object = ()) -> Assessment:
        raise RuntimeError(f"cannot assess {text}")


async def test_canary_in_a_failing_handler_leaves_no_trace(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = speaker(house)
    monkeypatch.setattr("bot.telegram.desk.TelegramDesk.handle", fail_with_its_words)
    heard = await house.hear(seat, CANARY)
    monkeypatch.setattr("bot.telegram.desk.TelegramDesk.apologise", fail_with_its_words)
    await house.hear(seat, CANARY)
    assert [text[:28] for text in heard] == ["Quelque chose n’a pas marché"]
    assert "update failed: RuntimeError" in caplog.text
    assert (logged(caplog), await kept(house)) == ([], set())


@pytest.mark.parametrize("part", [{"nlu": LoudModel()}, {"detector": LoudDetector()}])
async def test_canary_in_a_failing_part_leaves_no_trace(
    open_a_house: OpenHouse, caplog: pytest.LogCaptureFixture, part: dict[str, object]
) -> None:
    house = await open_a_house(**part)
    await house.hear(speaker(house), f"bonjour {CANARY}")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] != []
    assert (logged(caplog), await kept(house)) == ([], set())


async def test_canary_in_a_failing_database_leaves_no_trace(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = speaker(house)
    await house.hear(seat, "/menu")
    dialect = house.app.parts.engine.sync_engine.dialect

    def refuse(_connection: object) -> None:
        raise OperationalError(f"INSERT {CANARY}", {"text": CANARY}, Exception(CANARY))

    with monkeypatch.context() as broken:
        broken.setattr(dialect, "do_begin", refuse)
        before = len(house.simulator.calls)
        seat.say(f"/menu {CANARY}")
        await house.app.catch_up()
        await house.simulator.wait_for(lambda: len(house.simulator.calls) > before)
    await house.settle()
    assert "database" in caplog.text
    assert (logged(caplog), await kept(house)) == ([], set())


async def test_canary_in_a_bad_network_leaves_no_trace(house: House, caplog: pytest.LogCaptureFixture) -> None:
    seat = speaker(house)
    await house.hear(seat, "/menu")
    for kind in FAULTS:
        house.simulator.faults.add(method="sendMessage", kind=kind, times=1)
        await house.hear(seat, f"/{CANARY}")
    for update in raw.broken(seat).values():
        await house.app.receive([update])
        await house.settle()
    assert "no apology could be made" in caplog.text
    assert (logged(caplog), await kept(house)) == ([], set())


async def test_canary_that_waited_under_seal_is_gone_from_the_file_once_handled(open_a_house: OpenHouse) -> None:
    model = LateModel()
    house = await open_a_house(nlu=model)
    seat = speaker(house)
    await house.hear(seat, f"une question de {CANARY}")
    async with house.app.parts.sessions() as session:
        (sealed,) = await session.scalars(select(InboxItem.sealed))
    assert CANARY.encode() in VAULT.open(sealed)
    assert in_files(house, sealed) != []
    assert in_files(house, CANARY.encode()) == []
    model.comes.set()
    await house.simulator.wait_for(lambda: "Je n’ai pas de réponse sûre" in (seat.last.text or ""))
    await house.settle()
    await house.app.stop()
    assert in_files(house, sealed) == []
