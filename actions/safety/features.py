"""What the trained model looks at: words, letters and meanings of a message, each with a name.

Training and use share this module, so that a weight always means the same thing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from actions.safety.concepts import Reading
from actions.safety.rules import Rule

_PAIR_REACH = 8
_LETTER_RUNS = (3, 4, 5)
_LONG_MESSAGE = 25
_SHORT_MESSAGE = 5

Features = dict[str, Counter[str]]


def features(reading: Reading, rules: Sequence[Rule]) -> Features:
    """Return the counted features of `reading` by family; `rules` are those that hold for it."""
    return {
        "words": Counter(_words(reading)),
        "letters": Counter(_letters(reading)),
        "meanings": Counter(_meanings(reading)),
        "companies": Counter(_companies(reading)),
        "likeness": Counter(token for tokens in reading.sentences for token in tokens),
        "signs": Counter(_signs(reading, rules)),
    }


def _words(reading: Reading) -> Iterator[str]:
    for sentence in reading.sentences:
        tokens = ["0" if token.isdigit() and len(token) <= 2 else token for token in sentence]  # noqa: PLR2004
        yield from tokens
        yield from map(" ".join, pairwise(tokens))
        yield from map(" ".join, zip(tokens, tokens[1:], tokens[2:], strict=False))


def _companies(reading: Reading) -> Iterator[str]:
    for names in reading.companies:
        yield from names
        yield from map(" ".join, pairwise(names))
        yield from map(" ".join, zip(names, names[1:], names[2:], strict=False))
        yield from (f"{one} _ {other}" for one, other in zip(names, names[2:], strict=False))


def _letters(reading: Reading) -> Iterator[str]:
    text = " ".join(" ".join(tokens) for tokens in reading.sentences)
    padded = f" {text} "
    for run in _LETTER_RUNS:
        for at in range(len(padded) - run + 1):
            yield padded[at : at + run]


def _meanings(reading: Reading) -> Iterator[str]:
    order = reading.order
    for at, (span, meaning) in enumerate(order):
        yield meaning
        for later, other in order[at + 1 :]:
            if later.start - span.start > _PAIR_REACH:
                break
            if other != meaning:
                yield f"{meaning}>{other}" if later.start != span.start else f"{meaning}={other}"
    present = sorted(reading.spans)
    for at, meaning in enumerate(present):
        for other in present[at + 1 :]:
            yield f"{meaning}&{other}"


def _signs(reading: Reading, rules: Sequence[Rule]) -> Iterator[str]:
    yield "always"
    for rule in rules:
        held = "softened" if rule.softened(reading) else "plain"
        yield f"{held} rule {rule.name}"
        yield f"{held} level {rule.says.level.value}"
    length = sum(len(tokens) for tokens in reading.sentences)
    if length > _LONG_MESSAGE:
        yield "long"
    if length < _SHORT_MESSAGE:
        yield "short"
