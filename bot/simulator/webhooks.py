"""Posting updates to a bot's own server."""

import asyncio
import ipaddress
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp

from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.updates import Update, UpdateQueue
from bot.simulator.views import timestamp

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0
ANSWER_WITHIN = aiohttp.ClientTimeout(total=30)
SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Where to post, with which secret, and how many posts at a time."""

    url: str
    secret: str | None
    max_connections: int


def check_url(url: str) -> None:
    """Refuse what is not HTTPS; plain HTTP passes for loopback only, which Telegram could not reach anyway."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    with suppress(ValueError):
        if parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback:
            return
    reason = "bad webhook: An HTTPS URL must be provided for webhook"
    raise bad_request(reason)


def check_secret(secret: str | None) -> None:
    """Refuse a secret with other characters than A-Z, a-z, 0-9, _ and -."""
    if secret is not None and not SECRET.fullmatch(secret):
        reason = "secret token contains unallowed characters"
        raise bad_request(reason)


class Webhook:
    """One bot's webhook: posts each update until the bot's server answers 2xx, with growing pauses in between.

    Updates may arrive out of order, as Telegram's do, when more than one connection is allowed.
    """

    def __init__(self, *, queue: UpdateQueue, now: Callable[[], datetime]) -> None:
        self.settings: WebhookSettings | None = None
        self._queue = queue
        self._now = now
        self._task: asyncio.Task[None] | None = None
        self._last_error: tuple[datetime, str] | None = None

    def open(self, settings: WebhookSettings) -> None:
        """Start posting; a webhook already open is replaced."""
        self.close()
        self.settings = settings
        self._last_error = None
        self._task = asyncio.get_running_loop().create_task(self._deliver(settings))

    def close(self) -> None:
        """Stop posting; what was not accepted waits in the queue."""
        self.settings = None
        if self._task is not None:
            self._task.cancel()
        self._task = None

    def info(self) -> Json:
        """The `WebhookInfo` object."""
        settings = self.settings
        described: Json = {
            "url": settings.url if settings else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue.pending()),
        }
        if settings is not None:
            described["max_connections"] = settings.max_connections
        if self._queue.allowed_updates:
            described["allowed_updates"] = self._queue.allowed_updates
        if self._last_error is not None:
            moment, reason = self._last_error
            described |= {"last_error_date": timestamp(moment), "last_error_message": reason}
        return described

    async def _deliver(self, settings: WebhookSettings) -> None:
        arrived = asyncio.Event()
        arrived.set()
        forget = self._queue.on_update(arrived.set)
        under_way: set[int] = set()
        places = asyncio.Semaphore(settings.max_connections)
        try:
            async with aiohttp.ClientSession(timeout=ANSWER_WITHIN) as session, asyncio.TaskGroup() as posts:
                while True:
                    await arrived.wait()
                    arrived.clear()
                    for update in self._queue.pending():
                        if update.id not in under_way:
                            await places.acquire()
                            under_way.add(update.id)
                            post = posts.create_task(self._post_until_accepted(session, settings, update))
                            post.add_done_callback(lambda _: places.release())
        finally:
            forget()

    async def _post_until_accepted(
        self, session: aiohttp.ClientSession, settings: WebhookSettings, update: Update
    ) -> None:
        pause = FIRST_PAUSE
        while update in self._queue.pending():
            problem = await self._post(session, settings, update)
            if problem is None:
                self._queue.remove(update)
                return
            self._last_error = (self._now(), problem)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _post(self, session: aiohttp.ClientSession, settings: WebhookSettings, update: Update) -> str | None:
        headers = {SECRET_HEADER: settings.secret} if settings.secret else {}
        try:
            async with session.post(settings.url, json=update.fields(), headers=headers) as response:
                if response.status in SUCCESS:
                    return None
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"
