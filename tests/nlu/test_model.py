from pathlib import Path

import numpy as np
import pytest

from nlu_data.pipeline.lexicon import Lexicon
from nlu_data.pipeline.meanings import Meanings
from nlu_data.pipeline.model import IntentModel
from nlu_data.pipeline.training import Recipe, learn

EXAMPLES = {
    "wait": ["délai d'attente au cmp", "combien de temps pour un rendez-vous", "liste d'attente trop longue"],
    "price": ["prix d'une séance", "combien coûte une séance de psy", "est-ce remboursé par la mutuelle"],
    "hello": ["bonjour", "bonjour à tous", "salut"],
}
NO_LEXICON = Lexicon(shorthand={}, concepts={})
NO_MEANINGS = Meanings.none()
ALIKE = Meanings(
    rows={"prix": 0, "coute": 0, "facture": 0, "attente": 1, "delai": 1, "guichet": 2},
    vectors=np.eye(3, dtype=np.float16),
)


def learnt(examples: dict[str, list[str]], steps: list[str], meanings: Meanings = NO_MEANINGS) -> IntentModel:
    return learn(
        texts=[text for texts in examples.values() for text in texts],
        intents=[intent for intent, texts in examples.items() for _ in texts],
        lexicon=NO_LEXICON,
        meanings=meanings,
        recipe=Recipe(),
        tell=steps.append,
    )


def test_learn_ranks_unseen_messages_by_what_they_share() -> None:
    model = learnt(EXAMPLES, [])
    assert model.rank("quelle attente au cmp ?")[0][0] == "wait"
    assert model.rank("salut à tous")[0][0] == "hello"


def test_learn_knows_a_word_of_no_example_by_its_meaning() -> None:
    model = learnt(EXAMPLES, [], ALIKE)
    assert model.rank("facture")[0][0] == "price"
    assert dict(model.rank("facture"))["price"] > dict(learnt(EXAMPLES, []).rank("facture"))["price"]


def test_meanings_of_unknown_words_point_nowhere() -> None:
    assert not ALIKE.direction(["zzzz"], weights=[1.0]).any()
    np.testing.assert_allclose(ALIKE.direction(["prix", "attente"], weights=[3.0, 4.0]), [0.6, 0.8, 0], rtol=1e-6)


def test_learn_tells_its_steps() -> None:
    steps: list[str] = []
    learnt(EXAMPLES, steps)
    assert steps[0] == "Reading 9 examples of 3 intents"
    assert len(steps) == len(set(steps)) > 1


def test_learn_separates_two_intents_too() -> None:
    model = learnt({intent: EXAMPLES[intent] for intent in ("wait", "price")}, [])
    assert model.rank("attente au cmp")[0][0] == "wait"
    assert model.rank("prix du psy")[0][0] == "price"


def test_learn_refuses_a_single_intent() -> None:
    with pytest.raises(ValueError, match="two intents"):
        learnt({"wait": EXAMPLES["wait"]}, [])


def test_confidences_sum_to_one_even_of_an_unknown_text() -> None:
    model = learnt(EXAMPLES, [])
    for text in ("délai", "zzzz", ""):
        assert sum(confidence for _, confidence in model.rank(text)) == pytest.approx(1, abs=1e-5)


def test_model_ranks_the_same_once_saved_and_loaded(tmp_path: Path) -> None:
    model = learnt(EXAMPLES, [], ALIKE)
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    for text in ("quel délai", "combien", "salut", "facture"):
        assert again.rank(text) == model.rank(text)


def test_model_holds_nothing_that_runs_when_loaded(tmp_path: Path) -> None:
    learnt(EXAMPLES, []).save(tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".npz"}
    with np.load(tmp_path / "model.npz", allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} == {"f"}
