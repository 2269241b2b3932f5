"""Every conversation of tests/conversations, in each of its languages."""

from __future__ import annotations

import pytest

from bot.content.library import Content
from bot.nlu.service import RemoteServer
from tests.conftest import OpenHouse
from tests.harness.script import Performance, Script, read_scripts

SCRIPTS = read_scripts()


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.name for script in SCRIPTS])
async def test_conversation(
    script: Script, open_a_house: OpenHouse, content: Content, request: pytest.FixtureRequest
) -> None:
    parts = {}
    if script.needs_nlu:
        parts["nlu"] = RemoteServer(request.getfixturevalue("nlu_address"))
    house = await open_a_house(**parts)
    await Performance(script, house=house, content=content).play()
