"""Many calls written in one statement."""

from __future__ import annotations

from datetime import UTC, datetime

from actions.language import Language
from actions.reply import IfUnknown, Urgency
from bot.delivery.chat import chat_for
from bot.delivery.outbox import Call, Letter, Outbox, due
from bot.store.engine import Sessions
from bot.store.vault import FernetVault

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VAULT = FernetVault("k" * 48)


async def test_letters_are_written_in_their_order_each_with_what_it_has(sessions: Sessions) -> None:
    outbox = Outbox(vault=VAULT)
    letters = [
        Letter(
            Call("send_message", {"text": str(number)}),
            chat_for(700 + number, vault=VAULT),
            Language.FRENCH,
            Urgency.NOTICE,
            if_unknown=IfUnknown.PARK,
            now=NOW,
            reference=f"card:{number}" if number % 2 else None,
        )
        for number in range(6)
    ]
    async with sessions.begin() as session:
        await outbox.put_all(session, letters)
        await outbox.put_all(session, [])
    async with sessions() as session:
        items = await due(session, now=NOW, without=())
    found = [(*outbox.open(item), item.reference) for item in items]
    assert [(chat, call.params["text"], reference) for chat, call, reference in found] == [
        (700 + number, str(number), f"card:{number}" if number % 2 else None) for number in range(6)
    ]
