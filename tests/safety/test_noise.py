"""Messages typed in haste, from which the detector learns to read through haste."""

import random

from hypothesis import given
from hypothesis import strategies as st

from actions.safety.normalise import squeeze
from bot.evaluation.noise import repeated, shortened, slipped, without_punctuation
from bot.training.examples import Example, Level
from bot.training.joined import joined

WORDS = st.lists(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéà'", min_size=1, max_size=12), min_size=1, max_size=20)


@given(WORDS, st.integers())
def test_slip_of_the_finger_changes_a_letter_or_two_inside_a_word(words: list[str], seed: int) -> None:
    typed = slipped(" ".join(words), random.Random(seed)).split(" ")
    assert len(typed) == len(words)
    for word, meant in zip(typed, words, strict=True):
        assert (word[0], abs(len(word) - len(meant)) <= 1) == (meant[0], True)
        assert word == meant or len(meant) >= 4


def test_some_words_slip_and_most_do_not() -> None:
    meant = ["bonjour"] * 1000
    typed = slipped(" ".join(meant), random.Random(1)).split(" ")
    assert 100 < sum(one != other for one, other in zip(typed, meant, strict=True)) < 300


def test_short_messages_are_spelt_by_ear() -> None:
    assert shortened("Je ne veux plus, c’est trop dur de parler") == "j ve +, c tro dur de parlé"


def test_signs_are_left_out_and_the_words_stay() -> None:
    assert without_punctuation("J'ai peur… vraiment, l’hôpital ? 😢") == "Jai peur vraiment lhôpital"


@given(WORDS, st.integers())
def test_drawn_out_words_say_the_same(words: list[str], seed: int) -> None:
    typed = repeated(" ".join(words), random.Random(seed))
    assert [squeeze(word) for word in typed.split(" ")] == [squeeze(word) for word in words]


def test_copies_keep_the_level_of_what_was_written_and_are_the_same_each_time() -> None:
    examples = [
        *(Example(f"message grave numéro {at}", Level.EXPLICIT) for at in range(20)),
        *(Example(f"quand ouvre la mairie annexe {at} ?", Level.NONE, is_ordinary=True) for at in range(20)),
    ]
    copies = joined(examples)
    assert {copy.of for copy in copies} >= set(range(20))
    assert all(copy.example.level is examples[copy.of].level for copy in copies)
    assert copies == joined(examples)
