"""The life of a request: every move is allowed or refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.mediation.states import MOVES, OPEN_STATES, OVER_STATES, Move, MoveRefused, State, after


def test_every_move_stands_in_the_table() -> None:
    assert set(MOVES) == set(Move)


def test_states_are_open_or_over() -> None:
    assert set(State) == OPEN_STATES | OVER_STATES
    assert not OPEN_STATES & OVER_STATES


@given(st.lists(st.sampled_from(Move), max_size=30))
def test_what_is_over_stays_so_unless_reopened(moves: list[Move]) -> None:
    state = State.RECEIVED
    for move in moves:
        before = state
        try:
            state = after(move, state)
        except MoveRefused:
            assert state is before
        if before in OVER_STATES and state in OPEN_STATES:
            assert move is Move.REOPEN
        if before is State.CANCELLED:
            assert state is State.CANCELLED


def test_refusal_names_move_and_state() -> None:
    with pytest.raises(MoveRefused, match="reply is refused to a request that is closed"):
        after(Move.REPLY, State.CLOSED)
