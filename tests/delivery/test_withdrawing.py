"""Messages taken back before they left."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from actions.language import Language
from actions.reply import IfUnknown, Urgency
from bot.delivery.chat import chat_for
from bot.delivery.models import OutboxItem, SendState
from bot.delivery.outbox import Call, Letter, Outbox, withdraw
from bot.store.engine import Sessions
from bot.store.vault import FernetVault

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VAULT = FernetVault("k" * 48)


def letter(text: str, *, reference: str | None) -> Letter:
    return Letter(
        Call("send_message", {"text": text}),
        chat_for(700, vault=VAULT),
        Language.FRENCH,
        Urgency.NOTICE,
        if_unknown=IfUnknown.PARK,
        now=NOW,
        reference=reference,
    )


async def test_message_taken_back_leaves_nothing_behind(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await Outbox(vault=VAULT).put_all(session, [letter("former", reference="card:1")])
    async with sessions.begin() as session:
        await withdraw(session, ["card:1"])
    async with sessions() as session:
        assert list(await session.scalars(select(OutboxItem.id))) == []


async def test_only_what_waits_under_the_reference_is_taken_back(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await Outbox(vault=VAULT).put_all(
            session,
            [letter("other", reference="card:2"), letter("none", reference=None)]
            + [letter(state.value, reference="card:1") for state in SendState],
        )
    async with sessions.begin() as session:
        under_one = await session.scalars(
            select(OutboxItem).where(OutboxItem.reference == "card:1").order_by(OutboxItem.id)
        )
        for item, state in zip(under_one, SendState, strict=True):
            item.state = state.value
    async with sessions.begin() as session:
        await withdraw(session, ["card:1"])
    async with sessions() as session:
        left = list(await session.execute(select(OutboxItem.reference, OutboxItem.state).order_by(OutboxItem.id)))
    assert [tuple(row) for row in left] == [
        ("card:2", SendState.PENDING),
        (None, SendState.PENDING),
        *(("card:1", state) for state in SendState if state is not SendState.PENDING),
    ]
