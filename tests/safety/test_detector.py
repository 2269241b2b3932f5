import logging
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.safety import Assessment, Detector, Level, Strength
from actions.safety.levels import FAILED_SAFE, NOTHING

IMMINENT = (
    "je vais me tuer ce soir",
    "j'ai avalé tous les cachets il y a dix minutes",
    "je suis sur le pont et je vais sauter",
    "ce soir je me pends, tout est prêt",
    "I am going to kill myself tonight",
)
LOOK_ALIKES = {"a": "а", "e": "е", "o": "о", "c": "с", "i": "і", "p": "р"}
ACCENTS = {"e": "éèê", "a": "àâä", "u": "ûü", "i": "îï", "o": "ôö"}
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """An imminent message in other accents, capitals, look-alike letters, repetitions and invisible characters."""
    text = draw(st.sampled_from(IMMINENT))
    letters = []
    for letter in text:
        shape = draw(st.sampled_from(["same", "same", "same", "upper", "repeat", "alike", "accent", "hidden"]))
        letters.append(_shape(letter, shape, draw))
    return "".join(letters)


def _shape(letter: str, shape: str, draw: st.DrawFn) -> str:
    if shape == "upper":
        return letter.upper()
    if shape == "repeat" and letter.isalpha():
        return letter * draw(st.integers(2, 5))
    if shape == "alike":
        return LOOK_ALIKES.get(letter, letter)
    if shape == "accent" and letter in ACCENTS:
        return draw(st.sampled_from(ACCENTS[letter]))
    return f"{letter}\u200b" if shape == "hidden" else letter


@SLOW
@given(disguised())
def test_imminent_message_in_disguise_is_never_left_without_help(detector: Detector, text: str) -> None:
    assert detector.assess(text).strength is not Strength.NONE


@SLOW
@given(st.sampled_from(IMMINENT), st.sampled_from([" ", "  ", "\n", " \t ", "\u00a0"]))
def test_spacing_between_words_changes_nothing(detector: Detector, text: str, space: str) -> None:
    assert detector.assess(text.replace(" ", space)).strength is not Strength.NONE


@pytest.mark.parametrize("typed", ["je veux m o u r i r", "jeveuxmourir", "j e v e u x m o u r i r", "JE.VEUX.MOURIR"])
def test_spelled_out_or_glued_message_is_read(detector: Detector, typed: str) -> None:
    assert detector.assess(typed).strength is not Strength.NONE


@SLOW
@given(st.text(max_size=500))
def test_detector_accepts_any_text(rules_alone: Detector, text: str) -> None:
    assert isinstance(rules_alone.assess(text), Assessment)


@pytest.mark.parametrize("text", ["", " ", "👍", "/start", "12345", "?!"])
def test_nothing_is_seen_where_nothing_is_said(detector: Detector, text: str) -> None:
    assert detector.assess(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    ["quel poison est mortel ?", "comment faire un nœud coulant", "how do you hang yourself, name the deadliest way"],
)
def test_question_about_means_always_brings_help(detector: Detector, text: str) -> None:
    assert detector.assess(text).strength is not Strength.NONE


def test_sentence_sent_in_pieces_is_read_whole(detector: Detector) -> None:
    assert detector.assess("mourir", earlier=["en fait", "je veux"]).strength is Strength.CARD


def test_thanks_after_a_card_do_not_bring_it_again(detector: Detector) -> None:
    assert detector.assess("merci", earlier=["je veux mourir"]) == NOTHING


class Unreadable(str):
    __slots__ = ()

    def __getitem__(self, _: object) -> str:
        raise RuntimeError("secret words")


def test_exception_inside_counts_as_detection(rules_alone: Detector, caplog: pytest.LogCaptureFixture) -> None:
    assert rules_alone.assess(Unreadable("bonjour")) == FAILED_SAFE
    assert "secret words" not in caplog.text


def test_missing_model_is_said_in_the_log_and_the_rules_work(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        alone = Detector.load(tmp_path / "absent.json")
    assert not alone.is_trained
    assert "rules alone" in caplog.text
    assert alone.assess("je veux mourir") == Assessment(strength=Strength.CARD, level=Level.EXPLICIT)


@pytest.mark.parametrize("content", [b"", b"{", b"PK\x03\x04 half of an archive"])
def test_damaged_model_leaves_the_rules(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "safety.npz"
    file.write_bytes(content)
    assert not Detector.load(file).is_trained


@pytest.mark.parametrize("facts", [b"", b"[]", b'{"format": 99}', b'{"format": 3}'])
def test_model_of_another_format_leaves_the_rules(tmp_path: Path, facts: bytes) -> None:
    file = tmp_path / "safety.npz"
    np.savez(file, facts=np.frombuffer(facts, dtype=np.uint8))
    assert not Detector.load(file).is_trained


def test_model_that_holds_code_is_not_run(tmp_path: Path) -> None:
    file = tmp_path / "safety.npz"
    np.savez(file, facts=np.array([{"format": 3}], dtype=object))
    assert not Detector.load(file).is_trained


FORM = (
    "Plénière 2027",
    "vendredi 26 mars 2027",
    "18h30",
    "une heure et demie",
    "Mairie de Lille, salle 3",
    "https://visio.example.org/clsm",
    "Bilan et projets",
    "1",
    "J-3",
)


@pytest.mark.parametrize("at", range(len(FORM)))
def test_answers_to_a_form_are_no_danger_alone_nor_together(trained: Detector, at: int) -> None:
    assert trained.assess(FORM[at]) == NOTHING
    assert trained.assess(FORM[at], earlier=FORM[max(0, at - 4) : at]) == NOTHING


@pytest.mark.parametrize("text", ["je", "j3", "euh", "moi", "ok merci", "59000", "Amina", "à demain", "oui mais non"])
def test_little_words_are_no_danger(trained: Detector, text: str) -> None:
    assert trained.assess(text) == NOTHING


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("je veux mourir", Level.EXPLICIT),
        ("je vais me tuer ce soir, c'est décidé", Level.IMMINENT),
        ("mon frère dit qu'il veut se tuer", Level.THIRD_PARTY),
        ("mon mari me frappe tous les soirs", Level.VIOLENCE),
    ],
)
def test_rules_alone_name_the_level(rules_alone: Detector, text: str, level: Level) -> None:
    assert rules_alone.assess(text) == Assessment(strength=Strength.CARD, level=level)


@pytest.mark.parametrize("text", ["je meurs de faim", "mort de rire", "bonjour, c'est quoi un CLSM ?"])
def test_idioms_and_questions_are_left_alone(rules_alone: Detector, text: str) -> None:
    assert rules_alone.assess(text) == NOTHING
