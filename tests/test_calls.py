"""The guard over all calls of the suite: it sees them, and it would speak up (see `calls_of_the_session`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.simulator import Call
from tests.harness.calls import complaints, read_specification
from tests.harness.house import TOKEN, House


@pytest.fixture(scope="module")
def specification() -> dict[str, Any]:
    found = read_specification()
    if found is None:
        pytest.skip("NO CALL OF THIS SUITE WAS COMPARED with the Bot API: shared/testdata/botapi-10.1.json is absent")
    return found


def call(*, token: str = TOKEN, status: int = 400, **params: object) -> Call:
    return Call("sendMessage", {"chat_id": 1, "text": "a", **params}, status, datetime(2026, 11, 23, tzinfo=UTC), token)


async def test_calls_of_a_house_are_seen_by_the_guard(house: House, calls_of_the_session: list[Call]) -> None:
    before = len(calls_of_the_session)
    await house.hear(house.seat(), "/menu")
    assert "sendMessage" in [made.method for made in calls_of_the_session[before:]]


def test_calls_that_are_not_documented_are_named_even_if_refused(specification: dict[str, Any]) -> None:
    assert complaints([call(mood="bonne")], specification) == ["sendMessage: unknown parameter mood"]


def test_calls_refused_to_other_bots_are_mistakes_on_purpose(specification: dict[str, Any]) -> None:
    others = [call(token="1:other", status=status, mood="bonne") for status in (400, 200)]
    assert complaints(others[:1], specification) == []
    assert complaints(others[1:], specification) == ["sendMessage: unknown parameter mood"]


def test_calls_that_are_documented_raise_no_complaint(specification: dict[str, Any]) -> None:
    assert complaints([call()], specification) == []
