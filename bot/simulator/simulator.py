"""The simulator itself: a world, its Bot API server, and on request the page that shows it."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.simulator.calls import Call
from bot.simulator.clock import SimulatorClock
from bot.simulator.dispatcher import Dispatcher
from bot.simulator.faults import Faults
from bot.simulator.limits import Limits, RateKeeper
from bot.simulator.page.routes import OWN_NAMES, Page
from bot.simulator.people import Bot
from bot.simulator.server import REQUEST_LIMIT, ApiServer
from bot.simulator.updates import Update
from bot.simulator.world import World

PAGE_TEXTS = Path(__file__).parents[2] / "content" / "simulator"
LAST_WORDS = 0.5
"""Real seconds left to open connections when the server stops."""


class Simulator:
    """A Telegram of one's own, on loopback.

    `clock` is the time of its world, to be shared with the bot under test; `limits` are the sending rates.
    """

    def __init__(self, *, clock: SimulatorClock, limits: Limits | None = None) -> None:
        self.clock = clock
        self.world = World(clock=clock)
        self.faults = Faults()
        self._dispatcher = Dispatcher(world=self.world, faults=self.faults, rates=RateKeeper(limits or Limits.off()))
        self._runner: web.AppRunner | None = None
        self._page: Page | None = None

    @property
    def calls(self) -> list[Call]:
        """Every call made to the API, in the order they ended."""
        return self._dispatcher.calls

    async def start(self, *, host: str = "127.0.0.1", port: int = 0, page: bool = False) -> str:
        """Listen, and return the address to give to the bot: Bot API under /bot<token>/, files under /file/bot<token>/.

        With `page`, the address itself shows the world in a browser. Port 0 takes a free one. Raises OSError when the
        port is taken, ValueError for a page on anything but loopback.
        """
        if page and host not in OWN_NAMES:
            message = f"the page listens on loopback only, not on {host}"
            raise ValueError(message)
        app = web.Application(client_max_size=REQUEST_LIMIT)
        app.add_routes(ApiServer(world=self.world, dispatcher=self._dispatcher).routes())
        if page:
            self._page = Page(world=self.world, calls=self.calls, texts=PAGE_TEXTS)
            app.add_routes(self._page.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_WORDS)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        number = self._runner.addresses[0][1]
        return f"http://{host}:{number}"

    async def stop(self) -> None:
        """Stop listening; waiting polls are answered, webhooks end. Stopping twice does nothing."""
        self._dispatcher.close()
        if self._page is not None:
            self._page.close()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    def pending_updates(self, bot: Bot) -> list[Update]:
        """The updates this bot has not confirmed yet."""
        return self.world.queue(bot).pending()

    async def wait_for(self, condition: Callable[[], object], *, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - part of the interface
        """Return when `condition()` is true; it is asked again after every change of the world and every call.

        Raises TimeoutError, naming the latest calls, after `timeout` real seconds.
        """
        try:
            await self.world.changes.wait_for(condition, timeout=timeout)
        except TimeoutError:
            latest = [f"{call.method} {call.status} {call.description or ''}".strip() for call in self.calls[-5:]]
            message = f"nothing like it within {timeout} s; latest calls: {latest}"
            raise TimeoutError(message) from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
