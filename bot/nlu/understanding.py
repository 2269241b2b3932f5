"""What the server understood in a message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ranked:
    """An intent and how sure the model is of it, from 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class Understanding:
    """The intents of a message, the most likely first; none when there was nothing to read in it."""

    ranking: tuple[Ranked, ...] = ()

    def confidence(self, intent: str) -> float:
        """Return how sure the model is of `intent`; 0 when it is not ranked."""
        return next((ranked.confidence for ranked in self.ranking if ranked.intent == intent), 0.0)
