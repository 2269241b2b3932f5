"""The trained model: a score for each intent, made into confidences that mean what they say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlu_data.pipeline.features import Vectoriser
from nlu_data.pipeline.lexicon import Lexicon
from nlu_data.pipeline.meanings import Meanings

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

ARRAYS: Final = "model.npz"
WORDS: Final = "model.json"


@dataclass(frozen=True)
class IntentModel:
    """A linear score for each intent and the temperature that turns scores into confidences."""

    vectoriser: Vectoriser
    intents: tuple[str, ...]
    weights: NDArray[np.float16]
    """One row a feature, one column an intent; half precision costs no accuracy and halves memory."""
    bias: NDArray[np.float32]
    temperature: float

    def scores(self, text: str) -> NDArray[np.float32]:
        """Return the score of each intent for `text`, in the order of `intents`."""
        vector = self.vectoriser.vector(text)
        # Only the rows that the message touches are read: a few hundred of tens of thousands.
        rows = self.weights[vector.columns].astype(np.float32)
        return np.asarray(vector.values @ rows + self.bias, dtype=np.float32)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return every intent with its confidence, the most likely first; confidences sum to 1."""
        confidences = softmax(self.scores(text)[np.newaxis], temperature=self.temperature)[0]
        order = np.argsort(-confidences, kind="stable")
        return [(self.intents[place], float(confidences[place])) for place in order]

    def save(self, folder: Path) -> None:
        """Write the model into `folder` as arrays and JSON; nothing in them can run when they are read."""
        lexicon, meanings = self.vectoriser.lexicon, self.vectoriser.meanings
        np.savez_compressed(
            folder / ARRAYS,
            weights=self.weights,
            bias=self.bias,
            rarity=self.vectoriser.rarity.astype(np.float32),
            meanings=meanings.vectors,
            usual=self.vectoriser.usual,
        )
        words = {
            "intents": self.intents,
            "temperature": self.temperature,
            "terms": list(self.vectoriser.columns),
            "rows": dict(meanings.rows),
            "blocks": dict(self.vectoriser.blocks),
            "shorthand": dict(lexicon.shorthand),
            "concepts": {name: list(wordings) for name, wordings in lexicon.concepts.items()},
        }
        (folder / WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Return the model that `save` wrote into `folder`."""
        words = json.loads((folder / WORDS).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            vectoriser = Vectoriser(
                lexicon=Lexicon.parse(words),
                columns={term: column for column, term in enumerate(words["terms"])},
                rarity=arrays["rarity"],
                meanings=Meanings(rows=words["rows"], vectors=arrays["meanings"]),
                blocks=words["blocks"],
                usual=arrays["usual"],
            )
            return cls(
                vectoriser=vectoriser,
                intents=tuple(words["intents"]),
                weights=arrays["weights"],
                bias=arrays["bias"],
                temperature=words["temperature"],
            )


def softmax(scores: NDArray[np.float32], *, temperature: float) -> NDArray[np.float32]:
    """Return each row of `scores` as confidences that sum to 1; a low `temperature` makes them bolder."""
    heated = (scores - scores.max(axis=1, keepdims=True)) / temperature
    powers = np.exp(heated)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
