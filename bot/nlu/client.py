"""Asking the server what a message means."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Self

import aiohttp

from bot.nlu.errors import NluUnavailable
from bot.nlu.understanding import Ranked, Understanding

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from bot.nlu.installation import NluAddress

PATIENCE: Final = 5.0
"""Seconds for an answer: a parse takes a few milliseconds, so what takes longer is broken."""


class NluClient:
    """Asks a server for the intents of messages, over one kept-alive session.

    The address is asked for at each message, since a server that was restarted stands elsewhere. Use as
    `async with NluClient(...) as client`, or call `close` at the end.
    """

    def __init__(self, *, where: Callable[[], NluAddress | None], patience: float = PATIENCE) -> None:
        """Take `where` the server stands now (None: nowhere) and the seconds to wait for an answer."""
        self._where = where
        self._timeout = aiohttp.ClientTimeout(total=patience)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Return the client; it opens its session at the first message."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the session."""
        await self.close()

    async def close(self) -> None:
        """Close the session; the next message would open another."""
        if self._session:
            await self._session.close()
            self._session = None

    async def parse(self, text: str) -> Understanding:
        """Return the intents of `text`; a text without a letter or digit has none.

        Raises NluUnavailable when the server is not there, too slow, or refuses the token.
        """
        # Rasa takes "/greet" for the intent `greet` with full confidence: nobody may choose an intent by its name.
        readable = text.strip().lstrip("/").strip()
        if not any(letter.isalnum() for letter in readable):
            return Understanding()
        answer = await self._ask("POST", "/model/parse", json={"text": readable})
        try:
            return Understanding(tuple(Ranked(each["name"], each["confidence"]) for each in answer["intent_ranking"]))
        except (KeyError, TypeError) as error:
            message = "what answers at the NLU address is no Rasa server with a model"
            raise NluUnavailable(message) from error

    async def check(self) -> None:
        """Return when the server is ready to parse; raise NluUnavailable when it is not."""
        await self._ask("GET", "/status")

    async def _ask(self, method: str, path: str, json: object = None) -> Any:
        address = self._where()
        if address is None:
            message = "the NLU server is not running"
            raise NluUnavailable(message)
        self._session = self._session or aiohttp.ClientSession()
        url = address.url.rstrip("/") + path
        try:
            async with self._session.request(
                method, url, params={"token": address.token}, timeout=self._timeout, json=json
            ) as response:
                if response.status != HTTPStatus.OK:
                    message = f"the NLU server answered {response.status}"
                    raise NluUnavailable(message)
                return await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            # Only the kind of the error: its text would hold the address with the token.
            message = f"the NLU server does not answer ({type(error).__name__})"
            raise NluUnavailable(message) from None
