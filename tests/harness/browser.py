"""A real Chromium, where there is one."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="NO BROWSER: the page is not tested here; install chromium or name it in CHROMIUM"
)


@asynccontextmanager
async def open_page(address: str, *, width: int = 1400, height: int = 900) -> AsyncIterator[Page]:
    """A page of the simulator, ready."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": width, "height": height})
        await page.goto(address)
        await page.wait_for_selector("body[data-ready]")
        yield page
        await browser.close()


class AtThePage:
    """One person's seat: what is clicked and written there, and what is read."""

    def __init__(self, page: Page, name: str) -> None:
        self._area = page.get_by_label(f"Écrire au nom de {name}")
        self._seat = page.locator(".seat").filter(has=self._area)

    async def write(self, words: str) -> None:
        """Write a message and send it."""
        await self._area.fill(words)
        await self._area.press("Enter")

    async def press(self, *labels: str) -> None:
        """Press these buttons, one after the other, each in the newest message that has it."""
        for label in labels:
            await self._seat.get_by_role("button", name=label).last.click(timeout=PATIENCE)

    async def read(self, words: str) -> None:
        """Wait until a message says so."""
        await expect(self._bubbles().filter(has_text=words).last).to_be_visible(timeout=PATIENCE)

    def pictures(self) -> Locator:
        """The pictures in this chat."""
        return self._bubbles().locator("img")

    def _bubbles(self) -> Locator:
        return self._seat.locator(".bubble")
