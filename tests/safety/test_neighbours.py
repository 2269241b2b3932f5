"""Words that stand in the same company, and what they do for words that no example holds."""

import re
from pathlib import Path

import numpy as np
import pytest

from actions.safety.neighbours import NEIGHBOURS, load_neighbours
from actions.safety.normalise import canonical, squeeze
from actions.safety.reader import Reader
from bot.training.likeness import find_likeness
from bot.training.neighbours import hashed, load_vectors, save_vectors


def test_groups_hold_words_as_the_detector_spells_them() -> None:
    words = NEIGHBOURS.read_text(encoding="ascii").split()
    assert len(words) == len(set(words))
    assert [word for word in words if not re.fullmatch(r"[a-z]+", word) or squeeze(canonical(word)) != word] == []


def test_words_of_the_same_company_share_a_name() -> None:
    groups = load_neighbours()
    assert groups["mari"] == groups["epouse"]
    assert groups["medicaments"] != groups["mari"]


def test_reading_names_the_company_of_each_word() -> None:
    (names,) = Reader().read("mon épouse zorglub").companies
    assert names == ("mon", load_neighbours()["epouse"], "zorglub")


@pytest.mark.parametrize(("text", "key"), [("apple", 8566208034543834098), ("coffee", 3197928453018144401)])
def test_keys_of_the_package_are_hashed_as_it_does(text: str, key: int) -> None:
    assert hashed(text) == key


def test_vectors_are_kept_with_their_words(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    given = np.eye(9, dtype=np.float32)
    save_vectors(list("abcdefghi"), given, to=file)
    words, vectors = load_vectors(file)
    assert words == list("abcdefghi")
    assert vectors[::3] @ vectors[::3].T == pytest.approx(np.eye(3))


def test_near_words_get_near_weights_though_one_was_never_seen(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    near = np.array([[0.5, 0.5, 0.7], [0.5, 0.6, 0.6], [0.7, -0.7, 0]], dtype=np.float32)
    save_vectors(["tombe", "a", "b", "cercueil", "c", "d", "gateau"], near.repeat(3, axis=0)[:7], to=file)
    likeness = find_likeness([{"likeness": {"tombe": 1}}, {"likeness": {"gateau": 2}}], file)  # type: ignore[dict-item]
    learnt = likeness.matrix([{"likeness": {"tombe": 1}}]).toarray()  # type: ignore[dict-item]
    tombe, _, _, cercueil, _, _, gateau = likeness.weights(learnt)[:, 0]
    assert tombe == pytest.approx(cercueil, abs=0.05)
    assert gateau == pytest.approx(0, abs=0.05)
    assert likeness.rarity[3] > likeness.rarity[0]
