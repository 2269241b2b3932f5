"""Ready-made questions: five sets for a coordination in a hurry, and the two questions of the box."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from actions.feedback.kinds import QuestionKind
from actions.feedback.models import Wording

BOX = "box"
AFTER_MEETING = "after_meeting"


class Scale(StrEnum):
    """The words of the five steps of a scale."""

    QUALITY = "quality"
    AGREEMENT = "agreement"
    EASE = "ease"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A question before it is asked: `name` finds its words, `options` those of its choices."""

    name: str
    kind: QuestionKind
    scale: Scale | None = None
    options: tuple[str, ...] = ()


SETS: Mapping[str, Sequence[Pattern]] = {
    AFTER_MEETING: (
        Pattern("went", QuestionKind.SCALE, Scale.QUALITY),
        Pattern("heard", QuestionKind.SCALE, Scale.AGREEMENT),
        Pattern("clear", QuestionKind.YES_NO),
        Pattern("better", QuestionKind.TEXT),
    ),
    "access_to_care": (
        Pattern("finding", QuestionKind.SCALE, Scale.EASE),
        Pattern(
            "obstacles",
            QuestionKind.CHOICES,
            options=("delay", "distance", "cost", "unknown", "judged", "language", "none"),
        ),
        Pattern("whom", QuestionKind.YES_NO),
        Pattern("missing", QuestionKind.TEXT),
    ),
    "decision": (
        Pattern("agree", QuestionKind.SCALE, Scale.AGREEMENT),
        Pattern("informed", QuestionKind.YES_NO),
        Pattern("why", QuestionKind.TEXT),
    ),
    "mood": (
        Pattern("group", QuestionKind.SCALE, Scale.QUALITY),
        Pattern("place", QuestionKind.SCALE, Scale.AGREEMENT),
        Pattern("wish", QuestionKind.TEXT),
    ),
    "next_subject": (
        Pattern(
            "subject",
            QuestionKind.CHOICE,
            options=("care", "housing", "young", "isolation", "rights", "carers", "work"),
        ),
        Pattern("other", QuestionKind.TEXT),
    ),
    BOX: (
        Pattern("about", QuestionKind.CHOICE, options=("meetings", "care", "daily_life", "assistant", "other")),
        Pattern("words", QuestionKind.TEXT),
    ),
}
READY_MADE = tuple(name for name in SETS if name != BOX)
STEPS = ("lowest", "low", "middle", "high", "highest")
YES_NO = ("yes", "no", "unknown")


def topic_of(set_name: str, pattern: Pattern) -> str:
    """What names the question each time it is asked."""
    return f"{set_name}.{pattern.name}"


def own_topic(kind: QuestionKind, words: Wording) -> str:
    """The same for a coordinator's question typed twice: its French words, whatever their spacing and capitals."""
    plain = " ".join(re.findall(r"\w+", words["fr"].casefold()))
    return f"own.{sha256(f'{kind.value} {plain}'.encode()).hexdigest()[:32]}"


def title_of(set_name: str) -> Wording:
    """The words of a set's title."""
    return {"key": f"feedback.set_{set_name}"}


def words_of(set_name: str, pattern: Pattern) -> Wording:
    """The words of a question."""
    return {"key": f"feedback.question_{set_name}_{pattern.name}"}


def options_of(set_name: str, pattern: Pattern) -> list[Wording]:
    """The words of what can be answered, in order; none for a free text."""
    if pattern.options:
        return [{"key": f"feedback.option_{set_name}_{pattern.name}_{option}"} for option in pattern.options]
    return usual_options(pattern.kind, scale=pattern.scale or Scale.AGREEMENT)


def usual_options(kind: QuestionKind, *, scale: Scale = Scale.AGREEMENT) -> list[Wording]:
    """The options that come with a kind of question, from the least to the most."""
    match kind:
        case QuestionKind.SCALE:
            return [{"key": f"feedback.scale_{scale.value}_{step}"} for step in STEPS]
        case QuestionKind.YES_NO:
            return [{"key": f"feedback.yes_no_{word}"} for word in YES_NO]
        case _:
            return []
