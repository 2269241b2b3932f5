"""A language model that is not there: what the house must live with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.nlu.errors import NluUnavailable
from bot.nlu.understanding import Understanding


class NoServer:
    """Never starts, never answers."""

    async def run(self, *, when_ready: Callable[[], Awaitable[None]]) -> None:
        await asyncio.Event().wait()

    async def parse(self, text: str) -> Understanding:
        raise NluUnavailable("nobody is there")

    async def stop(self) -> None:
        return
