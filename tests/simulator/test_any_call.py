"""Whatever a bot asks for, it gets an answer: a result or a refusal, never a crash of the simulator."""

import asyncio
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator import Simulator, SimulatorClock
from bot.simulator.arguments import Upload
from bot.simulator.dispatcher import Dispatcher, Incoming, Outcome
from bot.simulator.faults import Faults
from bot.simulator.files import FOLDERS
from bot.simulator.limits import Limits, RateKeeper
from bot.simulator.messages import Body
from bot.simulator.methods import METHODS
from bot.simulator.objects import FAMILIES, OBJECTS
from bot.simulator.posting import Envelope
from bot.simulator.schema import Parameter
from tests.simulator.conftest import START, TOKEN

LEFT_OUT = {"getUpdates", "setWebhook"}  # they wait and post
GARBAGE = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2))
WORDS = ("a", "<b>é</b>", "https://a.example", "*x*")


class Scene:
    """A world with one of each, and what a call may name in it."""

    def __init__(self) -> None:
        world = Simulator(clock=SimulatorClock(start=START)).world
        bot = world.add_bot(token=TOKEN, username="clsm_demo_bot", name="CLSM")
        amina = world.seat(world.add_person("Amina"))
        amina.say("bonjour")
        buttons = {"inline_keyboard": [[{"text": "Oui", "callback_data": "y"}]]}
        world.post(amina.chat, sender=bot, body=Body("text", "une question"), envelope=Envelope(markup=buttons))
        tap = amina.tap("Oui")
        forum = world.add_group("Coordination", forum=True, members=[amina.person], with_bot=True)
        topic = world.seat(amina.person, chat=forum).open_topic("Demande")
        group = world.add_group("Voisins", members=[amina.person], with_bot=True)
        kinds = [*FOLDERS]
        files = [world.files.save(Upload("a", "", b"a"), kind=kind, bot_id=bot.id) for kind in kinds]
        for stored in files:
            world.post(amina.chat, sender=bot, body=Body(stored.kind, payload=stored.media({})))
        assert tap.query is not None
        chats = [amina.person.id, forum.id, group.id]
        self.dispatcher = Dispatcher(world=world, faults=Faults(), rates=RateKeeper(Limits.off()))
        self.named: dict[str, list[Any]] = {
            "chat_id": chats,
            "from_chat_id": chats,
            "user_id": [amina.person.id, bot.id],
            "message_id": [*range(1, 12)],
            "message_thread_id": [topic.id],
            "callback_query_id": [tap.query.id],
            "file_id": [files[0].file_id],
            "parse_mode": ["HTML"],
            "language_code": ["fr", ""],
            "command": ["aide"],
            "url": ["https://a.example"],
            "icon_color": [7322096],
            **{stored.kind: [stored.file_id] for stored in files},
        }
        self.files = {stored.kind: stored.file_id for stored in files}


def value_of(draw: st.DrawFn, parameter: Parameter, scene: Scene) -> Any:
    """A value that the table may well accept, and one time in forty something else."""
    if draw(st.integers(0, 39)) == 0:
        return draw(GARBAGE)
    if parameter.name in scene.named:
        return draw(st.sampled_from(scene.named[parameter.name]))
    if parameter.choices:
        return draw(st.sampled_from(sorted(parameter.choices)))
    kind = draw(st.sampled_from(parameter.types))
    if kind.startswith("Array of "):
        low, high = int(parameter.low or 0), int(parameter.high or 3)
        return array_of(draw, kind.removeprefix("Array of "), scene, count=draw(st.integers(low, min(low + 2, high))))
    if kind in {"Integer", "Float"}:
        least, most = (1 if parameter.low is None else parameter.low), parameter.high or 12
        return draw(st.integers(int(least), int(most)) if kind == "Integer" else st.floats(least, most))
    return simple_value(draw, kind, scene)


def array_of(draw: st.DrawFn, kind: str, scene: Scene, *, count: int) -> list[Any]:
    if kind.startswith("Array of "):
        return [array_of(draw, kind.removeprefix("Array of "), scene, count=1) for _ in range(count or 1)]
    return [draw(st.integers(1, 12)) if kind == "Integer" else simple_value(draw, kind, scene) for _ in range(count)]


def simple_value(draw: st.DrawFn, kind: str, scene: Scene) -> Any:
    match kind:
        case "Boolean":
            return draw(st.booleans())
        case "String" | "InputFile":
            return draw(st.sampled_from(WORDS))
        case _:
            return object_of(draw, kind, scene)


def object_of(draw: st.DrawFn, kind: str, scene: Scene) -> dict[str, Any]:
    members = [each for each in FAMILIES.get(kind, (kind,)) if each in OBJECTS]
    if not members:
        return {}
    fields = OBJECTS[draw(st.sampled_from(members))].fields.values()
    drawn = {each.name: value_of(draw, each, scene) for each in fields if is_given(draw, each)}
    if "media" in drawn and drawn.get("type") in scene.files:
        drawn["media"] = scene.files[drawn["type"]]
    return drawn


def is_given(draw: st.DrawFn, parameter: Parameter) -> bool:
    return parameter.required or (parameter.simulated and draw(st.integers(0, 3)) == 0)


@st.composite
def calls(draw: st.DrawFn, scene: Scene) -> tuple[str, dict[str, Any]]:
    method = METHODS[draw(st.sampled_from(sorted(METHODS.keys() - LEFT_OUT)))]
    targets = {"chat_id", "message_id"} & method.parameters.keys()
    chosen = [each for each in method.parameters.values() if each.name in targets or is_given(draw, each)]
    return method.name, {each.name: value_of(draw, each, scene) for each in chosen}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_call_is_answered_in_json(data: st.DataObject) -> None:
    scene = Scene()
    dispatcher = scene.dispatcher

    async def make(wishes: list[tuple[str, dict[str, Any]]]) -> list[Outcome]:
        return [await dispatcher.run(Incoming(TOKEN, name, parameters)) for name, parameters in wishes]

    wishes = data.draw(st.lists(calls(scene), min_size=1, max_size=12))
    with asyncio.Runner() as runner:
        outcomes = runner.run(make(wishes))
    assert [call.method for call in dispatcher.calls] == [name for name, _ in wishes]
    assert {outcome.status for outcome in outcomes} <= {200, 400, 401, 403}
    assert all((json.dumps(outcome.result) == "null") == (outcome.error is not None) for outcome in outcomes)
