"""Feedback at the page, from the question to what became of it: asked, answered, counted, followed up, told to all."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import select

from actions.feedback.answering import fill_in, send_answers
from actions.feedback.kinds import QuestionKind
from actions.feedback.models import FeedbackRound
from actions.feedback.rounds import questions_of
from actions.people.colleges import College
from actions.people.models import Person
from tests.conftest import OpenHouse
from tests.feedback.town import TERRITORY, coordinator_of, members_of
from tests.harness.browser import PATIENCE, AtThePage, needs_chromium, open_page
from tests.harness.house import House

pytestmark = [pytest.mark.browser, needs_chromium]
WEEK = 7


async def days_pass(page: Page, house: House, days: int) -> None:
    """Move the clock of the page, and let the house notice."""
    for _ in range(days):
        await page.locator("[data-advance='86400']").click()
    await page.locator("[data-advance='60']").click()
    await house.app.catch_up()
    await house.settle()


async def everybody_else_answers(house: House) -> None:
    """The members who do not sit at this page."""
    vault = house.app.parts.post.vault
    async with house.app.parts.sessions.begin() as session:
        of_round = (await session.scalars(select(FeedbackRound))).one()
        members = (await session.scalars(select(Person).where(Person.fingerprint.in_(house_members(house))))).all()
        for person in members:
            for question in await questions_of(session, of_round):
                words = "Un café après" if question.kind == QuestionKind.TEXT.value else "3"
                await fill_in(session, person, question, words, vault=vault)
            await send_answers(session, person, of_round, vault=vault, now=house.clock.now())


def house_members(house: House) -> list[str]:
    """The fingerprints of the members who sit elsewhere."""
    vault = house.app.parts.post.vault
    seats = [seat for seat in house.simulator.world.seats if seat.person.first_name.startswith(College.CONCERNED.value)]
    return [vault.fingerprint(str(seat.person.id)) for seat in seats]


async def test_feedback_goes_from_a_question_to_its_follow_up_at_the_page(open_a_house: OpenHouse) -> None:
    house = await open_a_house(page=True)
    await members_of(house, {College.CONCERNED: 11})
    await coordinator_of(house, name="Claire")
    await house.hear(house.seat("Bernard"), f"/start c-{TERRITORY}")
    await house.hear(house.seat("Amina"), "/start")
    async with open_page(house.settings.telegram_api_url) as page:
        claire, bernard, amina = (AtThePage(page, name) for name in ("Claire", "Bernard", "Amina"))
        await bernard.press("Donner mon avis", "Proche, aidant·e")
        await bernard.read("Votre avis compte")

        await claire.write("/avis")
        await claire.press("Nouvelle consultation", "L’humeur du groupe", "Dates et envoi", "Compter avant d’envoyer")
        await claire.read("12 personnes pourront répondre")
        await claire.write("12")
        await claire.read("C’est annoncé à 12 personnes")
        await days_pass(page, house, 0)

        await bernard.read("Sans nom")
        await bernard.press("Commencer", "④ bien", "④ plutôt d’accord")
        await bernard.read("N’écrivez aucun nom")
        await bernard.write("Un temps de pause")
        await bernard.press("Envoyer mes réponses")
        await bernard.read("seule clé")
        await everybody_else_answers(house)
        await days_pass(page, house, WEEK)

        await claire.press("Voir cette consultation")
        await claire.read("n = 12")
        await claire.press("Voir en images")
        await expect(claire.pictures().first).to_be_visible(timeout=PATIENCE)
        await claire.press("Lire les textes libres")
        await claire.read("Texte 1 sur 12")
        await claire.press("Voir cette consultation", "« Vous avez dit → le CLSM a fait »")
        await claire.read("résumez en une phrase")
        await claire.write("On voudrait une pause")
        await claire.press("Prévu")
        await claire.read("C’est prévu")
        await claire.write("Un quart d’heure, dès janvier")
        await claire.press("À l’ordre du jour de la plénière")
        await claire.read("Aucune plénière n’est annoncée")
        await claire.press("Voir cette consultation", "Envoyer les résultats au groupe", "Oui, envoyer")
        await claire.read("C’est parti vers 12 personnes")
        await days_pass(page, house, 1)

        await bernard.read("Un quart d’heure, dès janvier")
        await amina.press("Que sont devenus nos avis ?", "CLSM de Lille", "L’humeur du groupe")
        await amina.read("Un quart d’heure, dès janvier")
