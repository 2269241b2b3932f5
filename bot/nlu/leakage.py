"""Guarding the worth of measurements: no line that is learnt from or shown may stand in a set that is measured on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.evaluation.testset import read_test_set
from bot.nlu.errors import Leaked
from bot.nlu.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

WRITTEN: Final = frozenset({".yml", ".yaml", ".tsv", ".txt", ".json", ".md"})
"""Endings of the files that examples and content stand in."""

FEWEST_WORDS: Final = 4
"""Shorter test messages (« bonjour », « mdph délai ») are said by everyone and prove nothing."""

GRAM: Final = 4
NEAR: Final = 0.8
"""Share of common four-letter pieces from which two lines are one line edited. Independent authors stay below 0.75
on 20,000 lines, but for a handful of five-word questions."""

CONTAINED_WORDS: Final = 8
"""A test message of so many words that stands whole within a line was taken over, not met by chance."""

MARKUP: Final = re.compile(r"^\s*(?:-\s+)?(?:[\w.\"'-]+:\s+)?[\"'>|]*\s*|[\"']?,?\s*$")


@dataclass(frozen=True)
class Line:
    """A line of a file, as people would read it."""

    text: str
    path: Path
    number: int


@dataclass(frozen=True, eq=False)
class _Known:
    """A test message, prepared to be compared with."""

    folded: str
    words: frozenset[str]
    grams: frozenset[str]
    place: str


def check_no_leak(*, written: Iterable[Path], test_sets: Iterable[Path]) -> int:
    """Return how many lines were compared; raise Leaked naming each that stands, exactly or nearly, in a test set.

    `written` are files, or folders whose files are all read. Raises ValueError when there is nothing to compare:
    a guard that sees nothing must not pass.
    """
    known = [each for path in test_sets for each in _read_known(path)]
    lines = [line for root in written for line in _read_written(root)]
    if not known or not lines:
        message = f"nothing to compare: {len(lines)} lines with {len(known)} test messages"
        raise ValueError(message)
    index = _index(known)
    findings = [
        f"{line.path}:{line.number}: {reason} {found.place}"
        for line in lines
        for reason, found in _twins(line, index=index)
    ]
    if findings:
        raise Leaked(findings)
    return len(lines)


def _read_known(path: Path) -> Iterator[_Known]:
    for message in read_test_set(path):
        plain = folded(message.text)
        words = plain.split()
        if len(words) >= FEWEST_WORDS:
            yield _Known(plain, frozenset(words), grams(plain), f"{path.name}:{message.line}")


def _read_written(root: Path) -> Iterator[Line]:
    for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
        if path.is_file() and path.suffix in WRITTEN:
            for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield Line(MARKUP.sub("", raw.split("\t")[0]), path, number)


def _index(known: Iterable[_Known]) -> dict[str, list[_Known]]:
    by_word: dict[str, list[_Known]] = defaultdict(list)
    for each in known:
        for word in each.words:
            by_word[word].append(each)
    return by_word


def _twins(line: Line, *, index: dict[str, list[_Known]]) -> Iterator[tuple[str, _Known]]:
    plain = folded(line.text)
    shared = Counter(each for word in set(plain.split()) for each in index.get(word, ()))
    own = grams(plain)
    for each, words in shared.items():
        if 2 * words < len(each.words):
            continue
        if plain == each.folded:
            yield "is", each
        elif len(own & each.grams) >= NEAR * len(own | each.grams):
            yield "is nearly", each
        elif len(each.folded.split()) >= CONTAINED_WORDS and f" {each.folded} " in f" {plain} ":
            yield "contains", each


def grams(plain: str) -> frozenset[str]:
    """Return the pieces of four letters of a folded text, its ends padded with a space."""
    padded = f" {plain} "
    return frozenset(padded[start : start + GRAM] for start in range(len(padded) - GRAM + 1))
