"""Whether the training examples are fit to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.nlu.errors import BadExamples
from bot.nlu.examples import by_intent
from bot.nlu.folding import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.nlu.examples import Example

FEWEST: Final[Mapping[str, int]] = {"fr": 120, "en": 40}
"""Examples that every intent needs in each language."""


def check_examples(examples: Sequence[Example], *, intents: AbstractSet[str]) -> None:
    """Raise BadExamples when an example cannot be read by Rasa as it stands, contradicts another, or is nobody's.

    What is missing in number is no contradiction: see `check_completeness`.
    """
    findings = [*_unreadable(examples), *_unknown(examples, intents=intents), *_repeated(examples)]
    if findings:
        raise BadExamples(findings)


def check_completeness(
    examples: Sequence[Example], *, intents: AbstractSet[str], fewest: Mapping[str, int] = FEWEST
) -> None:
    """Raise BadExamples when an intent has fewer examples in a language than `fewest` asks."""
    grouped = by_intent(examples)
    findings = [
        f"{intent}:{language}: has {found} examples, needs {needed}"
        for intent in sorted(intents)
        for language, needed in fewest.items()
        if (found := sum(example.language == language for example in grouped.get(intent, []))) < needed
    ]
    if findings:
        raise BadExamples(findings)


def _unreadable(examples: Sequence[Example]) -> list[str]:
    return [
        f"{example.place}: {reason}"
        for example in examples
        for wrong, reason in (
            (not example.text, "nothing stands after the dash"),
            (example.text.startswith("/"), "Rasa takes what begins with / for the name of an intent"),
            ("](" in example.text or "]{" in example.text, "Rasa takes [..](..) for the mark of an entity"),
        )
        if wrong
    ]


def _unknown(examples: Sequence[Example], *, intents: AbstractSet[str]) -> list[str]:
    return [
        f"{of_intent[0].place}: the intent {intent} is not in the domain"
        for intent, of_intent in by_intent(examples).items()
        if intent not in intents
    ]


def _repeated(examples: Sequence[Example]) -> list[str]:
    first: dict[str, Example] = {}
    findings: list[str] = []
    for example in examples:
        earlier = first.setdefault(folded(example.text) or example.text, example)
        if earlier is not example:
            same = "again" if earlier.intent == example.intent else f"under {example.intent} and {earlier.intent}"
            findings.append(f"{example.place}: stands {same}, first at {earlier.place}")
    return findings
