"""The clock: still in tests, flowing in demonstrations, never backwards."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.simulator import SimulatorClock
from tests.simulator.conftest import START


def test_clock_stands_still_until_moved() -> None:
    clock = SimulatorClock(start=START)
    seen: list[datetime] = []
    forget = clock.subscribe(lambda: seen.append(clock.now()))
    assert clock.now() == clock.now() == START
    clock.advance(timedelta(hours=1))
    clock.set(START + timedelta(days=1))
    forget()
    clock.advance(timedelta(hours=1))
    assert seen == [START + timedelta(hours=1), START + timedelta(days=1)]


def test_clock_never_goes_back() -> None:
    clock = SimulatorClock(start=START)
    with pytest.raises(ValueError, match="cannot go back"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="aware"):
        SimulatorClock(start=START.replace(tzinfo=None))


def test_running_clock_flows_and_jumps() -> None:
    clock = SimulatorClock.running()
    before = clock.now()
    assert clock.now() > before
    clock.advance(timedelta(days=1))
    assert clock.now() - datetime.now(UTC) > timedelta(hours=23)
