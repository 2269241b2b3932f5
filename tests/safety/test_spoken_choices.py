import pytest

from actions.safety.cards import Choice
from actions.safety.spoken_choices import choice_of_words

QUESTION = (Choice.DANGER, Choice.UNSURE, Choice.UNWELL, Choice.RELATIVE, Choice.YOUNG)
VIOLENCE = (Choice.WOMAN, Choice.CHILD, Choice.ADULT, Choice.ONLINE)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Oui.", Choice.DANGER),
        ("ouais maintenant", Choice.DANGER),
        ("yes", Choice.DANGER),
        ("je sais pas", Choice.UNSURE),
        ("jsp", Choice.UNSURE),
        ("I don't know", Choice.UNSURE),
        ("non", Choice.UNWELL),
        ("non mais je vais mal", Choice.UNWELL),
        ("no", Choice.UNWELL),
        ("non c'est pour un ami", Choice.RELATIVE),
        ("c'est pas moi c'est mon frère", Choice.RELATIVE),
        ("it's for my brother", Choice.RELATIVE),
        ("oui j'ai 16 ans", Choice.YOUNG),
        ("I'm 16", Choice.YOUNG),
    ],
)
def test_short_answer_under_a_card_is_its_choice(text: str, meant: Choice) -> None:
    assert choice_of_words(text, offered=QUESTION) is meant


@pytest.mark.parametrize(
    "text", ["", "merci", "j'ai 45 ans", "j'ai 2 enfants", "c'est quoi un clsm", "oui " + "mais encore " * 8]
)
def test_other_words_under_a_card_are_no_choice(text: str) -> None:
    assert choice_of_words(text, offered=QUESTION) is None


def test_choice_is_one_of_those_offered() -> None:
    assert choice_of_words("je suis une femme", offered=VIOLENCE) is Choice.WOMAN
    assert choice_of_words("un enfant", offered=VIOLENCE) is Choice.CHILD
    assert choice_of_words("oui", offered=VIOLENCE) is None
    assert choice_of_words("oui", offered=()) is None
