from __future__ import annotations

import pytest

from actions.territories.gazetteer import Gazetteer
from actions.territories.whereabouts import Sureness, read_whereabouts
from bot.content.library import Content


@pytest.fixture(scope="module")
def gazetteer(content: Content) -> Gazetteer:
    return Gazetteer(content.communes)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("mon mari boit trop et refuse d'en parler, st etienne du rouvrai", "Saint-Étienne-du-Rouvray (76)"),
        ("un psy a saint etienne de preference gratuit", "Saint-Étienne (42)"),
        ("un psy à Lyon du côté de la gare", "Lyon (69)"),
        ("villeneuve d'asc, besoin d'aide", "Villeneuve-d'Ascq (59)"),
        ("j habite a st etienne du rouvray et je cherche un psy", "Saint-Étienne-du-Rouvray (76)"),
        ("je suis a paris 20e, besoin d aide", "Paris 20e Arrondissement (75)"),
        ("mon fils a besoin d'aide à sens", "Sens (89)"),
        ("j'habite à Nice", "Nice (06)"),
        ("saint denis 93", "Saint-Denis (93)"),
        ("saint denis de la réunion", "Saint-Denis (974)"),
        ("je cherche le cmp de vénissieux", "Vénissieux (69)"),
        ("help in Lyon", "Lyon (69)"),
        ("aix", "Aix-en-Provence (13)"),
        ("75020", "75020 (Paris 20e Arrondissement)"),
        ("alcool aurilac", "Aurillac (15)"),
        ("et à Roubaix ?", "Roubaix (59)"),
    ],
)
def test_a_place_is_read_in_a_sentence(gazetteer: Gazetteer, text: str, label: str) -> None:
    place = read_whereabouts(text, gazetteer).place
    assert place is not None
    assert place.label == label


@pytest.mark.parametrize(
    "text",
    [
        "ça n'a pas de sens",
        "les tours de mon quartier",
        "nice people",
        "je suis à la rue",
        "quelqu'un à qui parler",
        "je n'ai rien a manger",
        "comment aller vers la sortie",
        "besoin d'aide en ville",
        "il a pris du poison",
        "mon fils de 15 ans",
        "",
    ],
)
def test_a_word_that_looks_like_a_name_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert read_whereabouts(text, gazetteer).sureness is Sureness.NOTHING


def test_the_name_alone_is_enough_once_we_asked(gazetteer: Gazetteer) -> None:
    assert read_whereabouts("tours", gazetteer, asked=True).sureness is Sureness.SURE


def test_namesakes_are_offered(gazetteer: Gazetteer) -> None:
    where = read_whereabouts("St-Denis", gazetteer)
    assert where.sureness is Sureness.CHOICE
    assert {place.label for place in where.places} == {"Saint-Denis (93)", "Saint-Denis (974)"}


def test_an_unknown_postcode_is_said_to_be_one(gazetteer: Gazetteer) -> None:
    assert read_whereabouts("99999", gazetteer).sureness is Sureness.UNKNOWN_POSTCODE


@pytest.mark.parametrize(
    ("text", "asked", "sureness"),
    [
        ("alcool à la Réunion", False, Sureness.LAND),
        ("la réunion", True, Sureness.LAND),
        ("un psy en Martinique", False, Sureness.LAND),
        ("un psy à Wallis", False, Sureness.SURE),  # one commune in this list
        ("je viens à la réunion", False, Sureness.NOTHING),
        ("la prochaine réunion", True, Sureness.GUESS),
        ("Saint-Pierre Réunion", False, Sureness.SURE),
    ],
)
def test_a_land_overseas_is_no_commune(gazetteer: Gazetteer, text: str, *, asked: bool, sureness: Sureness) -> None:
    assert read_whereabouts(text, gazetteer, asked=asked).sureness is sureness
