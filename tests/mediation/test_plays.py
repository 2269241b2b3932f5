"""Every conversation of tests/conversations/mediation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.content.library import Content
from tests.conftest import OpenHouse
from tests.harness.house import House
from tests.harness.script import Script
from tests.mediation.stage import Stage, read_plays

PLAYS = read_plays()
STORED_PLAYS = read_plays(on_each_database=True)


@pytest.mark.parametrize(("script", "cast"), PLAYS, ids=[script.name for script, _ in PLAYS])
async def test_play(script: Script, cast: Mapping[str, Any], house: House, content: Content) -> None:
    await Stage(script, cast, house=house, content=content).play()


@pytest.mark.parametrize(("script", "cast"), STORED_PLAYS, ids=[script.name for script, _ in STORED_PLAYS])
async def test_play_on_each_database(
    script: Script, cast: Mapping[str, Any], open_a_house: OpenHouse, database_url: str, content: Content
) -> None:
    house = await open_a_house(database_url=database_url)
    await Stage(script, cast, house=house, content=content).play()


def test_plays_are_found() -> None:
    assert len(PLAYS) > 20
    assert len(STORED_PLAYS) > 5
