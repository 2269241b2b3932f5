"""The attacker: has every figure that was shown, knows the rules, and tries to see a small group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations

Group = frozenset[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that was shown: of which colleges together, and how many people."""

    group: Group
    people: int


def subsets(colleges: Sequence[str]) -> Iterator[Group]:
    """Every group of colleges, but the empty one."""
    return (
        frozenset(chosen)
        for chosen in chain.from_iterable(combinations(colleges, size) for size in range(1, len(colleges) + 1))
    )


def derivable(figures: Sequence[Shown], *, colleges: Sequence[str]) -> dict[Group, Fraction]:
    """Every group whose size follows from the figures by adding, subtracting and multiplying."""
    rows = [[Fraction(college in figure.group) for college in colleges] for figure in figures]
    reduced = _reduce(rows, [Fraction(figure.people) for figure in figures])
    found = {}
    for group in subsets(colleges):
        size = _express([Fraction(college in group) for college in colleges], reduced)
        if size is not None:
            found[group] = size
    return found


def differences(figures: Sequence[Shown]) -> Iterator[tuple[Group, int]]:
    """The difference of any two figures where one group holds the other: what a reader with a pencil sees."""
    for one in figures:
        for other in figures:
            if other.group < one.group:
                yield one.group - other.group, one.people - other.people


def figures_of(shown: Mapping[str, int], *, everybody: int, audience: Sequence[str]) -> list[Shown]:
    """What a reader sees of one question."""
    total = Shown(frozenset(audience), everybody)
    return [total, *(Shown(frozenset({college}), people) for college, people in shown.items())]


def _reduce(rows: list[list[Fraction]], values: list[Fraction]) -> list[tuple[int, list[Fraction], Fraction]]:
    """Gauss's elimination: each reduced row with its leading column."""
    reduced: list[tuple[int, list[Fraction], Fraction]] = []
    for row, value in zip(rows, values, strict=True):
        left, rest = _eliminate(row, value, reduced)
        lead = next((index for index, entry in enumerate(left) if entry), None)
        if lead is not None:
            reduced.append((lead, [entry / left[lead] for entry in left], rest / left[lead]))
    return reduced


def _eliminate(
    row: list[Fraction], value: Fraction, reduced: list[tuple[int, list[Fraction], Fraction]]
) -> tuple[list[Fraction], Fraction]:
    for lead, known, amount in reduced:
        factor = row[lead]
        if factor:
            row = [entry - factor * other for entry, other in zip(row, known, strict=True)]
            value -= factor * amount
    return row, value


def _express(target: list[Fraction], reduced: list[tuple[int, list[Fraction], Fraction]]) -> Fraction | None:
    left, rest = _eliminate(target, Fraction(0), reduced)
    return None if any(left) else -rest
