"""The webhook: Telegram brings the updates; each is acknowledged once it is written down."""

from __future__ import annotations

import hmac
import logging

from aiohttp import web

from bot.telegram.polling import Receive

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
PATH = "/telegram"
STOP_GRACE = 2.0  # seconds for the calls under way; Telegram brings again what is cut off


class WebhookServer:
    """Listens on one address for calls that carry the secret. Put an HTTPS proxy before it."""

    def __init__(self, *, listen: str, secret: str, receive: Receive) -> None:
        self._host, _, port = listen.rpartition(":")
        self._port = int(port)
        self._secret = secret
        self._receive = receive
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Begin to listen."""
        app = web.Application(client_max_size=1024 * 1024)
        app.router.add_post(PATH, self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_GRACE)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        """Finish the calls under way and close."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(_bytes(request.headers.get(SECRET_HEADER, "")), _bytes(self._secret)):
            return web.Response(status=403)
        try:
            update = await request.json()
            update_id = int(update["update_id"])
        except (ValueError, KeyError, TypeError):
            return web.Response(status=400)
        try:
            await self._receive([update])
        except Exception as error:  # noqa: BLE001 - not written down: Telegram must bring it again
            log.warning("update %d could not be written down: %s", update_id, type(error).__name__)
            return web.Response(status=503)
        return web.Response()


def _bytes(header: str) -> bytes:
    return header.encode(errors="surrogateescape")  # what is no ASCII is compared too, not an error
