"""Texts that point to a person are refused where only general questions may be written."""

from __future__ import annotations

import pytest

from actions.mediation.personal_data import Found, find_personal_data

PLACES = ("Lille", "Villeneuve-d’Ascq")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Monsieur Dupont ne sort plus", {Found.NAME}),
        ("mme durand crie la nuit", {Found.NAME}),
        ("mon voisin kevin", {Found.NAME}),
        ("il s'appelle comme mon frère", {Found.NAME}),
        ("c'est pour Zoé", {Found.NAME}),
        ("au 12 bis, rue des Lilas", {Found.ADDRESS, Found.NAME}),
        ("appelez le 06 12 34 56 78", {Found.TELEPHONE}),
        ("écrivez à a.b@exemple.fr", {Found.MAIL}),
        ("né le 3 mai", {Found.BIRTH}),
        ("le 12/03/1980", {Found.BIRTH}),
        ("Her name is on the door", {Found.NAME}),
    ],
)
def test_text_about_somebody_is_seen(text: str, found: set[Found]) -> None:
    assert find_personal_data(text, places=PLACES) == found


@pytest.mark.parametrize(
    "text",
    [
        "Comment se passe une cellule ? Qui y vient ?",
        "À Lille, une personne âgée vit seule et refuse toute aide. Le CCAS et le CMP sont prévenus.",
        "À qui s'adresser à Villeneuve-d'Ascq quand un bailleur HLM alerte la mairie ?",
        "Madame la maire peut-elle assister à la réunion ?",
        "What can the council do when someone does not open the door any more?",
    ],
)
def test_general_question_passes(text: str) -> None:
    assert find_personal_data(text, places=PLACES) == set()
