from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.delivery.chat import chat_key_of
from bot.delivery.inbox import MEMORY, Inbox, defer_until_understood, forget_seen, take
from bot.delivery.models import InboxItem, SeenUpdate
from bot.store import schema
from bot.store.engine import Sessions, open_engine, open_sessions
from bot.store.vault import FernetVault

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
VAULT = FernetVault("k" * 48)


def message(update_id: int, *, chat: int = 7, text: str = "bonjour") -> dict[str, object]:
    return {"update_id": update_id, "message": {"chat": {"id": chat}, "text": text}}


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    engine = open_engine(database_url)
    await schema.upgrade(engine)
    yield open_sessions(engine)
    await engine.dispose()


@pytest.fixture
def inbox(sessions: Sessions) -> Inbox:
    return Inbox(sessions, vault=VAULT)


async def count(sessions: Sessions, table: type[object]) -> int:
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_inbox_keeps_an_update_once(inbox: Inbox, sessions: Sessions) -> None:
    first = await inbox.keep([message(1), message(2)], now=NOW)
    again = await inbox.keep([message(2), message(1)], now=NOW)
    assert (len(first), again, await count(sessions, InboxItem)) == (1, [], 2)


async def test_inbox_gives_the_updates_of_a_chat_in_order(inbox: Inbox, sessions: Sessions) -> None:
    await inbox.keep([message(3), message(1), message(2, chat=8)], now=NOW)
    key = chat_key_of(message(1), vault=VAULT)
    seen = []
    while (item := await inbox.next_of(key)) is not None:
        seen.append(item.update_id)
        async with sessions.begin() as session:
            assert await take(session, item.update_id)
    assert seen == [1, 3]


async def test_inbox_holds_no_readable_text(inbox: Inbox, sessions: Sessions) -> None:
    await inbox.keep([message(1, text="un secret lisible")], now=NOW)
    async with sessions() as session:
        sealed = await session.scalar(select(InboxItem.sealed))
    assert sealed is not None
    assert b"secret" not in sealed


async def test_inbox_forgets_an_update_that_is_not_committed(inbox: Inbox, sessions: Sessions) -> None:
    await inbox.keep([message(1)], now=NOW)
    async with sessions() as session:
        assert await take(session, 1)
        await session.rollback()
    assert await count(sessions, InboxItem) == 1


async def test_inbox_lets_one_worker_take_an_update(inbox: Inbox, sessions: Sessions) -> None:
    await inbox.keep([message(1)], now=NOW)
    async with sessions.begin() as session:
        first = await take(session, 1)
    async with sessions.begin() as session:
        second = await take(session, 1)
    assert (first, second) == (True, False)


async def test_inbox_wakes_what_waited_for_the_language_model(inbox: Inbox, sessions: Sessions) -> None:
    (key,) = await inbox.keep([message(1)], now=NOW)
    item = await inbox.next_of(key)
    assert item is not None
    async with sessions.begin() as session:
        await take(session, 1)
        await defer_until_understood(session, item)
    assert await inbox.next_of(key) is None
    assert await inbox.wake_waiting() == [key]
    assert (await inbox.next_of(key)) is not None


async def test_inbox_forgets_the_numbers_it_has_seen_after_two_days(inbox: Inbox, sessions: Sessions) -> None:
    await inbox.keep([message(1)], now=NOW - MEMORY - timedelta(seconds=1))
    await inbox.keep([message(2)], now=NOW)
    async with sessions.begin() as session:
        assert await forget_seen(session, now=NOW) == 1
    assert await count(sessions, SeenUpdate) == 1
