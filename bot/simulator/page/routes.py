"""The page's routes. They answer only to a browser on this machine, and only to the page itself."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.simulator.arguments import Upload
from bot.simulator.calls import Call
from bot.simulator.errors import ApiError
from bot.simulator.files import FOLDERS
from bot.simulator.jsontypes import Json
from bot.simulator.page.actions import ACTIONS, ZONE, move_clock
from bot.simulator.page.state import call_state, seat_state
from bot.simulator.seat import Seat
from bot.simulator.taps import SeatError
from bot.simulator.world import World

ASSETS = Path(__file__).parent / "assets"
OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
PAGE_HEADER = "X-Simulator-Page"
CALLS_SHOWN = 200
SETTLE = 0.03
"""Real seconds in which several changes travel together."""
HEARTBEAT = 15.0
SAFE_IN_PLACE = ("image/", "audio/", "video/")
PROTECTION = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """The page of one world. `texts` is the folder of its words, one JSON file a language."""

    def __init__(self, *, world: World, calls: list[Call], texts: Path) -> None:
        self._world = world
        self._calls = calls
        self._texts = texts
        self._closing = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """Where the page, its parts and its verbs are found."""
        return [
            web.get("/", _guarded(self._show)),
            web.get("/page/assets/{name}", _guarded(self._asset)),
            web.get("/page/texts/{language:[a-z]{2}}", _guarded(self._text)),
            web.get("/page/files/{path:.+}", _guarded(self._file)),
            web.get("/page/events", _guarded(self._events)),
            web.post("/page/act", _guarded(self._act)),
            web.post("/page/clock", _guarded(self._clock)),
            web.post("/page/people", _guarded(self._add_person)),
            web.post("/page/upload", _guarded(self._upload)),
        ]

    def close(self) -> None:
        """End the open streams."""
        self._closing.set()

    async def _show(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(ASSETS / "index.html")

    async def _asset(self, http: web.Request) -> web.StreamResponse:
        return _file_in(ASSETS, http.match_info["name"])

    async def _text(self, http: web.Request) -> web.StreamResponse:
        return _file_in(self._texts, f"page.{http.match_info['language']}.json")

    async def _file(self, http: web.Request) -> web.StreamResponse:
        stored = self._world.files.at(http.match_info["path"])
        if stored is None:
            raise web.HTTPNotFound
        response = web.Response(body=stored.content, content_type=stored.content_type)
        if not stored.content_type.startswith(SAFE_IN_PLACE) or "svg" in stored.content_type:
            response.headers["Content-Disposition"] = "attachment"
        return response

    async def _act(self, http: web.Request) -> web.StreamResponse:
        wish = await _read_wish(http)
        action = ACTIONS.get(wish.get("action", ""))
        if action is None:
            raise web.HTTPBadRequest
        return _done(lambda: action(self._seat(wish.get("seat")), wish))

    async def _clock(self, http: web.Request) -> web.StreamResponse:
        wish = await _read_wish(http)
        return _done(lambda: move_clock(self._world.clock, wish))

    async def _add_person(self, http: web.Request) -> web.StreamResponse:
        wish = await _read_wish(http)
        name = str(wish.get("name", "")).strip()
        if not name:
            raise web.HTTPBadRequest
        person = self._world.add_person(name, language_code=wish.get("language") or None)
        return _done(lambda: self._world.seat(person))

    async def _upload(self, http: web.Request) -> web.StreamResponse:
        kind = http.query.get("kind", "")
        if kind not in FOLDERS:
            raise web.HTTPBadRequest
        seat = self._seat(http.query.get("seat"))
        upload = Upload(http.query.get("name", ""), http.content_type, await http.read())
        return _done(lambda: seat.send_file(kind, upload, caption=http.query.get("caption") or None))

    async def _events(self, http: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"} | PROTECTION)
        await stream.prepare(http)
        changed = asyncio.Event()
        changed.set()
        forget = self._world.changes.subscribe(changed.set)
        sent: dict[str, str] = {}
        calls_sent = max(0, len(self._calls) - CALLS_SHOWN)
        try:
            while not self._closing.is_set():
                changed.clear()
                news, calls_sent = self._news(sent, calls_sent), len(self._calls)
                await stream.write(f"data: {json.dumps(news, ensure_ascii=False)}\n\n".encode())
                await self._next_change(changed)
        except ConnectionResetError:
            return stream
        finally:
            forget()
        return stream

    async def _next_change(self, changed: asyncio.Event) -> None:
        """Wait for a change, the end, or the heartbeat that finds out whether anybody still listens."""
        waiters = [asyncio.ensure_future(changed.wait()), asyncio.ensure_future(self._closing.wait())]
        await asyncio.wait(waiters, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
        for waiter in waiters:
            waiter.cancel()
        if changed.is_set():
            await asyncio.sleep(SETTLE)

    def _news(self, sent: dict[str, str], calls_sent: int) -> Json:
        """What this listener has not seen: changed seats, new calls, and the time. Updates `sent`."""
        seats = []
        for seat in self._world.seats:
            state = seat_state(self._world, seat)
            described = json.dumps(state)
            if sent.get(seat.key) != described:
                sent[seat.key] = described
                seats.append(state)
        calls = [call_state(calls_sent + place, call) for place, call in enumerate(self._calls[calls_sent:])]
        clock = {"now": self._world.clock.now().isoformat(), "flows": self._world.clock.flows, "zone": ZONE.key}
        return {"clock": clock, "seats": seats, "order": [seat.key for seat in self._world.seats], "calls": calls}

    def _seat(self, key: object) -> Seat:
        found = next((seat for seat in self._world.seats if seat.key == key), None)
        if found is None:
            raise web.HTTPNotFound
        return found


def _guarded(answer: Answer) -> Answer:
    """Refuse foreign host names (DNS rebinding) and, for verbs, anything but the page's own requests (CSRF)."""

    async def guarded(http: web.Request) -> web.StreamResponse:
        if urlsplit(f"//{http.host}").hostname not in OWN_NAMES:
            raise web.HTTPForbidden
        if http.method == "POST":
            origin = http.headers.get("Origin", "")
            if origin != f"http://{http.host}" or PAGE_HEADER not in http.headers:
                raise web.HTTPForbidden
        response = await answer(http)
        if not response.prepared:
            response.headers.update(PROTECTION)
        return response

    return guarded


def _file_in(folder: Path, name: str) -> web.StreamResponse:
    path = (folder / name).resolve()
    if path.parent != folder.resolve() or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path)


async def _read_wish(http: web.Request) -> Json:
    try:
        wish = await http.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(wish, dict):
        raise web.HTTPBadRequest
    return wish


def _done(verb: Callable[[], object]) -> web.Response:
    """Do it, or say with 409 why a client would not let anybody do it."""
    try:
        verb()
    except (SeatError, ApiError, ValueError, LookupError, TypeError) as error:
        return web.json_response({"reason": str(error)}, status=409)
    return web.json_response({})
