"""The language model as the rest of the house sees it: ask it, or be told that it is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.nlu.client import NluClient
from bot.nlu.errors import NluUnavailable
from bot.nlu.installation import NluAddress, NluInstallation
from bot.nlu.process import NluProcess, NluState
from bot.nlu.understanding import Understanding

PROBE_EVERY = 5.0  # seconds between two looks at a server that somebody else keeps


class NluService(Protocol):
    """A language model, kept by us or by somebody else."""

    async def run(self, *, when_ready: Callable[[], Awaitable[None]]) -> None:
        """Keep it until cancelled, calling `when_ready` each time it begins to answer."""

    async def parse(self, text: str) -> Understanding:
        """Understand a text; raise NluUnavailable when there is nobody to ask."""

    async def stop(self) -> None:
        """Let go of it, within five seconds."""


class OwnServer:
    """A Rasa server that is a child of this process."""

    def __init__(self, installation: NluInstallation) -> None:
        self._changed = asyncio.Event()
        self._process = NluProcess(installation, on_change=lambda _: self._changed.set())
        self._client = NluClient(where=lambda: self._process.address)

    async def run(self, *, when_ready: Callable[[], Awaitable[None]]) -> None:
        """Start it, watch it, start it again when it dies."""
        self._process.start()
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._process.state is NluState.READY:
                await when_ready()

    async def parse(self, text: str) -> Understanding:
        """Understand a text."""
        return await self._client.parse(text)

    async def stop(self) -> None:
        """End the server."""
        await self._process.stop()
        await self._client.close()


class RemoteServer:
    """A Rasa server at a fixed address, kept by somebody else."""

    def __init__(self, address: NluAddress) -> None:
        self._client = NluClient(where=lambda: address)

    async def run(self, *, when_ready: Callable[[], Awaitable[None]]) -> None:
        """Look at it now and then, so that waiting questions are answered when it comes back."""
        was_there = False
        while True:
            is_there = await self._answers()
            if is_there and not was_there:
                await when_ready()
            was_there = is_there
            await asyncio.sleep(PROBE_EVERY)

    async def parse(self, text: str) -> Understanding:
        """Understand a text."""
        return await self._client.parse(text)

    async def stop(self) -> None:
        """Close the connection."""
        await self._client.close()

    async def _answers(self) -> bool:
        try:
            await self._client.check()
        except NluUnavailable:
            return False
        return True
