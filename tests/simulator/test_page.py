"""The page in a real browser: people act on it, a tiny bot answers over HTTP."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Page, Request, async_playwright, expect

from bot.simulator import Seat, Simulator
from tests.harness.browser import CHROMIUM, FLAGS, needs_chromium
from tests.simulator.conftest import START, TOKEN, HttpBot

pytestmark = [pytest.mark.browser, needs_chromium]
QUESTION = {"inline_keyboard": [[{"text": "Oui", "callback_data": "yes"}, {"text": "Non", "callback_data": "no"}]]}


class EchoBot:
    """Answers every message with a question, and every tap with an alert and an edit."""

    def __init__(self, bot: HttpBot) -> None:
        self._bot = bot

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self._bot.updates(offset=offset, timeout=50):
                offset = update["update_id"] + 1
                if "message" in update:
                    await self._answer(update["message"])
                elif "callback_query" in update:
                    await self._settle(update["callback_query"])

    async def _answer(self, message: dict[str, Any]) -> None:
        chat = message["chat"]
        if chat["type"] == "private":
            text = f"Reçu : {message.get('text', 'autre chose')}"
            await self._bot.call("sendMessage", chat_id=chat["id"], text=text, reply_markup=QUESTION)

    async def _settle(self, query: dict[str, Any]) -> None:
        window = query["data"] == "no"
        await self._bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Noté", show_alert=window)
        message = query["message"]
        chat = message["chat"]
        await self._bot.call("editMessageText", chat_id=chat["id"], message_id=message["message_id"], text="C'est noté")


@dataclass
class Stage:
    """The page, who sits on it, and what the browser complained about."""

    page: Page
    simulator: Simulator
    amina: Seat
    coordination: Seat
    address: str
    complaints: list[str] = field(default_factory=list)

    def seat(self, key: str) -> str:
        return f'[data-seat="{key}"]'

    async def write(self, text: str) -> None:
        area = self.page.locator(self.seat("amina")).get_by_label("Écrire au nom de Amina")
        await area.fill(text)
        await area.press("Enter")


@pytest_asyncio.fixture
async def stage(simulator: Simulator, session: aiohttp.ClientSession) -> AsyncIterator[Stage]:
    address = await simulator.start(page=True)
    world = simulator.world
    account = world.add_bot(token=TOKEN, username="clsm_demo_bot", name="CLSM")
    amina = world.seat(world.add_person("Amina", language_code="fr"))
    nadia = world.add_person("Nadia")
    group = world.add_group("Coordination", forum=True, members=[nadia], with_bot=True)
    coordination = world.seat(nadia, chat=group)
    bot = asyncio.create_task(EchoBot(HttpBot(session, address, account)).run())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1400, "height": 900})
        stage = Stage(page, simulator, amina, coordination, address)
        watch(stage)
        await page.goto(address)
        await page.wait_for_selector("body[data-ready]")
        yield stage
        await browser.close()
    bot.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await bot
    assert stage.complaints == []


def watch(stage: Stage) -> None:
    """Collect console errors, exceptions, and requests that leave this machine."""

    def check(request: Request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            stage.complaints.append(f"left loopback: {request.url}")

    stage.page.on("request", check)
    stage.page.on("pageerror", lambda error: stage.complaints.append(f"exception: {error}"))
    stage.page.on(
        "console",
        lambda message: stage.complaints.append(message.text) if message.type in {"error", "warning"} else None,
    )


async def test_person_speaks_taps_and_edits(stage: Stage) -> None:
    seat = stage.page.locator(stage.seat("amina"))
    await seat.get_by_role("button", name="Démarrer").click()
    await expect(seat.get_by_text("Reçu : /start")).to_be_visible()
    await seat.get_by_role("button", name="Oui").click()
    await expect(seat.get_by_role("status")).to_have_text("Noté")
    await expect(seat.get_by_text("C'est noté")).to_be_visible()
    await expect(seat.get_by_text("modifié")).to_be_visible()
    await stage.write("Bonjour <b>à tous</b>")
    bubble = seat.locator(".bubble.mine").last
    await expect(bubble).to_contain_text("Bonjour <b>à tous</b>")
    await bubble.get_by_role("button", name="Modifier").click()
    area = seat.get_by_label("Écrire au nom de Amina")
    await area.fill("Bonsoir")
    await area.press("Enter")
    await expect(seat.locator(".bubble.mine").last).to_contain_text("Bonsoir")
    assert [each.text for each in stage.amina.messages if not each.from_bot] == ["/start", "Bonsoir"]
    await seat.locator(".bubble.mine").last.get_by_role("button", name="Supprimer").click()
    await expect(seat.get_by_text("Message supprimé")).to_be_visible()


async def test_alert_window_takes_and_returns_the_focus(stage: Stage) -> None:
    stage.amina.say("bonjour")
    seat = stage.page.locator(stage.seat("amina"))
    await seat.get_by_role("button", name="Non").click()
    window = seat.get_by_role("alertdialog")
    await expect(window).to_contain_text("Noté")
    await expect(window.get_by_role("button", name="OK")).to_be_focused()
    await stage.page.keyboard.press("Escape")
    await expect(window).to_be_hidden()


async def test_position_files_and_blocking(stage: Stage) -> None:
    stage.amina.say("bonjour")
    seat = stage.page.locator(stage.seat("amina"))
    await seat.locator(".composer summary").click()
    await seat.get_by_label("Latitude").fill("48.11")
    await seat.get_by_role("button", name="Partager cette position").click()
    await expect(seat.get_by_text("48.11, -1.5536")).to_be_visible()
    document = FilePayload(name="compte rendu.txt", mimeType="text/plain", buffer="Présents : tous".encode())
    await seat.locator('input[data-kind="document"]').set_input_files(document)
    link = seat.get_by_role("link", name="compte rendu.txt")
    async with stage.page.expect_download() as download:
        await link.click()
    assert (await (await download.value).path()).read_text() == "Présents : tous"
    await seat.locator(".composer summary").click()
    await seat.get_by_role("button", name="Bloquer l'assistant").click()
    await expect(seat.get_by_role("button", name="Débloquer l'assistant")).to_be_visible()
    assert stage.amina.blocked
    await seat.get_by_role("button", name="Débloquer l'assistant").click()
    await expect(seat.get_by_label("Écrire au nom de Amina")).to_be_visible()
    assert not stage.amina.blocked


async def test_bot_is_seen_typing_quoting_and_offering_keys(stage: Stage, session: aiohttp.ClientSession) -> None:
    account = stage.simulator.world.only_bot()
    bot = HttpBot(session, stage.address, account)
    said = stage.amina.say("Où aller ?")
    to = {"chat_id": stage.amina.person.id}
    seat = stage.page.locator(stage.seat("amina"))
    await expect(seat.get_by_text("Reçu : Où aller ?")).to_be_visible()
    await bot.call("sendChatAction", **to, action="typing")
    await expect(seat.get_by_text("écrit…")).to_be_visible()
    venue = {"latitude": 47.2, "longitude": -1.5, "title": "CMP Centre", "address": "1 rue Haute"}
    keys = {"keyboard": [[{"text": "Plus près"}]]}
    await bot.call("sendVenue", **to, **venue, reply_parameters={"message_id": said.id}, reply_markup=keys)
    bubble = seat.locator(".bubble").last
    await expect(bubble.get_by_role("blockquote")).to_contain_text("Où aller ?")
    await expect(bubble).to_contain_text("CMP Centre")
    await expect(seat.get_by_text("écrit…")).to_have_count(0)
    await seat.get_by_role("button", name="Plus près").click()
    await expect(seat.get_by_text("Reçu : Plus près")).to_be_visible()
    await seat.locator(".bubble.mine").last.get_by_role("button", name="Répondre").click()
    await stage.write("je veux dire en tram")
    await expect(seat.locator(".bubble.mine").last.get_by_role("blockquote")).to_contain_text("Plus près")


async def test_impossible_things_are_explained(stage: Stage) -> None:
    seat = stage.page.locator(stage.seat("nadia@coordination"))
    stage.coordination.leave()
    area = seat.get_by_label("Écrire au nom de Nadia")
    await area.fill("encore là")
    await area.press("Enter")
    await expect(seat.get_by_role("status")).to_contain_text("Ce n'est pas possible")
    await expect(area).to_have_value("encore là")
    assert len(stage.complaints) == 1  # the browser reports the refusal, status 409, in its console
    assert "409" in stage.complaints.pop()


async def test_everything_works_from_the_keyboard(stage: Stage) -> None:
    keyboard = stage.page.keyboard
    await stage.page.get_by_role("button", name="Amina", exact=True).focus()
    await keyboard.press("Enter")
    await expect(stage.page.get_by_role("button", name="Démarrer").first).to_be_focused()
    await keyboard.press("Enter")
    seat = stage.page.locator(stage.seat("amina"))
    await expect(seat.get_by_text("Reçu : /start")).to_be_visible()
    await stage.page.get_by_role("button", name="Amina", exact=True).focus()
    await keyboard.press("Enter")
    await expect(seat.get_by_label("Écrire au nom de Amina")).to_be_focused()
    for _ in range(20):
        await keyboard.press("Shift+Tab")
        if await seat.get_by_role("button", name="Oui").evaluate("node => node === document.activeElement"):
            break
    await keyboard.press("Enter")
    await expect(seat.get_by_text("C'est noté")).to_be_visible()


async def test_clock_moves_forward(stage: Stage) -> None:
    clock, page = stage.simulator.clock, stage.page
    await expect(page.locator("#now")).to_have_text("dimanche 22 novembre 2026, 10:00")
    await page.get_by_role("button", name="+ 1 h").click()
    await expect(page.locator("#now")).to_have_text("dimanche 22 novembre 2026, 11:00")
    assert clock.now() == START + timedelta(hours=1)
    await page.get_by_role("button", name="Demain matin").click()
    await expect(page.locator("#now")).to_have_text("lundi 23 novembre 2026, 08:00")
    await page.get_by_label("Date et heure à rejoindre").fill("2026-12-01T18:30")
    await page.get_by_role("button", name="Y aller").click()
    await expect(page.locator("#now")).to_have_text("mardi 1 décembre 2026, 18:30")
    await page.get_by_label("Date et heure à rejoindre").fill("2026-11-01T18:30")


async def test_topics_can_be_chosen(stage: Stage) -> None:
    topic = stage.coordination.open_topic("Demande 12")
    seat = stage.page.locator(stage.seat("nadia@coordination"))
    await seat.get_by_label("Sujet").select_option("Demande 12")
    area = seat.get_by_label("Écrire au nom de Nadia")
    await area.fill("Je m'en occupe")
    await area.press("Enter")
    await expect(seat.get_by_text("Je m'en occupe")).to_be_visible()
    assert stage.coordination.last.thread == topic.id


async def test_person_is_added_and_language_changed(stage: Stage) -> None:
    page = stage.page
    await page.get_by_text("Ajouter une personne").click()
    await page.get_by_label("Prénom").fill("Yann")
    await page.get_by_role("button", name="Ajouter", exact=True).click()
    await expect(page.locator(stage.seat("yann"))).to_be_visible()
    await page.get_by_role("button", name="English").click()
    await expect(page.locator(stage.seat("yann")).get_by_role("button", name="Start")).to_be_visible()
    assert await page.evaluate("document.documentElement.lang") == "en"


async def test_calls_are_listed_with_their_parameters(stage: Stage) -> None:
    stage.amina.say("bonjour")
    await stage.page.get_by_text("Appels de l'assistant à Telegram").click()
    call = stage.page.locator("#calls .call").first
    await expect(call).to_contain_text("sendMessage")
    await call.locator("summary").click()
    await expect(call.get_by_label("Paramètres de sendMessage")).to_contain_text("Reçu : bonjour")


@pytest.mark.parametrize("width", [360, 390])
async def test_phone_shows_one_seat_and_never_scrolls_sideways(stage: Stage, width: int) -> None:
    stage.amina.say("unmottrèslong" * 30)
    await stage.page.set_viewport_size({"width": width, "height": 844})
    await expect(stage.page.locator(stage.seat("amina"))).to_be_visible()
    await expect(stage.page.locator(stage.seat("nadia@coordination"))).to_be_hidden()
    await expect(stage.page.get_by_text("Reçu : unmot")).to_be_visible()
    assert await stage.page.evaluate("document.documentElement.scrollWidth") <= width
    await stage.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await stage.page.evaluate("document.documentElement.scrollWidth") <= width
    await stage.page.get_by_role("button", name="Nadia · Coordination").click()
    await expect(stage.page.locator(stage.seat("amina"))).to_be_hidden()


async def test_focus_shows_one_seat_alone(stage: Stage) -> None:
    await stage.page.goto(f"{stage.address}/?focus=amina")
    await stage.page.wait_for_selector("body[data-ready]")
    await expect(stage.page.locator(".seat")).to_have_count(1)
    await expect(stage.page.get_by_role("banner")).to_be_hidden()


NAMELESS = """() => [...document.querySelectorAll('button, a, input, select, textarea, summary, img, audio, video')]
  .filter((node) => !node.hidden && !(node.getAttribute('aria-label') || node.textContent.trim() || node.alt
    || (node.labels && node.labels.length)))
  .map((node) => node.outerHTML)"""
REPEATED_IDS = """() => {
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""
POOR_CONTRAST = """() => {
  const channel = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const found = colour(getComputedStyle(each).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('body *')].filter((node) => node.checkVisibility()
      && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())).filter((node) => {
    const [one, other] = [light(colour(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05) < 4.5;
  }).map((node) => node.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_page_is_accessible(stage: Stage, scheme: str) -> None:
    page = stage.page
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    stage.amina.say("bonjour")
    stage.amina.send_photo(caption="affiche")
    stage.coordination.open_topic("Demande 12")
    await expect(page.get_by_text("Reçu : bonjour")).to_be_visible()
    await expect(page.get_by_text("Reçu : autre chose")).to_be_visible()
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate(REPEATED_IDS) == []
    assert await page.evaluate(POOR_CONTRAST) == []
    for landmark in ("banner", "main", "navigation", "complementary"):
        await expect(page.get_by_role(landmark)).to_have_count(1)
    for log in await page.get_by_role("log").all():
        assert await log.get_attribute("aria-live") == "polite"
    assert await page.evaluate("getComputedStyle(document.querySelector('.bubble')).animationName") == "none"


async def test_foreign_pages_and_names_are_refused(stage: Stage, session: aiohttp.ClientSession) -> None:
    wish = {"seat": "amina", "action": "say", "text": "piégé"}
    own = {"X-Simulator-Page": "1", "Origin": stage.address}
    for headers in ({}, {"Origin": stage.address}, {**own, "Origin": "http://evil.example"}, {**own, "Host": "evil"}):
        async with session.post(f"{stage.address}/page/act", json=wish, headers=headers) as response:
            assert response.status == 403
    async with session.get(stage.address, headers={"Host": "evil.example"}) as response:
        assert response.status == 403
    assert stage.amina.messages == []
    async with session.post(f"{stage.address}/page/act", json=wish, headers=own) as response:
        assert response.status == 200
    for path in ("/page/assets/..%2Froutes.py", "/page/texts/xx", "/page/files/none"):
        async with session.get(f"{stage.address}{path}") as response:
            assert response.status == 404


async def test_page_listens_on_loopback_only(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match="loopback"):
        await simulator.start(host="0.0.0.0", page=True)
