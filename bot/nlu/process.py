"""The Rasa server as a child process: started, watched, started again when it dies, and never left behind."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import logging
import secrets
from typing import TYPE_CHECKING, Final

from bot.nlu.child import lines, spawn
from bot.nlu.client import PATIENCE, NluClient
from bot.nlu.errors import NluUnavailable
from bot.nlu.installation import NluAddress

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.nlu.installation import NluInstallation

READY: Final = "ready "
"""What the server writes before its address once it answers."""

STARTING_AT_MOST: Final = 120.0
"""Seconds: a start takes about five, a minute where Python has to compile everything first."""

STOPPING_AT_MOST: Final = 4.0
"""Seconds from the polite signal to the other."""

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
"""Seconds between the end of a server and the next start; the pause doubles until a server was ready."""

PROBE_EVERY: Final = 15.0
"""Seconds between two questions whether the server still answers."""

logger = logging.getLogger(__name__)


class NluState(enum.Enum):
    """Whether free text can be understood now."""

    STARTING = "starting"
    READY = "ready"
    DOWN = "down"


class NluProcess:
    """Keeps one server running from `start` to `stop`.

    `on_change` is called with the new state each time it changes, in the event loop.
    """

    def __init__(
        self,
        installation: NluInstallation,
        *,
        on_change: Callable[[NluState], None] = lambda _: None,
        first_pause: float = FIRST_PAUSE,
        probe_every: float = PROBE_EVERY,
        patience: float = PATIENCE,
    ) -> None:
        """Prepare to serve the installation's model; nothing runs before `start`."""
        self._installation = installation
        self._on_change = on_change
        self._first_pause = first_pause
        self._probe_every = probe_every
        self._patience = patience
        self._state = NluState.DOWN
        self._address: NluAddress | None = None
        self._server: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def state(self) -> NluState:
        """Whether free text can be understood now."""
        return self._state

    @property
    def address(self) -> NluAddress | None:
        """Where the server answers; None unless it is READY. A restart moves it."""
        return self._address

    @property
    def pid(self) -> int | None:
        """The server's process id; None while there is none."""
        return self._server.pid if self._server else None

    def start(self) -> None:
        """Begin to keep a server running; returns at once, see `state` and `on_change`."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep(), name="nlu-keeper")

    async def stop(self) -> None:
        """End the server, within five seconds, and start none again."""
        if self._keeper is None:
            return
        self._keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._keeper
        self._keeper = None

    async def _keep(self) -> None:
        pause = self._first_pause
        try:
            while True:
                was_ready = await self._serve_once()
                pause = self._first_pause if was_ready else min(pause * 2, LONGEST_PAUSE)
                logger.warning("NLU server ended; next start in %.1f s", pause)
                await asyncio.sleep(pause)
        finally:
            self._change(NluState.DOWN)

    async def _serve_once(self) -> bool:
        """Run one server from its start to its end, and tell whether it ever was ready."""
        token = secrets.token_urlsafe(32)
        self._change(NluState.STARTING)
        was_ready = False
        try:
            self._server = await self._spawn(token)
            self._address = NluAddress(await self._wait_until_ready(self._server), token)
            was_ready = True
            self._change(NluState.READY)
            await self._watch(self._server)
        except (OSError, TimeoutError, NluUnavailable) as error:
            logger.warning("NLU server: %s", error)
        finally:
            self._address = None
            await self._end()
            self._change(NluState.DOWN)
        return was_ready

    async def _spawn(self, token: str) -> asyncio.subprocess.Process:
        # The pipe to its standard input is the server's life line: when this process dies, it ends too.
        return await spawn(
            self._installation,
            "serve",
            *("--model", self._installation.model),
            errors=asyncio.subprocess.DEVNULL,
            CLSM_NLU_TOKEN=token,
        )

    async def _wait_until_ready(self, server: asyncio.subprocess.Process) -> str:
        async with asyncio.timeout(STARTING_AT_MOST):
            async for line in lines(server.stdout):
                if line.startswith(READY):
                    return f"http://{line.removeprefix(READY)}"
        message = f"ended with code {await server.wait()} before it was ready"
        raise NluUnavailable(message)

    async def _watch(self, server: asyncio.subprocess.Process) -> None:
        """Return when the server has ended; raise NluUnavailable when it lives but no longer answers."""
        async with NluClient(where=lambda: self._address, patience=self._patience) as client:
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(server.wait(), timeout=self._probe_every)
                    return
                await client.check()

    async def _end(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        with contextlib.suppress(ProcessLookupError):
            server.terminate()
        try:
            await asyncio.wait_for(server.wait(), timeout=STOPPING_AT_MOST)
        except TimeoutError:
            server.kill()
            await server.wait()

    def _change(self, state: NluState) -> None:
        if state is not self._state:
            self._state = state
            self._on_change(state)
