"""What the bot says of itself."""

import pytest

from bot.simulator import Seat
from tests.simulator.conftest import HttpBot

COMMANDS = [{"command": "aide", "description": "Trouver de l'aide"}]


async def test_commands_are_kept_by_scope_and_language(bot: HttpBot, amina: Seat) -> None:
    scope = {"type": "chat", "chat_id": amina.person.id}
    assert (await bot.call("setMyCommands", commands=COMMANDS)).result is True
    await bot.call("setMyCommands", commands=COMMANDS * 1, scope=scope, language_code="fr")
    assert (await bot.call("getMyCommands")).result == COMMANDS
    assert (await bot.call("getMyCommands", scope=scope, language_code="fr")).result == COMMANDS
    assert (await bot.call("getMyCommands", language_code="fr")).result == []
    await bot.call("deleteMyCommands")
    assert (await bot.call("getMyCommands")).result == []


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"commands": [{"command": "Aide", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "aide", "description": ""}]}, '"commands[0].description" must be between'),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, '"commands[0].command" must be between'),
        ({"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]}, '"commands" must be between'),
        ({"commands": COMMANDS * 2}, "stands twice"),
        ({"commands": COMMANDS, "language_code": "FR"}, "wrong language code"),
        ({"commands": COMMANDS, "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"commands": COMMANDS, "scope": {"type": "moon"}}, '"scope.type" must be one of'),
    ],
)
async def test_wrong_commands_are_refused(bot: HttpBot, parameters: dict[str, object], words: str) -> None:
    answer = await bot.call("setMyCommands", **parameters)
    assert answer.status == 400
    assert words in answer.description


@pytest.mark.parametrize(
    ("parameter", "suffix", "limit"),
    [("name", "Name", 64), ("description", "Description", 512), ("short_description", "ShortDescription", 120)],
)
async def test_texts_are_kept_by_language(bot: HttpBot, parameter: str, suffix: str, limit: int) -> None:
    await bot.call(f"setMy{suffix}", **{parameter: "a" * limit, "language_code": "fr"})
    assert (await bot.call(f"getMy{suffix}", language_code="fr")).result == {parameter: "a" * limit}
    default = "CLSM" if parameter == "name" else ""
    assert (await bot.call(f"getMy{suffix}", language_code="en")).result == {parameter: default}
    assert (await bot.call(f"setMy{suffix}", **{parameter: "a" * (limit + 1)})).status == 400
    await bot.call(f"setMy{suffix}", language_code="fr")
    assert (await bot.call(f"getMy{suffix}", language_code="fr")).result == {parameter: default}


async def test_menu_button_of_one_chat(bot: HttpBot, amina: Seat) -> None:
    await bot.call("setChatMenuButton", chat_id=amina.person.id, menu_button={"type": "default"})
    assert (await bot.call("getChatMenuButton", chat_id=amina.person.id)).result == {"type": "default"}
    assert (await bot.call("getChatMenuButton")).result == {"type": "commands"}
