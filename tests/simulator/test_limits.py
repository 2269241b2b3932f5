"""Sending rates: what holds for any way of sending."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import Limits
from bot.simulator.errors import ApiError
from bot.simulator.limits import RateKeeper
from tests.simulator.conftest import START

GROUP = -100
SENDS = st.lists(st.tuples(st.floats(0, 3), st.sampled_from([1, 2, GROUP])), max_size=80)


def retry_after(keeper: RateKeeper, *, chat_id: int, now: datetime) -> int:
    """Zero when the message is admitted, else the seconds to wait."""
    try:
        keeper.admit(bot_id=1, chat_id=chat_id, now=now)
    except ApiError as error:
        return error.parameters["retry_after"]
    return 0


def busiest(moments: list[datetime], period: timedelta) -> int:
    """The most messages in any half-open window of that length."""
    return max((sum(start <= each < start + period for each in moments) for start in moments), default=0)


@given(SENDS)
def test_no_window_holds_more_than_allowed(sends: list[tuple[float, int]]) -> None:
    keeper, now = RateKeeper(Limits.documented()), START
    admitted: dict[int, list[datetime]] = {1: [], 2: [], GROUP: []}
    for pause, chat_id in sends:
        now += timedelta(seconds=pause)
        if retry_after(keeper, chat_id=chat_id, now=now) == 0:
            admitted[chat_id].append(now)
    assert busiest([moment for chat in admitted.values() for moment in chat], timedelta(seconds=1)) <= 30
    assert all(busiest(moments, timedelta(seconds=3)) <= 3 for moments in admitted.values())
    assert busiest(admitted[GROUP], timedelta(minutes=1)) <= 20


@given(SENDS)
def test_waiting_as_told_is_enough(sends: list[tuple[float, int]]) -> None:
    keeper, now = RateKeeper(Limits.documented()), START
    for pause, chat_id in sends:
        now += timedelta(seconds=pause)
        wait = retry_after(keeper, chat_id=chat_id, now=now)
        if wait:
            now += timedelta(seconds=wait)
            assert retry_after(keeper, chat_id=chat_id, now=now) == 0


@given(st.lists(st.floats(1.0, 5.0), max_size=60))
def test_one_a_second_to_a_person_is_never_refused(pauses: list[float]) -> None:
    keeper, now = RateKeeper(Limits.documented()), START
    for pause in pauses:
        now += timedelta(seconds=pause)
        assert retry_after(keeper, chat_id=1, now=now) == 0


def test_sending_during_a_halt_is_refused_until_its_end() -> None:
    keeper = RateKeeper(Limits(chat_burst=2))
    waits = [
        retry_after(keeper, chat_id=1, now=START + timedelta(seconds=seconds)) for seconds in (0, 0, 0.2, 1.9, 2.0)
    ]
    assert waits == [0, 0, 2, 1, 0]


def test_no_limit_refuses_nothing() -> None:
    keeper = RateKeeper(Limits.off())
    assert [retry_after(keeper, chat_id=1, now=START) for _ in range(100)] == [0] * 100


@pytest.mark.parametrize("count", [3, 10])
def test_album_counts_each_of_its_messages(count: int) -> None:
    keeper = RateKeeper(Limits(per_second=4))
    keeper.admit(bot_id=1, chat_id=1, now=START, count=min(count, 4))
    assert retry_after(keeper, chat_id=2, now=START) == (0 if count < 4 else 1)
