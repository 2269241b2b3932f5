"""The rules of what is shown, attacked: with a pencil, with algebra, with knowledge of the rules, and over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.feedback.suppression import AMBIGUITY, Lot, colleges_to_show, questions_to_show
from actions.people.colleges import College
from tests.feedback.attack import derivable, differences, figures_of

COLLEGES = [college.value for college in College]
sizes = st.one_of(st.integers(0, 40), st.sampled_from([0, 1, 4, 5, 9, 10, 11, 12, 13]))
audiences = st.lists(st.sampled_from(COLLEGES), min_size=1, unique=True)


def draw_with(data: st.DataObject) -> Lot:
    return lambda candidates: data.draw(st.sampled_from(sorted(candidates)), label="lot")


def first(candidates: Sequence[str]) -> str:
    return candidates[0]


@given(data=st.data(), audience=audiences, minimum=st.integers(5, 15), questions=st.integers(1, 5))
@settings(max_examples=600, deadline=None)
def test_figures_shown_let_nobody_compute_a_small_group(
    data: st.DataObject, audience: list[str], minimum: int, questions: int
) -> None:
    """Every question on its own: totals, slices, and all that follows from them."""
    bases = {number: {college: data.draw(sizes) for college in audience} for number in range(questions)}
    before = data.draw(st.one_of(st.none(), st.lists(st.sampled_from(COLLEGES), unique=True)))
    shown = colleges_to_show(bases, audience=audience, minimum=minimum, shown_before=before, draw=draw_with(data))
    for number in questions_to_show(bases, minimum=minimum):
        truth = bases[number]
        figures = figures_of(
            {college: truth[college] for college in shown}, everybody=sum(truth.values()), audience=audience
        )
        found = derivable(figures, colleges=audience)
        for group, people in found.items():
            assert people == sum(truth[college] for college in group)
            assert people >= minimum, f"{set(group)} is seen with {people}"
        for group, people in differences(figures):
            assert people >= minimum, f"{set(group)} is seen with {people}"


@given(data=st.data(), audience=audiences, minimum=st.integers(5, 15), rounds=st.integers(2, 4))
@settings(max_examples=400, deadline=None)
def test_rounds_of_the_same_people_do_not_complete_each_other(
    data: st.DataObject, audience: list[str], minimum: int, rounds: int
) -> None:
    """Over time: the same people answer again, and the attacker, who knows it, puts all figures together."""
    truth = {college: data.draw(sizes) for college in audience}
    before = data.draw(st.one_of(st.none(), st.lists(st.sampled_from(COLLEGES), unique=True)))
    figures = []
    for _ in range(rounds):
        bases = {1: truth, 2: truth}
        shown = colleges_to_show(bases, audience=audience, minimum=minimum, shown_before=before, draw=draw_with(data))
        if not questions_to_show(bases, minimum=minimum):
            return
        figures += figures_of(
            {college: truth[college] for college in shown}, everybody=sum(truth.values()), audience=audience
        )
        before = sorted(shown) if 0 < len(shown) < len(audience) else before
    for group, people in derivable(figures, colleges=audience).items():
        assert people >= minimum, f"{set(group)} is seen with {people}"


@given(data=st.data(), audience=audiences, minimum=st.integers(5, 15))
@settings(max_examples=300, deadline=None)
def test_one_question_does_not_stand_for_another(data: st.DataObject, audience: list[str], minimum: int) -> None:
    """A college that skipped one question shows its figures on none, so that its size is not read off elsewhere."""
    truth = {college: data.draw(sizes) for college in audience}
    skipped = {college: max(0, people - data.draw(st.integers(0, 3))) for college, people in truth.items()}
    shown = colleges_to_show(
        {1: truth, 2: skipped}, audience=audience, minimum=minimum, shown_before=None, draw=draw_with(data)
    )
    for question in questions_to_show({1: truth, 2: skipped}, minimum=minimum):
        base = (truth, skipped)[question - 1]
        assert all(base[college] >= minimum for college in shown)


@pytest.mark.parametrize(("colleges", "largest"), [(2, 14), (3, 13), (4, 8)])
@pytest.mark.parametrize("remembers", [False, True])
def test_knowing_the_rules_corners_no_hidden_college(colleges: int, largest: int, remembers: bool) -> None:
    """The attacker tries every truth there could be, and every lot, and keeps those that would show what was shown."""
    minimum = 5
    audience = COLLEGES[:colleges]
    befores = [None, *([[audience[0]], audience[1:]] if remembers else [])]
    for before in befores:
        possible = defaultdict(list)
        for people in product(range(largest + 1), repeat=colleges):
            truth = dict(zip(audience, people, strict=True))
            for lot in range(colleges):
                shown = colleges_to_show(
                    {1: truth},
                    audience=audience,
                    minimum=minimum,
                    shown_before=before,
                    draw=lambda candidates, lot=lot: candidates[lot % len(candidates)],
                )
                if sum(people) >= minimum and sum(people) <= largest:
                    seen = (sum(people), tuple((college, truth[college]) for college in sorted(shown)))
                    possible[seen].append(truth)
        assert possible
        for (_, shown), truths in possible.items():
            for college in set(audience) - {name for name, _ in shown}:
                sizes_left = {truth[college] for truth in truths}
                assert len(sizes_left) >= AMBIGUITY, f"{college} is cornered to {sizes_left} by {shown}"


def test_colleges_are_all_shown_when_all_are_large_enough() -> None:
    bases = {1: {"concerned": 20, "carers": 11, "elected": 12}}
    shown = colleges_to_show(
        bases, audience=["concerned", "carers", "elected"], minimum=11, shown_before=None, draw=first
    )
    assert shown == {"concerned", "carers", "elected"}


def test_a_small_college_takes_another_with_it() -> None:
    bases = {1: {"concerned": 20, "carers": 18, "elected": 3}}
    shown = colleges_to_show(
        bases, audience=["concerned", "carers", "elected"], minimum=11, shown_before=None, draw=first
    )
    assert shown == {"concerned"}


def test_two_small_colleges_hide_each_other() -> None:
    bases = {1: {"concerned": 20, "carers": 7, "elected": 7}}
    shown = colleges_to_show(
        bases, audience=["concerned", "carers", "elected"], minimum=11, shown_before=None, draw=first
    )
    assert shown == {"concerned"}


def test_two_colleges_that_could_only_be_ten_each_show_nothing_beside_everybody() -> None:
    bases = {1: {"concerned": 20, "carers": 10, "elected": 10}}
    shown = colleges_to_show(
        bases, audience=["concerned", "carers", "elected"], minimum=11, shown_before=None, draw=first
    )
    assert shown == frozenset()


def test_the_company_of_a_small_college_is_the_one_of_last_time() -> None:
    bases = {1: {"concerned": 20, "carers": 18, "elected": 3}}
    shown = colleges_to_show(
        bases, audience=["concerned", "carers", "elected"], minimum=11, shown_before=["carers"], draw=first
    )
    assert shown == {"carers"}


def test_an_attack_on_figures_without_secondary_suppression_succeeds() -> None:
    """The attacker of these tests is no fool: the naive rule, hiding only what is small, is broken at once."""
    truth = {"concerned": 20, "carers": 18, "elected": 3}
    figures = figures_of({"concerned": 20, "carers": 18}, everybody=sum(truth.values()), audience=sorted(truth))
    assert derivable(figures, colleges=sorted(truth))[frozenset({"elected"})] == 3
    assert (frozenset({"carers", "elected"}), 21) in list(differences(figures))
