"""The HTTP side of the Bot API: reading calls in all their forms, answering as Telegram does."""

import json
from typing import Any

from aiohttp import web

from bot.simulator.arguments import Upload
from bot.simulator.dispatcher import Dispatcher, Incoming, Manner, Outcome
from bot.simulator.errors import ApiError
from bot.simulator.files import UPLOAD_LIMIT
from bot.simulator.jsontypes import Json
from bot.simulator.world import World

REQUEST_LIMIT = UPLOAD_LIMIT + 2 * 1024 * 1024
"""Bytes of one request: the largest file and the words around it."""
PROXY_PAGE = "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"


class ApiServer:
    """The routes of the Bot API and of its files."""

    def __init__(self, *, world: World, dispatcher: Dispatcher) -> None:
        self._world = world
        self._dispatcher = dispatcher

    def routes(self) -> list[web.RouteDef]:
        """Where the methods and the files are found."""
        return [
            web.get("/file/bot{token}/{path:.+}", self._download),
            web.get("/bot{token}/{method}", self._answer),
            web.post("/bot{token}/{method}", self._answer),
        ]

    async def _answer(self, http: web.Request) -> web.Response:
        try:
            incoming = await _read_call(http)
        except web.HTTPRequestEntityTooLarge:
            return _as_json(Outcome(error=ApiError(413, "Request Entity Too Large")))
        except ValueError:
            return _as_json(Outcome(error=ApiError(400, "Bad Request: can't parse the request's body")))
        outcome = await self._dispatcher.run(incoming)
        match outcome.manner:
            case Manner.JSON:
                return _as_json(outcome)
            case Manner.PAGE:
                return web.Response(status=404, text=PROXY_PAGE, content_type="text/html")
            case Manner.CUT:
                return _cut(http)

    async def _download(self, http: web.Request) -> web.Response:
        try:
            bot = self._dispatcher.find_bot(http.match_info["token"])
        except ApiError as error:
            return _as_json(Outcome(error=error))
        stored = self._world.files.at(http.match_info["path"])
        if stored is None or stored.bot_id not in {bot.id, None}:
            return _as_json(Outcome(error=ApiError(404, "Not Found")))
        return web.Response(body=stored.content, content_type=stored.content_type)


async def _read_call(http: web.Request) -> Incoming:
    """Read parameters from the query and the body. Raises ValueError when the body is not what it says."""
    token, method = http.match_info["token"], http.match_info["method"]
    query: Json = dict(http.query)
    if http.content_type == "application/json" and http.can_read_body:
        return Incoming(token, method, {**query, **await _read_object(http)})
    uploads: dict[str, Upload] = {}
    for name, value in (await http.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            query[name] = value
    return Incoming(token, method, query, uploads, is_form=True)


async def _read_object(http: web.Request) -> Json:
    body: Any = await http.json()
    if not isinstance(body, dict):
        message = "the body is not an object"
        raise ValueError(message)  # noqa: TRY004 - a fault of the caller, handled as any unreadable body
    return body


def _as_json(outcome: Outcome) -> web.Response:
    error = outcome.error
    if error is None:
        body: Json = {"ok": True, "result": outcome.result}
    else:
        body = {"ok": False, "error_code": error.status, "description": error.description}
        if error.parameters:
            body["parameters"] = error.parameters
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(status=outcome.status, text=text, content_type="application/json")


def _cut(http: web.Request) -> web.Response:
    """Close the connection under the answer, which therefore never leaves."""
    if http.transport is not None:
        http.transport.close()
    return web.Response()
