"""Copies of the training messages joined to an ordinary one: danger told in the midst of something else, or in haste.

A model that has only seen danger told by itself takes an ordinary question beside it for a sign that all is well.
Harmless messages are joined too, so that length is no sign of danger. Three copies of five are typed in haste.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.evaluation.noise import shortened, slipped, without_punctuation
from bot.training.examples import Example

WEIGHT = 0.5  # a copy teaches less than a message somebody wrote
LONGEST = 30  # words of a message that is copied
COMPANY = range(3, 26)  # words of the ordinary message beside it
ORDINARY_PAIRS = 7000
SEPARATORS = (". ", " ", "\n", ", ")
SEED = 5


@dataclass(frozen=True, slots=True)
class Copy:
    """A joined message, and the place of the example it says as much as."""

    of: int
    example: Example


def joined(examples: Sequence[Example]) -> list[Copy]:
    """Return the copies, always the same ones for the same examples."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret hangs on it
    ordinary = [at for at, one in enumerate(examples) if one.is_ordinary and _words(one) in COMPANY]
    return list(_copies(examples, ordinary, chance)) if ordinary else []


def _copies(examples: Sequence[Example], ordinary: Sequence[int], chance: random.Random) -> Iterator[Copy]:
    written = [at for at, one in enumerate(examples) if not one.is_ordinary and _words(one) <= LONGEST]
    for at in (*written, *chance.choices(ordinary, k=min(ORDINARY_PAIRS, len(ordinary)))):
        texts = [examples[at].text, examples[chance.choice(ordinary)].text]
        chance.shuffle(texts)
        text = chance.choice(SEPARATORS).join(texts)
        typed = (text, text, slipped(text, chance), shortened(text), without_punctuation(text))
        yield Copy(at, replace(examples[at], text=chance.choice(typed)))


def _words(example: Example) -> int:
    return len(example.text.split())
