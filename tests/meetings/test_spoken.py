"""Answers in people's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.meetings.answers import MOST_GUESTS
from actions.meetings.kinds import Answer, Body, Need
from actions.meetings.spoken import is_whole_answer, read_answer


@pytest.mark.parametrize(
    ("text", "answer", "guests"),
    [
        ("je viendrai avec ma sœur", Answer.YES, 1),
        ("finalement je ne peux pas", Answer.NO, 0),
        ("je viens", Answer.YES, 0),
        ("jvien avec 2 amis", Answer.YES, 2),
        ("je serai là avec plaisir", Answer.YES, 0),
        ("on sera trois", Answer.YES, 2),
        ("je viendrai accompagnée de mon éducateur", Answer.YES, 1),
        ("je participe avec mes deux enfants", Answer.YES, 2),
        ("désolée, je serai absente jeudi", Answer.NO, 0),
        ("je ne pourrai malheureusement pas venir", Answer.NO, 0),
        ("j'ai un empêchement", Answer.NO, 0),
        ("je peux pas", Answer.NO, 0),
        ("je ne viendrai plus", Answer.NO, 0),
        ("veuillez m'excuser pour la réunion", Answer.NO, 0),
        ("je serai en visio", Answer.VIDEO, 0),
        ("je ne peux pas me déplacer mais je serai en visio", Answer.VIDEO, 0),
        ("peut-être, je vous redis", Answer.MAYBE, 0),
        ("je ne suis pas sûre de venir", Answer.MAYBE, 0),
        ("finalement je peux venir", Answer.YES, 0),
        ("I'll come with my sister", Answer.YES, 1),
        ("sorry, I can't make it", Answer.NO, 0),
        ("I will join online", Answer.VIDEO, 0),
        ("not sure yet", Answer.MAYBE, 0),
        ("count me in", Answer.YES, 0),
        ("c'est mon collègue qui décide", None, 0),
        ("je ne pourrai pas être en visio", None, 0),
    ],
)
def test_an_answer_is_read(text: str, answer: Answer | None, guests: int) -> None:
    spoken = read_answer(text)
    assert (spoken.answer, spoken.guests) == (answer, guests)


def test_needs_are_heard_in_passing() -> None:
    needs = set(read_answer("je viens en fauteuil et il me faut une interprète LSF").needs)
    assert needs == {Need.INTERPRETER, Need.SIGN_LANGUAGE, Need.STEP_FREE}


def test_the_kind_of_meeting_is_heard() -> None:
    assert read_answer("je viendrai au copil").body is Body.COPIL
    assert read_answer("absente à la plénière").body is Body.PLENARY


def test_a_wish_to_be_stood_for_is_left_to_the_person() -> None:
    assert read_answer("je donne procuration à ma collègue").by_proxy


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    assert 0 <= read_answer(text).guests <= MOST_GUESTS


@pytest.mark.parametrize(
    "text",
    ["je viendrai avec ma sœur", "Finalement, je ne peux pas.", "I'll come with my sister", "I can’t come after all!",
     "Désolée, je ne pourrai pas venir", "je viens", "sorry, I won't be able to make it", "je ne viendrai plus"],
)  # fmt: skip
def test_a_message_that_can_only_be_an_answer_is_known(text: str) -> None:
    assert is_whole_answer(text)
    assert read_answer(text).answer is not None


@pytest.mark.parametrize(
    "text",
    ["je ne peux plus", "je peux pas dormir", "je viens de perdre mon travail", "je viens avec une question",
     "I can't go on", "I can't come to terms with it", "je ne peux pas voir de médecin avant trois mois", ""],
)  # fmt: skip
def test_a_message_that_may_say_something_else_is_left_to_the_language_model(text: str) -> None:
    assert not is_whole_answer(text)
