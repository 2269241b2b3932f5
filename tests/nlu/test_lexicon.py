from nlu_data.pipeline.lexicon import Lexicon

LEXICON = Lexicon.parse(
    {
        "shorthand": {"c": "c est", 1: "un"},
        "concepts": {
            "council": ["clsm", "contrat local de santé mentale"],
            "mayor": ["maire"],
            "relative": ["ma mère"],
        },
    }
)


def concepts(text: str) -> list[str]:
    return LEXICON.concepts_in(LEXICON.words(text))


def test_concepts_are_found_whatever_the_spelling() -> None:
    assert concepts("le KONTRAT locale de la santé mantal") == ["council"]


def test_concepts_of_homophones_stay_apart() -> None:
    assert concepts("le maire") == ["mayor"]
    assert concepts("ma mère") == ["relative"]


def test_concepts_hold_the_age_group() -> None:
    assert concepts("il a 8 ans et sa soeur 15 ans") == ["child", "teen"]


def test_concepts_hold_the_alphabet() -> None:
    assert concepts("العربية") == ["alphabet arabic"]


def test_words_write_shorthand_out_even_when_yaml_made_it_a_number() -> None:
    assert LEXICON.words("c 1 clsm") == ["c", "est", "un", "clsm"]
