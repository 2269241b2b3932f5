"""Every conversation of tests/conversations, in each of its languages."""

from __future__ import annotations

import pytest

from bot.content.library import Content
from tests.harness.house import House
from tests.harness.script import Performance, Script, read_scripts

SCRIPTS = read_scripts()
BY_BUTTON = [script for script in SCRIPTS if not script.needs_nlu]
IN_FREE_TEXT = [script for script in SCRIPTS if script.needs_nlu]


@pytest.mark.parametrize("script", BY_BUTTON, ids=[script.name for script in BY_BUTTON])
async def test_conversation_by_button(script: Script, house: House, content: Content) -> None:
    await Performance(script, house=house, content=content).play()


@pytest.mark.parametrize("script", IN_FREE_TEXT, ids=[script.name for script in IN_FREE_TEXT])
async def test_conversation_in_free_text(script: Script, understanding_house: House, content: Content) -> None:
    await Performance(script, house=understanding_house, content=content).play()
