"""Compare ways to understand a message: `.venv/bin/python benchmarks/nlu_pipelines.py [--test FILE.tsv]`.

Each way learns from two thirds of the training data and is judged on the last third, which nobody tuned on. With
`--test`, it also learns from all of it and is judged on the messages of that file (text, label, style; tab-separated,
in scope only). Prints one line a way: top 1, top 3, seconds of training.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml
from scipy.sparse import vstack
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from bot.evaluation.testset import read_test_set
from bot.nlu.examples import read_examples
from nlu_data.pipeline.features import BLOCKS, Vectoriser
from nlu_data.pipeline.lexicon import Lexicon
from nlu_data.pipeline.training import OUT_OF_SCOPE, Recipe, matrix, mistyped_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

ROOT: Final = Path(__file__).resolve().parent.parent
PARTS: Final = 3
SEED: Final = 7


def machine() -> LinearSVC:
    """Return the separator that the pipeline uses."""
    return LinearSVC(C=Recipe().firmness, tol=Recipe().precision, class_weight="balanced", random_state=SEED)


def regression() -> LogisticRegression:
    """Return the learner that is the usual choice."""
    return LogisticRegression(C=10, max_iter=50, class_weight="balanced")


@dataclass(frozen=True)
class Way:
    """A choice of views, learner and mistyped copies."""

    name: str
    blocks: Mapping[str, float] = field(default_factory=lambda: BLOCKS)
    learner: Callable[[], Any] = machine
    mistyped_share: float = 0.0


PLAIN: Final = dict.fromkeys(("word", "piece"), 1.0)
OURS: Final = Way("all views, separators, mistyped copies", mistyped_share=Recipe().mistyped_share)
WAYS: Final = (
    Way(
        "words and pieces, logistic regression",
        PLAIN,
        lambda: LogisticRegression(C=10, max_iter=50, class_weight="balanced"),
    ),
    Way("words and pieces, naive Bayes", PLAIN, lambda: ComplementNB(alpha=0.3)),
    Way("words and pieces, separators", PLAIN),
    Way("... and sounds", {**PLAIN, "sound": 1.0}),
    Way("... and concepts, weighed", BLOCKS),
    OURS,
    replace(OURS, name="... without balance", learner=lambda: LinearSVC(C=0.3, tol=0.01, random_state=SEED)),
)


@dataclass(frozen=True)
class Messages:
    """Texts and what each is about."""

    texts: Sequence[str]
    intents: NDArray[np.str_]

    def where(self, chosen: NDArray[np.bool_]) -> Messages:
        """Return the messages that are `chosen`."""
        return Messages([text for text, keep in zip(self.texts, chosen, strict=True) if keep], self.intents[chosen])


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description="Compare ways to understand a message.")
    parser.add_argument("--test", type=Path, help="messages to judge on, besides the held-out third")
    options = parser.parse_args()
    lexicon = Lexicon.parse(yaml.safe_load((ROOT / "nlu_data" / "lexicon.yml").read_text(encoding="utf-8")))
    examples = read_examples(ROOT / "nlu_data")
    known = Messages([each.text for each in examples], np.array([each.intent for each in examples]))
    held_out = np.random.default_rng(SEED).permutation(len(examples)) % PARTS == 0
    for way in WAYS:
        figures = [judge(way, known.where(~held_out), known.where(held_out), lexicon=lexicon)]
        if options.test:
            figures.append(judge(way, known, read(options.test), lexicon=lexicon))
        print(f"{way.name:<42} {'   '.join(figures)}", flush=True)


def read(path: Path) -> Messages:
    """Return the messages of a test set that are in scope."""
    asked = [message for message in read_test_set(path) if message.label != OUT_OF_SCOPE]
    return Messages([message.text for message in asked], np.array([message.label for message in asked]))


def judge(way: Way, known: Messages, asked: Messages, *, lexicon: Lexicon) -> str:
    """Return how well a `way` that learns from what is `known` understands what is `asked`."""
    began = time.monotonic()
    vectoriser = Vectoriser.learn(known.texts, lexicon=lexicon, blocks=way.blocks)
    recipe = Recipe(mistyped_share=way.mistyped_share)
    copies = [matrix(vectoriser, known.texts), *mistyped_copies(vectoriser, known.texts, recipe=recipe)]
    learner = way.learner().fit(vstack(copies), np.tile(known.intents, len(copies)))
    took = time.monotonic() - began
    rows = matrix(vectoriser, asked.texts)
    scores = learner.decision_function(rows) if hasattr(learner, "decision_function") else learner.predict_proba(rows)
    top = learner.classes_[np.argsort(-scores, axis=1)[:, :3]]
    right = top == asked.intents[:, np.newaxis]
    return f"{right[:, 0].mean():.3f} / {right.any(axis=1).mean():.3f} of {len(right)} ({took:.0f} s)"


if __name__ == "__main__":
    main()
