"""A plenary at the page, from a blank council: prepared, announced, moved, passed on, reminded of over summer time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Page

from tests.conftest import OpenHouse
from tests.harness.browser import AtThePage, needs_chromium, open_page
from tests.harness.house import House
from tests.meetings.council import TERRITORY, Council, said
from tests.meetings.test_plenary import kill_while_sending

pytestmark = [pytest.mark.browser, needs_chromium]
OTHERS = 39  # and Bernard, who sits at the page: forty


async def go_to(page: Page, council: Council, moment: str) -> None:
    """Set the clock of the page, and let everything that is due be said."""
    await page.locator("#moment").fill(moment)
    async with page.expect_response(lambda answer: answer.url.endswith("/clock")):
        await page.locator("#clock-to button").click()
    await council.pass_time()


async def prepare(claire: AtThePage) -> None:
    """The guided conversation, put aside once and taken up again, to the announcement."""
    await claire.write("/coordination")
    await claire.read("start=c-lille")
    await claire.press("Préparer une réunion", "Assemblée plénière")
    for question, words in (
        ("Comment s’appelle", "Plénière"),
        ("Quand ?", "vendredi 26 mars 2027, même heure"),
        ("À quelle heure ?", "18h30"),
    ):
        await claire.read(question)
        await claire.write(words)
    await claire.press("Oui, c’est cela")
    await claire.read("Combien de temps ?")
    await claire.press("2 h")
    await claire.read("Où ?")
    await claire.write("Mairie de Lille")
    await claire.read("Un lien vers un plan ?")
    await claire.press("Lien OpenStreetMap")
    await claire.read("Un lien pour participer en visio ?")
    await claire.press("Mettre de côté")
    await claire.read("C’est mis de côté")
    await claire.press("Reprendre")
    await claire.read("Un lien pour participer en visio ?")
    await claire.press("Laisser vide")
    await claire.read("L’ordre du jour ?")
    await claire.write("Bilan de l’année")
    await claire.read("Qui inviter ?")
    await claire.press("Continuer")
    await claire.read("Combien de places")
    await claire.write("1")
    await claire.read("Faut-il un quorum")
    await claire.press("Laisser vide")
    await claire.read("Quels moyens d’accès")
    await claire.press("Continuer")
    await claire.read("Quels rappels")
    await claire.press("Continuer")


async def announce(claire: AtThePage, council: Council) -> None:
    """Seen as others will, counted, confirmed."""
    await claire.press("Aperçu")
    await claire.read("You are invited")
    await claire.press("Annoncer")
    await claire.read("40 personnes recevront")
    await claire.press("Oui, envoyer les invitations")
    await claire.read("40 invitations partent")
    await council.pass_time()


async def newly_said(house: House, council: Council, *, known: int) -> list[str]:
    """What Bernard heard since."""
    await house.settle()
    return said(council.members[-1], since=known)


async def test_a_plenary_goes_from_a_blank_council_to_its_reminders_at_the_page(open_a_house: OpenHouse) -> None:
    house = await open_a_house(page=True)
    council = await Council.found(house)
    others = await council.enrol(OTHERS)
    seat = house.seat("Bernard")
    await house.hear(seat, f"/start c-{TERRITORY}")
    council.members.append(seat)
    async with open_page(house.settings.telegram_api_url) as page:
        claire, bernard = AtThePage(page, "Claire"), AtThePage(page, "Bernard")
        await bernard.press("Réunions", "M’inscrire aux rappels", "Aidantes et aidants")
        await bernard.read("Siégez-vous")
        await bernard.press("Non")
        await bernard.read("sous le pseudonyme")
        await prepare(claire)
        await announce(claire, council)

        await council.tap(others[0], "Je viens")
        await council.tap(others[0], "Mes besoins")
        await council.tap(others[0], "☐ langue des signes (LSF)")
        await council.tap(others[0], "C’est bon")
        await bernard.press("Je viens")
        await bernard.read("en position 1")

        await claire.press("Tableau de la réunion", "Déplacer")
        await claire.read("Pour l’instant : vendredi 26 mars 2027")
        await claire.write("mercredi 31 mars, même heure")
        await claire.read("Nouveau message : 40 personnes")
        await claire.press("Oui, c’est cela")
        await claire.read("C’est changé")
        await council.pass_time()
        await bernard.read("La date a changé")
        await council.tap(others[0], "Non")
        await council.pass_time()
        await bernard.read("Bonne nouvelle : une place s’est libérée")

        await go_to(page, council, "2027-03-01T18:31")
        await bernard.read("Rappel : c’est dans 30 jours")
        await go_to(page, council, "2027-03-24T18:29")
        known = len(seat.messages)
        house.clock.advance(timedelta(minutes=1))
        await kill_while_sending(house)
        await council.pass_time()
        assert len(await newly_said(house, council, known=known)) == 1
        await bernard.read("Rappel : c’est dans 7 jours")
        for moment, words in (("2027-03-30T18:31", "c’est demain"), ("2027-03-31T16:31", "c’est dans 2 heures")):
            known = len(seat.messages)
            await go_to(page, council, moment)
            assert len(await newly_said(house, council, known=known)) == 1
            await bernard.read(f"Rappel : {words}")
