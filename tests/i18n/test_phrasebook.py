from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.language import Language
from actions.reply import Question, Text, Verbatim, say
from bot.content.library import Content
from bot.i18n.phrasebook import Phrasebook, fill

PIECES = st.lists(st.one_of(st.text(st.characters(exclude_characters="{}")), st.just("{name}")), max_size=6)


@pytest.fixture(scope="module")
def phrasebook(content: Content) -> Phrasebook:
    return Phrasebook(catalogues=content.catalogues, answers=content.answers)


def shout(words: str) -> str:
    return words.upper()


def words(phrasebook: Phrasebook, text: Text, language: Language = Language.FRENCH) -> str:
    return phrasebook.words(text, language=language, write=str)


@pytest.mark.parametrize(
    ("language", "count", "plural"),
    [
        (Language.FRENCH, 0, False),  # French counts zero as one
        (Language.FRENCH, 1, False),
        (Language.FRENCH, 2, True),
        (Language.SIMPLE_FRENCH, 0, False),
        (Language.ENGLISH, 0, True),
        (Language.ENGLISH, 1, False),
        (Language.ENGLISH, 2, True),
    ],
)
def test_plural_follows_the_rule_of_the_language(
    phrasebook: Phrasebook, language: Language, count: int, plural: bool
) -> None:
    written = words(phrasebook, say("data.section_roles", count=count), language)
    assert ("rôles" in written or "roles" in written) is plural
    assert str(count) in written


def test_parameters_of_every_kind_are_put_into_words(phrasebook: Phrasebook) -> None:
    names = ("Lille", Verbatim("Roubaix"), say("button.menu"), Question("clsm_definition"), 1234, date(2027, 3, 12))
    text = say("contact.territory", territory=names, contact="la mairie")
    assert words(phrasebook, text).startswith("**Lille, Roubaix, Menu, ")
    assert words(phrasebook, text).endswith("1\u202f234 et vendredi 12 mars 2027** : la mairie")


def test_words_of_a_person_are_never_read_as_a_template(phrasebook: Phrasebook) -> None:
    text = say("contact.territory", territory=Verbatim("{contact} {x}"), contact=Verbatim("{territory}"))
    assert words(phrasebook, text) == "**{contact} {x}** : {territory}"


def test_every_word_passes_once_through_the_writer(phrasebook: Phrasebook) -> None:
    text = say("contact.territory", territory=Verbatim("a"), contact="b")
    seen: list[str] = []
    phrasebook.words(text, language=Language.FRENCH, write=lambda piece: seen.append(piece) or piece)
    assert [piece for piece in seen if piece] == ["**", "a", "** : ", "b"]


def test_key_that_does_not_exist_is_refused(phrasebook: Phrasebook) -> None:
    with pytest.raises(KeyError, match=r"no\.such_key"):
        words(phrasebook, say("no.such_key"))


def test_parameter_that_is_missing_is_refused(phrasebook: Phrasebook) -> None:
    with pytest.raises(KeyError, match="contact"):
        words(phrasebook, say("contact.territory", territory="Lille"))


@given(PIECES)
def test_fill_replaces_names_and_writes_the_rest(pieces: list[str]) -> None:
    expected = "".join("<v>" if piece == "{name}" else shout(piece) for piece in pieces)
    assert fill("".join(pieces), lambda _: "<v>", write=shout) == expected
