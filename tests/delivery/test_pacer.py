from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacer import Pace, Pacer

PACE = Pace()


class Watch:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def send_all(chats: list[tuple[str, bool]], *, pace: Pace = PACE) -> list[tuple[float, str]]:
    """Send messages in order, each as soon as it may go; return when each went."""
    watch = Watch()
    pacer = Pacer(pace, time=watch)
    sent = []
    for chat, is_group in chats:
        watch.seconds += max(0.0, pacer.wait(chat, is_group=is_group))
        pacer.take(chat, is_group=is_group)
        sent.append((watch.seconds, chat))
    return sent


def most_in_window(times: list[float], window: float) -> int:
    """The largest number of moments in any half-open window."""
    return max((sum(start <= time < start + window for time in times) for start in times), default=0)


@given(st.lists(st.integers(0, 40).map(lambda n: (f"p{n}", False)), max_size=120))
def test_pacer_never_exceeds_thirty_a_second(chats: list[tuple[str, bool]]) -> None:
    assert most_in_window([time for time, _ in send_all(chats)], 1.0) <= 31


@given(st.lists(st.integers(0, 3).map(lambda n: (f"p{n}", False)), max_size=40))
def test_pacer_spaces_the_messages_of_a_chat_by_a_second(chats: list[tuple[str, bool]]) -> None:
    sent = send_all(chats)
    for chat in Counter(chat for _, chat in sent):
        times = [time for time, name in sent if name == chat]
        assert all(later - earlier >= 0.999 for earlier, later in pairwise(times))


def test_pacer_writes_twenty_times_a_minute_to_a_group() -> None:
    times = [time for time, _ in send_all([("group", True)] * 65)]
    assert most_in_window(times, 60.0) == 20


def test_pacer_reaches_its_pace_when_there_is_work() -> None:
    sent = send_all([(f"p{number}", False) for number in range(290)])
    assert 9.9 <= sent[-1][0] - sent[0][0] <= 10.1


def test_pacer_makes_up_for_timers_that_wake_late() -> None:
    watch = Watch()
    pacer = Pacer(PACE, time=watch)
    started = watch.seconds
    for number in range(290):
        watch.seconds += max(0.0, pacer.wait_for_anyone()) + 0.004
        pacer.take(f"p{number}", is_group=False)
    assert watch.seconds - started < 10.2


def test_pacer_holds_everybody_when_asked() -> None:
    watch = Watch()
    pacer = Pacer(PACE, time=watch)
    pacer.hold(12.0)
    assert pacer.wait("anyone", is_group=False) == 12.0
    watch.seconds += 12.0
    assert pacer.wait("anyone", is_group=False) <= 0


def test_pacer_forgets_chats_it_wrote_to_long_ago() -> None:
    watch = Watch()
    pacer = Pacer(PACE, time=watch)
    for number in range(10_050):
        watch.seconds += 1
        pacer.take(f"p{number}", is_group=False)
    assert len(pacer._chats) < 10_000
