"""What may be shown of a round without any small group being seen: directly, by subtraction, or by knowing the rule.

What an attacker wants are groups: the people of one or several colleges who answered a question. Figures are shown of
everybody and of some colleges, so every union of shown colleges can be had by adding, and everybody minus such a union
by subtracting. All of those must reach the minimum. Hence:

1. a question answered by fewer than the minimum shows nothing;
2. a college below the minimum on any question shown is hidden on all of them, since most people answer every question
   and the figures of one would stand for another;
3. if the hidden colleges together stay below the minimum, one more is hidden: one that was hidden the last time, so
   that two rounds do not complete each other, else one drawn by lot;
4. whoever knows these rules may still corner a hidden college: two of them with 20 people, when neither may have more
   than 10, have 10 each. Where fewer than `AMBIGUITY` sizes remain possible, no college is shown at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

AMBIGUITY = 3

Bases = Mapping[int, Mapping[str, int]]
"""For each question, how many people of each college answered it."""

Lot = Callable[[Sequence[str]], str]


def questions_to_show(bases: Bases, *, minimum: int) -> frozenset[int]:
    """The questions answered by enough people."""
    return frozenset(question for question, base in bases.items() if sum(base.values()) >= minimum)


def colleges_to_show(
    bases: Bases,
    *,
    audience: Collection[str],
    minimum: int,
    shown_before: Collection[str] | None,
    draw: Lot,
) -> frozenset[str]:
    """The colleges whose own figures may stand beside those of everybody; the same for every question of a round.

    `bases` holds the questions with options; `shown_before` is what was shown the last time the territory hid
    something, None if it never did. With a single college in the audience there is nothing to show beside everybody.
    """
    asked = [bases[question] for question in sorted(questions_to_show(bases, minimum=minimum))]
    small = sorted({college for college in audience if any(base.get(college, 0) < minimum for base in asked)})
    large = sorted(set(audience) - set(small))
    if not asked or len(audience) == 1:
        return frozenset()
    if not small:
        return frozenset(large)
    if all(total >= minimum for total in _totals(asked, small)):
        highest = len(small) * (minimum - 1) - (AMBIGUITY - 1)
        return frozenset(large if all(total <= highest for total in _totals(asked, small)) else ())
    return _with_company(asked, small, large, minimum=minimum, shown_before=shown_before, draw=draw)


def _with_company(
    asked: Sequence[Mapping[str, int]],
    small: Sequence[str],
    large: Sequence[str],
    *,
    minimum: int,
    shown_before: Collection[str] | None,
    draw: Lot,
) -> frozenset[str]:
    """Hide one of the large colleges with the small ones; nothing is left to show where that is not enough."""
    if not large:
        return frozenset()
    hidden_before = [college for college in large if shown_before is not None and college not in shown_before]
    company = draw(hidden_before or large)
    lowest = minimum + (AMBIGUITY - 1)
    if any(total < lowest for total in _totals(asked, [*small, company])):
        return frozenset()
    return frozenset(large) - {company}


def _totals(asked: Sequence[Mapping[str, int]], colleges: Collection[str]) -> list[int]:
    return [sum(base.get(college, 0) for college in colleges) for base in asked]
