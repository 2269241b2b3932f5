"""What was sent to people who had not just spoken is counted for a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from actions.language import Language
from actions.people.service import remember_person
from actions.people.solicitation import record_solicitations, spent_this_week
from bot.store.engine import Sessions
from bot.store.vault import FernetVault

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VAULT = FernetVault("k" * 48)


async def test_messages_of_the_last_seven_days_are_counted_for_each_person(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        people = [
            (await remember_person(session, account, language=Language.FRENCH, vault=VAULT, now=NOW)).id
            for account in (1, 2, 3)
        ]
        first, second, third = people
        await record_solicitations(session, [first, second], kind="meeting", now=NOW - timedelta(days=7))
        await record_solicitations(session, [first, second, first], kind="meeting", now=NOW)
        await record_solicitations(session, [], kind="meeting", now=NOW)
        assert await spent_this_week(session, people, now=NOW) == {first: 2, second: 1}
        assert third not in await spent_this_week(session, [third], now=NOW)
