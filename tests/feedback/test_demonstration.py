"""The demonstration: from a question to its follow-up, with three seats and a clock."""

from __future__ import annotations

from datetime import timedelta

from actions.people.colleges import College
from actions.territories.service import find_territory
from bot.demo_feedback import populate_feedback
from bot.store.vault import FernetVault
from tests.feedback.town import TERRITORY, coordinator_of, members_of, tap
from tests.harness.house import House


async def test_a_question_becomes_a_follow_up_that_anybody_can_read(house: House) -> None:
    vault = FernetVault(house.settings.secret_key.get_secret_value())
    async with house.app.parts.sessions.begin() as session:
        territory = await find_territory(session, TERRITORY)
        assert territory is not None
        await populate_feedback(session, territory, vault=vault, now=house.clock.now())
    claire = await coordinator_of(house)
    (bernard,) = await members_of(house, {College.CARERS: 1})
    amina = house.seat("Amina")
    await house.hear(amina, f"/start c-{TERRITORY}")

    await house.hear(bernard, "/avis")
    await tap(house, bernard, "Comment s’est passée la réunion ?")
    for label in ("Commencer", "④ bien", "④ plutôt d’accord", "oui", "Passer →"):
        bernard.tap(label)
        await house.settle()
    bernard.tap("Envoyer mes réponses")
    await house.settle()
    assert "seule clé" in (bernard.messages[-1].text or "")

    await house.advance(timedelta(days=7, minutes=1))
    told = await tap(house, claire, "Voir cette consultation")
    assert "n = 27" in told[0]
    await tap(house, claire, "Voir en images")
    pictures = [bubble.caption or "" for bubble in claire.messages if bubble.media == "photo"]
    assert len(pictures) == 6, "each of three questions, by college and over time"
    assert not any("élu·es" in caption for caption in pictures)

    told = await tap(house, claire, "Envoyer les résultats au groupe")
    assert "à 1 personne ?" in told[0].replace("\u202f", " ").replace("\xa0", " "), (
        "who cannot be reached is not counted"
    )
    assert "Aucune suite n’est encore écrite" in told[0]
    await tap(house, claire, "« Vous avez dit → le CLSM a fait »")
    await house.hear(claire, "On voudrait une pause")
    await tap(house, claire, "Pas possible")
    await house.hear(claire, "La salle ferme à 20 h ; nous cherchons une autre salle.")
    told = await tap(house, claire, "Envoyer les résultats au groupe")
    assert "Aucune suite" not in told[0]
    await tap(house, claire, "Oui, envoyer")
    await house.advance(timedelta(minutes=1))
    assert "On voudrait une pause" in (bernard.last.text or "")

    await tap(house, amina, "Que sont devenus nos avis ?")
    await tap(house, amina, "CLSM de Lille")
    newest = amina.last.labels[0]
    told = await tap(house, amina, newest)
    assert "ce n’est pas possible" in told[0]
    assert "La salle ferme à 20 h" in told[0]
