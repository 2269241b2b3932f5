"""Compare ways to understand a message: `.venv/bin/python benchmarks/nlu_pipelines.py [--test FILE.tsv]`.

Each way learns from two thirds of the training data and is judged on the last third, which nobody tuned on. With
`--test`, it also learns from all of it and is judged on the messages of that file (text, label, style; tab-separated,
in scope only). Prints one line a way: top 1, top 3, seconds of training. With `--confusions`, only the pipeline's own
way is judged, and the worst intents and the pairs most often confused on the last third are printed.

The vectors of words are those of the trained model: `make train` first.
"""

from __future__ import annotations

import argparse
import tarfile
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
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
from nlu_data.pipeline.meanings import Meanings
from nlu_data.pipeline.model import IntentModel
from nlu_data.pipeline.training import OUT_OF_SCOPE, Recipe, matrix, mistyped_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

ROOT: Final = Path(__file__).resolve().parent.parent
PARTS: Final = 3
SEED: Final = 7
SHOWN: Final = 15
"""Intents and pairs in the report of confusions."""


def machine() -> LinearSVC:
    """Return the separator that the pipeline uses."""
    return LinearSVC(C=Recipe().firmness, tol=Recipe().precision, class_weight="balanced", random_state=SEED)


def regression() -> LogisticRegression:
    """Return the learner that is the usual choice."""
    return LogisticRegression(C=10, max_iter=50, class_weight="balanced")


@dataclass(frozen=True)
class Way:
    """A choice of views, with or without the meaning of words, learner and mistyped copies."""

    name: str
    blocks: Mapping[str, float] = field(default_factory=lambda: BLOCKS)
    learner: Callable[[], Any] = machine
    mistyped_share: float = 0.0
    has_meaning: bool = True


PLAIN: Final = dict.fromkeys(("word", "piece"), 1.0)
OURS: Final = Way("all views, meaning, separators, mistyped", mistyped_share=Recipe().mistyped_share)
WAYS: Final = (
    Way("words and pieces, logistic regression", PLAIN, regression, has_meaning=False),
    Way("words and pieces, naive Bayes", PLAIN, lambda: ComplementNB(alpha=0.3), has_meaning=False),
    Way("words and pieces, separators", PLAIN, has_meaning=False),
    Way("... and sounds", {**PLAIN, "sound": 1.0}, has_meaning=False),
    Way("... and concepts, weighed", BLOCKS, has_meaning=False),
    Way("... and meaning"),
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


@dataclass(frozen=True)
class Judged:
    """How well a way did."""

    expected: NDArray[np.str_]
    ranked: NDArray[np.str_]
    """The first three intents of each message, a row a message."""
    seconds: float

    def __str__(self) -> str:
        """Return top 1, top 3, how many were asked, and the time of training."""
        right = self.ranked == self.expected[:, np.newaxis]
        return f"{right[:, 0].mean():.3f} / {right.any(axis=1).mean():.3f} of {len(right)} ({self.seconds:.0f} s)"


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description="Compare ways to understand a message.")
    parser.add_argument("--test", type=Path, help="messages to judge on, besides the held-out third")
    parser.add_argument("--confusions", action="store_true", help="what the pipeline confuses, instead")
    options = parser.parse_args()
    lexicon = Lexicon.parse(yaml.safe_load((ROOT / "nlu_data" / "lexicon.yml").read_text(encoding="utf-8")))
    meanings = trained_meanings()
    examples = read_examples(ROOT / "nlu_data")
    known = Messages([each.text for each in examples], np.array([each.intent for each in examples]))
    held_out = np.random.default_rng(SEED).permutation(len(examples)) % PARTS == 0
    for way in (OURS,) if options.confusions else WAYS:
        learn_and_judge = partial(judge, way, lexicon=lexicon, meanings=meanings)
        figures = [learn_and_judge(known.where(~held_out), known.where(held_out))]
        if options.confusions:
            print_confusions(figures[0])
        if options.test:
            figures.append(learn_and_judge(known, read(options.test)))
        print(f"{way.name:<42} {'   '.join(map(str, figures))}", flush=True)


def trained_meanings() -> Meanings:
    """Return the vectors of words that the trained model holds."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(ROOT / "models" / "nlu.tar.gz") as archive:
        archive.extractall(folder, filter="data")
        return IntentModel.load(next(Path(folder).rglob("model.json")).parent).vectoriser.meanings


def read(path: Path) -> Messages:
    """Return the messages of a test set that are in scope."""
    asked = [message for message in read_test_set(path) if message.label != OUT_OF_SCOPE]
    return Messages([message.text for message in asked], np.array([message.label for message in asked]))


def judge(way: Way, known: Messages, asked: Messages, *, lexicon: Lexicon, meanings: Meanings) -> Judged:
    """Return how well a `way` that learns from what is `known` understands what is `asked`."""
    began = time.monotonic()
    seen = meanings if way.has_meaning else Meanings.none()
    vectoriser = Vectoriser.learn(known.texts, lexicon=lexicon, meanings=seen, blocks=way.blocks)
    recipe = Recipe(mistyped_share=way.mistyped_share)
    copies = [matrix(vectoriser, known.texts), *mistyped_copies(vectoriser, known.texts, recipe=recipe)]
    learner = way.learner().fit(vstack(copies), np.tile(known.intents, len(copies)))
    seconds = time.monotonic() - began
    rows = matrix(vectoriser, asked.texts)
    scores = learner.decision_function(rows) if hasattr(learner, "decision_function") else learner.predict_proba(rows)
    return Judged(asked.intents, learner.classes_[np.argsort(-scores, axis=1)[:, :3]], seconds)


def print_confusions(judged: Judged) -> None:
    """Print the intents least often right, and the pairs most often confused, both ways counted together."""
    first = judged.ranked[:, 0]
    asked = Counter(judged.expected.tolist())
    right = Counter(judged.expected[first == judged.expected].tolist())
    for intent in sorted(asked, key=lambda each: right[each] / asked[each])[:SHOWN]:
        print(f"{intent:<42} {right[intent] / asked[intent]:.2f} of {asked[intent]}")
    pairs = Counter(
        tuple(sorted(pair)) for pair in zip(judged.expected.tolist(), first.tolist(), strict=True) if len(set(pair)) > 1
    )
    for (one, other), times in pairs.most_common(SHOWN):
        print(f"{times:>4} of {asked[one] + asked[other]:>4}  {one} / {other}")


if __name__ == "__main__":
    main()
