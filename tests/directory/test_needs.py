"""Needs as strangers write them, read by the real language model: a place that makes sense in three messages."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import yaml

from bot.directory_desk import keep_samples
from bot.nlu.installation import NluAddress
from bot.nlu.service import RemoteServer
from bot.settings import ROOT
from tests.conftest import OpenHouse
from tests.harness.house import START, House
from tests.harness.script import FOLDER

MOST_MESSAGES = 3


@dataclass(frozen=True, slots=True)
class NeedOfSomebody:
    """What somebody writes, and what must come back."""

    need: str
    town: str
    messages: list[str]
    hear: list[str]
    never: tuple[str, ...] = ()


NEEDS = [
    NeedOfSomebody(**each) for each in yaml.safe_load((FOLDER / "directory" / "needs.yml").read_text(encoding="utf-8"))
]


@pytest.fixture
async def house(open_a_house: OpenHouse, nlu_address: NluAddress) -> House:
    house = await open_a_house(nlu=RemoteServer(nlu_address))
    await keep_samples(ROOT / "content", sessions=house.app.parts.sessions, now=START)
    return house


@pytest.mark.parametrize("somebody", NEEDS, ids=[f"{each.need}, {each.town}" for each in NEEDS])
async def test_a_need_finds_a_place(house: House, somebody: NeedOfSomebody) -> None:
    assert len(somebody.messages) <= MOST_MESSAGES
    seat = house.seat()
    answers = ["\n".join(await house.hear(seat, message)) for message in somebody.messages]
    at = 0
    for words in somebody.hear:
        assert words in answers[-1][at:], f"{words!r} is not in its place: {answers[-1]}"
        at += answers[-1][at:].index(words)
    assert [words for words in somebody.never if words in "\n".join(answers)] == []


def test_ten_needs_in_ten_towns_are_tried() -> None:
    assert len({each.need for each in NEEDS}) >= 10
    assert len({each.town for each in NEEDS}) >= 10
