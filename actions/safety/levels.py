"""What the detector can say about a message: how strongly to answer, and to which danger."""

from dataclasses import dataclass
from enum import Enum, IntEnum


class Strength(IntEnum):
    """How the assistant answers: not at all, one discreet sentence, or a card before anything else."""

    NONE = 0
    LINE = 1
    CARD = 2


class Level(Enum):
    """The kind of danger; the values are the labels of the data sets."""

    NONE = "0"
    IMPLICIT = "1"
    EXPLICIT = "2"
    IMMINENT = "3"
    THIRD_PARTY = "T"
    VIOLENCE = "V"


@dataclass(frozen=True)
class Assessment:
    """The detector's answer. It holds no text, so there is nothing in it to log or to leak.

    `is_of_another` says that somebody else's body fails: the card speaks to whoever is with them.
    """

    strength: Strength
    level: Level
    is_of_another: bool = False


def card_of(level: Level) -> Assessment:
    """A danger of this level, to be answered by its card."""
    return Assessment(strength=Strength.CARD, level=level)


NOTHING = Assessment(strength=Strength.NONE, level=Level.NONE)
FAILED_SAFE = card_of(Level.EXPLICIT)
RESCUE = Assessment(strength=Strength.CARD, level=Level.IMMINENT, is_of_another=True)
