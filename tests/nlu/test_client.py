import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web

from bot.nlu.client import NluClient
from bot.nlu.errors import NluUnavailable
from bot.nlu.installation import NluAddress
from bot.nlu.understanding import Understanding

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_parse_ranks_intents_with_confidences(client: NluClient) -> None:
    understanding = await client.parse("cest koi un clsm")
    assert understanding.ranking[0].intent == "clsm_definition"
    confidences = [ranked.confidence for ranked in understanding.ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert len(confidences) >= 3


async def test_parse_takes_no_intent_by_its_name(client: NluClient) -> None:
    by_name = await client.parse("/crise_suicidaire")
    assert by_name.ranking[0].confidence < 1.0
    assert await client.parse("  // bonjour") == await client.parse("bonjour")


@pytest.mark.parametrize("text", ["", "   ", "/", "👍", "❤️🙏", "?!…"])
async def test_parse_finds_nothing_where_nothing_is_said(client: NluClient, text: str) -> None:
    assert await client.parse(text) == Understanding()


@pytest.mark.parametrize("text", ["a" * 4096, "é\u0000ü\u202e \ud83d\ude00 x", '{"text": "x"}', "[clsm](place)", "Ω∑ç"])
async def test_parse_survives_any_text(client: NluClient, text: str) -> None:
    assert (await client.parse(text)).ranking


async def test_parse_many_messages_at_once(client: NluClient) -> None:
    alone = [await client.parse(text) for text in ("bonjour", "merci", "au revoir")]
    assert await asyncio.gather(*(client.parse(text) for text in ("bonjour", "merci", "au revoir"))) == alone


async def test_client_is_refused_with_a_wrong_token(address: NluAddress) -> None:
    stranger = NluAddress(address.url, address.token[:-1])
    async with NluClient(where=lambda: stranger) as client:
        with pytest.raises(NluUnavailable, match="answered 401"):
            await client.parse("bonjour")


async def test_client_without_a_server_is_unavailable() -> None:
    async with NluClient(where=lambda: None) as client:
        with pytest.raises(NluUnavailable, match="not running"):
            await client.parse("bonjour")


async def test_client_of_a_closed_port_is_unavailable_and_keeps_the_token_to_itself(unused_tcp_port: int) -> None:
    nowhere = NluAddress(f"http://127.0.0.1:{unused_tcp_port}", "the-secret")
    async with NluClient(where=lambda: nowhere) as client:
        with pytest.raises(NluUnavailable) as refused:
            await client.parse("bonjour")
    assert "the-secret" not in str(refused.value) + repr(nowhere)


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(unused_tcp_port: int) -> AsyncIterator[NluAddress]:
    """Return the address of a server that is no Rasa server: slow on one route, odd on the other."""

    closing = asyncio.Event()

    async def never(_: web.Request) -> web.Response:
        await closing.wait()
        return web.Response()

    async def odd(_: web.Request) -> web.Response:
        return web.json_response({"hello": "world"})

    app = web.Application()
    app.router.add_post("/model/parse", odd)
    app.router.add_get("/status", never)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    yield NluAddress(f"http://127.0.0.1:{unused_tcp_port}", "token")
    closing.set()
    await runner.cleanup()


async def test_client_of_another_service_is_unavailable(stranger: NluAddress) -> None:
    async with NluClient(where=lambda: stranger) as client:
        with pytest.raises(NluUnavailable, match="no Rasa server"):
            await client.parse("bonjour")


async def test_client_of_a_slow_server_gives_up(stranger: NluAddress) -> None:
    async with NluClient(where=lambda: stranger, patience=0.05) as client:
        with pytest.raises(NluUnavailable, match="TimeoutError"):
            await client.check()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/model"),
        ("DELETE", "/model"),
        ("POST", "/model/train"),
        ("POST", "/model/test/intents"),
        ("GET", "/domain"),
        ("GET", "/version"),
        ("POST", "/conversations/someone/messages"),
        ("POST", "/webhooks/rest/webhook"),
        ("GET", "/"),
    ],
)
async def test_server_answers_on_no_other_route(address: NluAddress, method: str, path: str) -> None:
    async with (
        ClientSession() as session,
        session.request(method, address.url + path, params={"token": address.token}, json={}) as response,
    ):
        assert response.status == 404
