from __future__ import annotations

import pytest

from actions import QUESTION_INTENTS
from actions.directory.audiences import Audience, Group, audience_of_token, audience_of_words
from actions.directory.kind_names import kind_of_name
from actions.directory.kinds import Kind
from actions.directory.needs import KINDS, OF_INTENT, Need, kinds_of_words, need_for, need_of_words
from actions.directory.phones import dialled, readable


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("quelqu'un à qui parler", Need.TALK),
        ("je bois trop", Need.ADDICTION),
        ("mon mari est alcoolique", Need.ADDICTION),
        ("je suis à la rue", Need.STREET),
        ("quel est mon cmp", Need.CMP),
        ("un gem près de chez moi", Need.PEERS),
        ("dossier mdph", Need.RIGHTS),
        ("urgence psychiatrique", Need.EMERGENCY),
        ("someone to talk to", Need.TALK),
        ("je suis enceinte et je pleure", Need.BIRTH),
    ],
)
def test_a_need_is_read_in_words(text: str, need: Need) -> None:
    assert need_of_words(text) is need


@pytest.mark.parametrize(
    ("text", "group", "age"),
    [
        ("mon fils de 15 ans", Group.TEENAGER, 15),
        ("ma fille de 6 ans", Group.CHILD, 6),
        ("bébé de 8 mois", Group.CHILD, 0),
        ("ma mère de 80 ans", Group.ELDERLY, 80),
        ("mon ado", Group.TEENAGER, None),
        ("je suis étudiante à la fac", Group.STUDENT, None),
        ("mon mari ne dort plus", Group.CARER, None),
        ("my son is 9 years old", Group.CHILD, 9),
    ],
)
def test_an_audience_is_read_in_words(text: str, group: Group, age: int | None) -> None:
    assert audience_of_words(text) == Audience(group, age)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("un psy pas cher", Kind.PSYCHOLOGIST_SESSIONS),
        ("a cheap therapist near me", Kind.PSYCHOLOGIST_SESSIONS),
        ("où est le GEM le plus proche ?", Kind.MUTUAL_AID),
        ("la maison des ados", Kind.TEENAGERS_HOUSE),
    ],
)
def test_a_kind_asked_for_by_name_is_read_in_words(text: str, kind: Kind) -> None:
    assert kind in kinds_of_words(text)


def test_no_kind_is_made_up() -> None:
    assert kinds_of_words("quelqu’un à qui parler près de chez moi") == frozenset()


def test_no_audience_is_made_up() -> None:
    assert audience_of_words("je ne vais pas bien") is None


@pytest.mark.parametrize("group", list(Group))
def test_an_audience_survives_its_short_form(group: Group) -> None:
    assert audience_of_token(Audience(group, 15).token) == Audience(group, 15)


def test_somebody_to_talk_to_is_another_place_for_a_teenager() -> None:
    assert Kind.TEENAGERS_HOUSE in KINDS[need_for(Need.TALK, Audience(Group.TEENAGER))]


def test_every_need_of_an_intent_belongs_to_a_known_question() -> None:
    assert set(OF_INTENT) <= set(QUESTION_INTENTS)
    assert set(KINDS) == set(Need)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CMPP de Lille", Kind.CMPP),
        ("Centre médico-psychologique pour adultes", Kind.CMP),
        ("Maison des Adolescents", Kind.TEENAGERS_HOUSE),
        ("GEM Le Soleil", Kind.MUTUAL_AID),
        ("C.S.A.P.A.", None),
        ("Boulangerie", None),
    ],
)
def test_a_kind_is_read_in_a_name(name: str, kind: Kind | None) -> None:
    assert kind_of_name(name) is kind


@pytest.mark.parametrize(
    ("written", "dials"),
    [
        ("03 53 01 00 01", "+33353010001"),
        ("0596 00 00 00", "+596596000000"),
        ("+33 3 53", "+33353"),
        ("115", "115"),
        ("voir site", None),
    ],
)
def test_a_number_is_dialled_from_anywhere(written: str, dials: str | None) -> None:
    assert dialled(written) == dials


def test_a_number_is_shown_in_pairs() -> None:
    assert readable("+33353010001") == "03 53 01 00 01"
