"""What is learnt is what the detector uses."""

from pathlib import Path

import numpy as np
import pytest

from actions.safety import Detector
from actions.safety.levels import Level
from actions.safety.model import Thresholds, averaged
from actions.safety.model_file import load_model, save_model
from bot.settings import ROOT
from bot.training import matrix
from bot.training.examples import Example, question_examples, safety_examples
from bot.training.judges import ANSWERS, LEVELS, Judges, fit
from bot.training.likeness import find_likeness
from bot.training.matrix import extract, find_columns, weigh
from bot.training.packing import as_model
from bot.training.safety import VECTORS, lessons_of

A_LEVEL = 60


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """A few messages of each level, and a few ordinary questions."""
    every = safety_examples(ROOT / "nlu_data" / "safety")
    written = [one for level in LEVELS for one in [one for one in every if one.level is level][:A_LEVEL]]
    questions = [one for one in question_examples(ROOT / "nlu_data") if one.is_ordinary]
    return [*written, *questions[:A_LEVEL]]


def test_detector_judges_as_it_was_taught(examples: list[Example], tmp_path: Path) -> None:
    found = extract((one.text for one in examples), vocabulary=("bonjour", "merci"))
    columns = find_columns(found)
    likeness = find_likeness(found, ROOT / "nlu_data" / "safety" / VECTORS)
    rows = weigh(found, columns, likeness)
    judges = taught(examples, rows, families=sum(len(kept.index) for kept in columns.values()))
    thresholds = Thresholds(line={Level.IMPLICIT: 0.2}, card={Level.IMPLICIT: 0.5})
    model = as_model(judges, columns, likeness, vocabulary=("bonjour", "merci"), thresholds=thresholds)
    save_model(tmp_path / "model.npz", model)
    kept = load_model(tmp_path / "model.npz")
    assert (kept.vocabulary, kept.thresholds, kept.answers) == (("bonjour", "merci"), thresholds, ANSWERS)
    used = np.array([[kept.likelihoods(one)[level] for level in LEVELS] for one in found])
    assert used == pytest.approx(judges.likelihoods(rows), abs=0.02)
    right = np.mean(used.argmax(axis=1) == [LEVELS.index(one.level) for one in examples])
    assert right > 0.8


def taught(examples: list[Example], rows: object, *, families: int) -> Judges:
    return fit(lessons_of(examples, (), rows), range(len(examples)), families=families)


def test_likelihood_of_no_danger_is_that_of_both_kinds_of_harmless_messages(trained: Detector) -> None:
    model = trained._model
    assert model is not None
    (found,) = extract(("Quels sont les horaires de la mairie ?",), vocabulary=model.vocabulary)
    likelihoods = model.likelihoods(found)
    assert set(likelihoods) == set(Level)
    assert sum(likelihoods.values()) == pytest.approx(1)
    assert likelihoods[Level.NONE] > 0.9


def test_rows_read_in_portions_are_those_read_at_once(monkeypatch: pytest.MonkeyPatch, examples: list[Example]) -> None:
    texts = [one.text for one in examples[:7]]
    found = extract(texts, vocabulary=("bonjour",))
    columns, likeness = find_columns(found), find_likeness(found, ROOT / "nlu_data" / "safety" / VECTORS)
    monkeypatch.setattr(matrix, "PORTION", 3)
    in_portions = matrix.read_and_weigh(texts, columns, likeness, vocabulary=("bonjour",))
    assert (in_portions != weigh(found, columns, likeness)).nnz == 0


def test_two_judges_who_agree_say_the_same_together_and_neither_prevails_where_they_differ() -> None:
    one, other = np.log([0.7, 0.2, 0.1]), np.log([0.2, 0.7, 0.1])
    assert averaged(one, one) == pytest.approx([0.7, 0.2, 0.1])
    together = averaged(one, other)
    assert together[0] == pytest.approx(together[1])
    assert together.sum() == pytest.approx(1)
