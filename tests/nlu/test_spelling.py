import pytest

from nlu_data.pipeline.sounds import sound
from nlu_data.pipeline.spelling import fold, split

SHORTHAND = {"c": "c est", "koi": "quoi", "svp": "s il vous plait", "im": "i m"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("C koi l'C.M.P ?", ["c", "est", "quoi", "l", "cmp", "?"]),
        ("Qu\u2019est-ce qu'un CLSM", ["qu", "est", "ce", "qu", "un", "clsm"]),
        ("aiiiide SVP !!!", ["aide", "s", "il", "vous", "plait"]),
        ("mon fils a 15ans", ["mon", "fils", "a", "15", "ans"]),
        ("I'm lost", ["i", "m", "lost"]),
        ("Œuvre à l'hôpital", ["oeuvre", "a", "l", "hopital"]),
        ("українська мова", ["украінська", "мова"]),
        ("👍 …", []),
    ],
)
def test_split_gives_plain_words(typed: str, words: list[str]) -> None:
    assert split(typed, shorthand=SHORTHAND) == words


def test_fold_keeps_double_letters() -> None:
    assert fold("Appelle !") == "appelle !"


@pytest.mark.parametrize(
    "spellings",
    [
        ("psychiatre", "psykiatre", "sikiatre"),
        ("mentale", "mantale", "mental"),
        ("aider", "aidé", "aidez"),
        ("reunions", "reunion"),
        ("hopital", "opital"),
        ("psychologue", "psicologue", "sikolog"),
    ],
)
def test_sound_is_one_for_spellings_of_a_word(spellings: tuple[str, ...]) -> None:
    assert len({sound(fold(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("mere", "maire"), ("patient", "patron"), ("cmp", "cmpp"), ("psy", "pass")])
def test_sound_keeps_words_apart(one: str, other: str) -> None:
    assert sound(one) != sound(other)
