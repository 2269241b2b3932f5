"""A person at the page talks with the real assistant; the README's picture is taken on the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.content.library import Content
from bot.nlu.installation import NluAddress
from bot.nlu.service import RemoteServer
from tests.conftest import OpenHouse
from tests.harness.browser import needs_chromium, open_page

pytestmark = [pytest.mark.browser, needs_chromium]
QUESTION = "Bonjour, c’est quoi un CLSM ?"
LINES_OF_TEXT = """button => {
  const text = document.createRange();
  text.selectNodeContents(button);
  return new Set([...text.getClientRects()].map(line => line.top)).size;
}"""


async def test_resident_asks_at_the_page_and_is_answered(
    open_a_house: OpenHouse, nlu_address: NluAddress, content: Content, tmp_path: Path
) -> None:
    house = await open_a_house(nlu=RemoteServer(nlu_address), page=True)
    seats = {name: house.seat(name) for name in ("Amina", "Bernard", "Claire")}
    await house.hear(seats["Bernard"], "/start c-lille")
    await house.hear(seats["Claire"], "/urgence")
    async with open_page(house.settings.telegram_api_url) as page:
        seat = page.locator(".seat").filter(has_text="Amina").first
        await seat.get_by_role("button", name="Démarrer").click()
        await expect(seat.get_by_text("Je suis un programme, pas une personne")).to_be_visible()
        area = seat.get_by_label("Écrire au nom de Amina")
        await area.fill(QUESTION)
        await area.press("Enter")
        await expect(seat.locator(".bubble").last).to_contain_text("Source")
        await seat.get_by_role("button", name="👍 Utile").last.click()
        await expect(seat.get_by_role("status")).to_contain_text("Merci")
        picture = Path(os.environ.get("PICTURE", tmp_path / "conversation.png"))
        taken = await page.screenshot(path=picture)
    assert len(taken) > 20_000  # a page that stayed blank is smaller


async def test_card_is_legible_at_the_width_of_a_phone(open_a_house: OpenHouse) -> None:
    house = await open_a_house(page=True)
    seat = house.seat("Amina")
    await house.hear(seat, "je veux mourir")
    async with open_page(f"{house.settings.telegram_api_url}/?focus={seat.key}", width=380, height=800) as page:
        bubble = page.locator(".bubble").last
        await expect(bubble).to_contain_text("3114")
        overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


async def test_no_button_breaks_inside_a_word_in_a_narrow_column(open_a_house: OpenHouse) -> None:
    house = await open_a_house(page=True)
    claire = house.seat("Claire")
    await house.appoint(claire, territory="lille")
    await house.hear(claire, "/coordination")
    async with open_page(f"{house.settings.telegram_api_url}/?focus={claire.key}", width=230, height=800) as page:
        label = page.get_by_role("button", name="Référentiel").last
        await expect(label).to_be_visible()
        lines = await label.evaluate(LINES_OF_TEXT)
        overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert lines == 1
    assert overflow <= 0
