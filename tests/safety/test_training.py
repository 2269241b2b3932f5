"""What is learnt is what the detector uses."""

from pathlib import Path

import numpy as np
import pytest

from actions.safety.levels import Level
from actions.safety.model import Thresholds, averaged
from actions.safety.model_file import load_model, save_model
from bot.settings import ROOT
from bot.training.examples import Example, safety_examples
from bot.training.judges import LEVELS, Judges, Lessons, fit
from bot.training.likeness import find_likeness
from bot.training.matrix import extract, find_columns, weigh
from bot.training.packing import as_model
from bot.training.safety import VECTORS

A_LEVEL = 60


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """A few messages of each level."""
    every = safety_examples(ROOT / "nlu_data" / "safety")
    return [one for level in LEVELS for one in [one for one in every if one.level is level][:A_LEVEL]]


def test_detector_judges_as_it_was_taught(examples: list[Example], tmp_path: Path) -> None:
    found = extract((one.text for one in examples), vocabulary=("bonjour", "merci"))
    columns = find_columns(found)
    likeness = find_likeness(found, ROOT / "nlu_data" / "safety" / VECTORS)
    matrix = weigh(found, columns, likeness)
    judges = taught(examples, matrix, families=sum(len(kept.index) for kept in columns.values()))
    thresholds = Thresholds(line={Level.IMPLICIT: 0.2}, card={Level.IMPLICIT: 0.5})
    model = as_model(judges, columns, likeness, vocabulary=("bonjour", "merci"), thresholds=thresholds)
    save_model(tmp_path / "model.npz", model)
    kept = load_model(tmp_path / "model.npz")
    assert (kept.vocabulary, kept.thresholds, kept.levels) == (("bonjour", "merci"), thresholds, LEVELS)
    used = np.array([[*kept.likelihoods(one).values()] for one in found])
    assert used == pytest.approx(judges.likelihoods(matrix), abs=0.02)
    right = np.mean(used.argmax(axis=1) == [LEVELS.index(one.level) for one in examples])
    assert right > 0.8


def taught(examples: list[Example], matrix: object, *, families: int) -> Judges:
    size = len(examples)
    lessons = Lessons(
        matrix=matrix,
        levels=np.array([LEVELS.index(one.level) for one in examples]),
        weights=np.ones(size),
        origins=np.arange(size),
    )
    return fit(lessons, range(size), families=families)


def test_two_judges_who_agree_say_the_same_together_and_neither_prevails_where_they_differ() -> None:
    one, other = np.log([0.7, 0.2, 0.1]), np.log([0.2, 0.7, 0.1])
    assert averaged(one, one) == pytest.approx([0.7, 0.2, 0.1])
    together = averaged(one, other)
    assert together[0] == pytest.approx(together[1])
    assert together.sum() == pytest.approx(1)
