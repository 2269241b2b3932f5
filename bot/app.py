"""The assistant at work: starts its parts in order, takes updates in, stops within a few seconds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Bot, BotCommand
from telegram.error import TelegramError

from actions.language import Language
from actions.territories.communes import keep_built_in
from actions.territories.service import keep_territory
from bot.clock.clock import Clock
from bot.clock.ticks import Ticker
from bot.content.library import Content
from bot.delivery.chat import RawUpdate
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import unsent
from bot.delivery.sender import Sender
from bot.nlu.service import NluService
from bot.settings import Settings
from bot.store.engine import Sessions
from bot.telegram.polling import UPDATE_KINDS, Poller
from bot.telegram.post import Post
from bot.telegram.transport import AiohttpRequest
from bot.telegram.watch import Watch
from bot.telegram.webhook import PATH, WebhookServer

log = logging.getLogger(__name__)

COMMANDS = ("menu", "lieux", "reunions", "demande", "avis", "urgence", "langue", "simple", "donnees", "aide")
RECONNECT_PAUSE = 3.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What the assistant is made of; `bot.wiring` joins them."""

    settings: Settings
    content: Content
    clock: Clock
    engine: AsyncEngine
    sessions: Sessions
    bot: Bot
    inbox: Inbox
    dispatcher: Dispatcher
    sender: Sender
    post: Post
    watch: Watch
    nlu: NluService
    ticker: Ticker


class App:
    """The running assistant."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._tasks: list[asyncio.Task[None]] = []
        self._polling: asyncio.Task[None] | None = None
        self._poll_request = AiohttpRequest(connections=2)
        self._webhook: WebhookServer | None = None

    async def start(self) -> None:
        """Begin to receive and to send. The language model starts beside; nobody waits for it."""
        parts = self.parts
        await self._keep_territories()
        await _insist(self._introduce)
        self._begin(parts.nlu.run(when_ready=self._answer_waiting), "nlu")
        self._begin(parts.sender.run(), "sender")
        parts.ticker.start()
        await parts.dispatcher.resume()
        if parts.settings.uses_webhook:
            await self._listen()
        else:
            await self._poll()

    async def stop(self) -> None:
        """Finish what is under way, within ten seconds; what is left is taken up at the next start."""
        parts = self.parts
        if self._webhook is not None:
            await self._webhook.stop()
        if self._polling is not None:
            await _end(self._polling)
        parts.ticker.stop()
        await parts.dispatcher.stop()
        await asyncio.gather(self._stop_sending(), parts.nlu.stop())
        for task in self._tasks:
            await _end(task)
        await self._poll_request.shutdown()
        with suppress(TelegramError):
            await parts.bot.shutdown()
        await parts.engine.dispose()

    async def receive(self, updates: Sequence[RawUpdate]) -> None:
        """Take updates in: look for danger first, then write them down, then have them handled."""
        parts = self.parts
        parts.watch.look_at(updates, now=parts.clock.now())
        for chat_key in await parts.inbox.keep(updates, now=parts.clock.now()):
            parts.dispatcher.submit(chat_key)

    async def is_idle(self) -> bool:
        """True when nothing waits, neither to be handled nor to be sent."""
        parts = self.parts
        if not parts.dispatcher.is_idle or await parts.inbox.chats_with_work():
            return False
        async with parts.sessions() as session:
            return await unsent(session, now=parts.clock.now()) == 0

    async def catch_up(self) -> None:
        """Look for due work at once: the clock was moved."""
        await self.parts.ticker.run_all()
        self.parts.sender.wake()

    async def _answer_waiting(self) -> None:
        for chat_key in await self.parts.inbox.wake_waiting():
            self.parts.dispatcher.submit(chat_key)

    async def _keep_territories(self) -> None:
        async with self.parts.sessions.begin() as session:
            await keep_built_in(session, self.parts.content.communes, now=self.parts.clock.now())
            for record in self.parts.content.territories:
                await keep_territory(session, record, now=self.parts.clock.now())

    async def _introduce(self) -> None:
        """Get to know Telegram, and announce the commands."""
        await self.parts.bot.initialize()
        await self._announce_commands()

    async def _announce_commands(self) -> None:
        template = self.parts.content.catalogues.template
        for language, code in ((Language.FRENCH, None), (Language.ENGLISH, "en")):
            commands = [BotCommand(name, template(f"command.{name}", language=language)) for name in COMMANDS]
            await self.parts.bot.set_my_commands(commands, language_code=code)

    async def _listen(self) -> None:
        settings = self.parts.settings
        secret = settings.webhook_secret.get_secret_value()
        self._webhook = WebhookServer(listen=settings.webhook_listen, secret=secret, receive=self.receive)
        await self._webhook.start()
        url = f"{settings.webhook_url}{PATH}"
        await _insist(lambda: self.parts.bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATE_KINDS))

    async def _poll(self) -> None:
        await self._poll_request.initialize()
        await _insist(self.parts.bot.delete_webhook)  # what waits is kept: dropping it would lose people's messages
        poller = Poller(self.parts.bot, request=self._poll_request, receive=self.receive)
        self._polling = asyncio.create_task(poller.run(), name="poller")

    async def _stop_sending(self) -> None:
        await self.parts.watch.stop()
        await self.parts.sender.stop()

    def _begin(self, work: Coroutine[None, None, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))


async def _insist(deed: Callable[[], Awaitable[object]]) -> None:
    """Do something with Telegram, again and again until it answers."""
    while True:
        try:
            await deed()
        except TelegramError as error:
            log.error("Telegram does not answer or refuses our token, trying again: %s", type(error).__name__)
            await asyncio.sleep(RECONNECT_PAUSE)
        else:
            return


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
