"""Both sides of a request on one page."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.conftest import OpenHouse
from tests.harness.browser import needs_chromium, open_page
from tests.mediation.test_requests import coordinator

pytestmark = [pytest.mark.browser, needs_chromium]


async def test_page_shows_both_seats_at_once(open_a_house: OpenHouse) -> None:
    house = await open_a_house(page=True)
    claire = await coordinator(house, "Claire", "lille")
    group = house.simulator.world.add_group("Salle des demandes", forum=True, members=[claire.person], with_bot=True)
    desk = house.simulator.world.seat(claire.person, chat=group)
    await house.hear(desk, "/lier")
    amina = house.seat("Amina")
    await house.hear(amina, "/start c-lille")
    async with open_page(house.settings.telegram_api_url) as page:
        seat = page.locator(".seat").filter(has_text="Amina").first
        for label in ("Écrire à la coordination", "Une information", "Écrire, sans avertir"):
            await seat.get_by_role("button", name=label).last.click()
        await expect(seat.get_by_text("Écrivez votre message")).to_be_visible()
        area = seat.get_by_label("Écrire au nom de Amina")
        await area.fill("la porte est-elle ouverte")
        await area.press("Enter")
        room = page.locator(".seat").filter(has_text="Salle des demandes").last
        await expect(room.get_by_text("la porte est-elle ouverte")).to_be_visible()
        copy = next(b for b in desk.messages if b.text == "la porte est-elle ouverte")
        desk.say("oui, poussez fort", reply_to=copy)
        await expect(seat.get_by_text("oui, poussez fort")).to_be_visible()
