"""The outbox: what must be sent, written in the transaction that decides it, sent only after the commit."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people.identity import Vault
from actions.reply import IfUnknown, Urgency
from bot.delivery.chat import Chat
from bot.delivery.models import OutboxItem, SendState

ORPHANED_AFTER = timedelta(seconds=60)  # longer than any call may last
KEPT_AFTER_SENDING = timedelta(hours=48)
CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class File:
    """A file to send."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A call to the Bot API, by the name of the library's method and its parameters (without the chat's number)."""

    method: str
    params: Mapping[str, Any]
    files: Mapping[str, File] = field(default_factory=dict)

    @property
    def is_paced(self) -> bool:
        """Acknowledging a tap writes nothing in the chat and must not wait."""
        return self.method != "answer_callback_query"


@dataclass(frozen=True, slots=True)
class Letter:
    """A call, where it goes and how it travels. `reference` lets a feature find the message again once it is sent."""

    call: Call
    chat: Chat
    language: Language
    urgency: Urgency
    if_unknown: IfUnknown
    now: datetime
    not_before: datetime | None = None
    reference: str | None = None


class Outbox:
    """Writes, claims and settles outgoing calls. Every verb works inside the caller's transaction."""

    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    async def put(  # noqa: PLR0913 - each of these is a decision the caller must take
        self,
        session: AsyncSession,
        call: Call,
        *,
        chat: Chat,
        language: Language,
        urgency: Urgency,
        if_unknown: IfUnknown,
        now: datetime,
        not_before: datetime | None = None,
        reference: str | None = None,
    ) -> OutboxItem:
        """Add a call; `reference` lets a feature find the message again once it is sent."""
        letter = Letter(
            call, chat, language, urgency, if_unknown=if_unknown, now=now, not_before=not_before, reference=reference
        )
        item = OutboxItem(**self._row(letter))
        session.add(item)
        return item

    async def put_all(self, session: AsyncSession, letters: Sequence[Letter]) -> None:
        """Add many calls in one statement, in this order."""
        if letters:
            statement = insert(OutboxItem).execution_options(dml_strategy="raw")  # rows are columns: nothing to map
            await session.execute(statement, [self._row(letter) for letter in letters])

    def open(self, item: OutboxItem) -> tuple[int, Call]:
        """The chat's number and the call; raises ValueError once the parameters have been wiped."""
        if item.sealed is None:
            raise ValueError("the parameters of this call have been wiped")
        content = json.loads(self._vault.open(item.sealed))
        files = {
            name: File(name=entry["name"], content=base64.b64decode(entry["content"]))
            for name, entry in content["files"].items()
        }
        return content["chat_id"], Call(method=item.method, params=content["params"], files=files)

    def amend(self, item: OutboxItem, call: Call) -> None:
        """Change a call that has not been made yet; ValueError once it was begun."""
        if item.state != SendState.PENDING.value:
            raise ValueError("this call has been made")
        chat_id, _ = self.open(item)
        item.method = call.method
        item.sealed = self._seal(call, chat_id=chat_id)

    def readdress(self, item: OutboxItem, *, chat_id: int) -> None:
        """Point a call to another chat: a group that became a supergroup."""
        _, call = self.open(item)
        item.sealed = self._seal(call, chat_id=chat_id)
        item.chat_key = self._vault.fingerprint(str(chat_id))

    async def acknowledge_delivery(
        self, session: AsyncSession, *, chat_key: str, message_id: int, pressed: str, now: datetime
    ) -> None:
        """A button was pressed: the message of that chat whose fate was unknown and which bears it did arrive."""
        unknown = await session.scalars(
            select(OutboxItem)
            .where(
                OutboxItem.chat_key == chat_key,
                OutboxItem.state == SendState.UNKNOWN.value,
                OutboxItem.sealed.is_not(None),
            )
            .order_by(OutboxItem.id)
        )
        for item in unknown:
            if pressed in _tokens(self.open(item)[1]):
                item.state = SendState.SENT.value
                item.message_id = message_id
                item.finished_at = now
                item.sealed = None
                return

    def _row(self, letter: Letter) -> dict[str, Any]:
        return {
            "chat_key": letter.chat.key,
            "is_group": letter.chat.is_group,
            "method": letter.call.method,
            "sealed": self._seal(letter.call, chat_id=letter.chat.id),
            "lane": letter.urgency.value,
            "language": letter.language.value,
            "if_unknown": letter.if_unknown.value,
            "reference": letter.reference,
            "state": SendState.PENDING.value,
            "not_before": letter.not_before or letter.now,
            "created_at": letter.now,
        }

    def _seal(self, call: Call, *, chat_id: int) -> bytes:
        files = {
            name: {"name": file.name, "content": base64.b64encode(file.content).decode()}
            for name, file in call.files.items()
        }
        content = {"chat_id": chat_id, "params": dict(call.params), "files": files}
        return self._vault.seal(json.dumps(content).encode())


async def due(session: AsyncSession, *, now: datetime, without: Collection[str]) -> Sequence[OutboxItem]:
    """The calls that may be made now, most urgent and oldest first, leaving out some chats."""
    query = (
        select(OutboxItem)
        .where(OutboxItem.state == SendState.PENDING.value, OutboxItem.not_before <= now)
        .order_by(OutboxItem.lane, OutboxItem.id)
        .limit(CANDIDATES)
    )
    if without:
        query = query.where(OutboxItem.chat_key.not_in(without))
    return (await session.scalars(query)).all()


async def claim(session: AsyncSession, item: OutboxItem, *, worker: str, now: datetime) -> bool:
    """Mark a call as being made; False if another worker took it. Must be committed before the call."""
    taken = await session.scalar(
        update(OutboxItem)
        .where(OutboxItem.id == item.id, OutboxItem.state == SendState.PENDING.value)
        .values(state=SendState.SENDING.value, worker=worker, claimed_at=now)
        .returning(OutboxItem.id)
    )
    return taken is not None


async def orphans(session: AsyncSession, *, worker: str, now: datetime, alone: bool) -> Sequence[OutboxItem]:
    """Calls that a worker was making when it died. A worker that runs alone need not wait to know."""
    query = select(OutboxItem).where(OutboxItem.state == SendState.SENDING.value, OutboxItem.worker != worker)
    if not alone:
        query = query.where(OutboxItem.claimed_at < now - ORPHANED_AFTER)
    return (await session.scalars(query.order_by(OutboxItem.id).with_for_update(skip_locked=True))).all()


async def unsent(session: AsyncSession, *, now: datetime) -> int:
    """How many calls are due or under way."""
    waiting = (SendState.PENDING.value, SendState.SENDING.value)
    count = await session.scalar(
        select(func.count()).select_from(OutboxItem).where(OutboxItem.state.in_(waiting), OutboxItem.not_before <= now)
    )
    return count or 0


async def waiting_under(session: AsyncSession, reference: str) -> OutboxItem | None:
    """The call that waits under a reference and has not been begun, locked, or None."""
    found: OutboxItem | None = await session.scalar(
        select(OutboxItem)
        .where(OutboxItem.reference == reference, OutboxItem.state == SendState.PENDING.value)
        .limit(1)
        .with_for_update()
    )
    return found


async def message_of(session: AsyncSession, reference: str) -> int | None:
    """The number of the last message sent under a reference, or None while none has arrived."""
    number: int | None = await session.scalar(
        select(OutboxItem.message_id)
        .where(OutboxItem.reference == reference, OutboxItem.message_id.is_not(None))
        .order_by(OutboxItem.id.desc())
        .limit(1)
    )
    return number


async def was_overtaken(session: AsyncSession, item: OutboxItem, *, message_id: int) -> bool:
    """True if a later change of the same message has been made: this one would bring the past back."""
    later = await session.scalar(
        select(OutboxItem.id)
        .where(
            OutboxItem.chat_key == item.chat_key,
            OutboxItem.id > item.id,
            OutboxItem.message_id == message_id,
            OutboxItem.state == SendState.SENT.value,
        )
        .limit(1)
    )
    return later is not None


async def messages_of(session: AsyncSession, references: Collection[str]) -> dict[str, int]:
    """For each of these references, the number of the last message sent under it; absent while none has arrived."""
    rows = await session.execute(
        select(OutboxItem.reference, OutboxItem.message_id)
        .where(OutboxItem.reference.in_(references), OutboxItem.message_id.is_not(None))
        .order_by(OutboxItem.id)
    )
    return {reference: number for reference, number in rows if reference is not None and number is not None}


async def withdraw(session: AsyncSession, references: Collection[str]) -> None:
    """Take back the messages of these references that have not left: something newer takes their place.

    Nothing of them stays: nobody asks what became of a message that was never sent.
    """
    await session.execute(
        delete(OutboxItem)
        .where(OutboxItem.reference.in_(references), OutboxItem.state == SendState.PENDING.value)
        .execution_options(synchronize_session=False)
    )


async def forget_reference(session: AsyncSession, reference: str) -> None:
    """Drop the calls of a reference, sent or waiting: even the list of those written to must not stay.

    A call that is just being made only loses its reference, and goes with what was sent.
    """
    being_made = OutboxItem.state == SendState.SENDING.value
    await session.execute(delete(OutboxItem).where(OutboxItem.reference == reference, ~being_made))
    await session.execute(
        update(OutboxItem)
        .where(OutboxItem.reference == reference)
        .values(reference=None)
        .execution_options(synchronize_session=False)
    )


async def forget_sent(session: AsyncSession, *, now: datetime) -> int:
    """Drop finished calls after two days, except those a feature refers to; return how many."""
    gone = await session.scalars(
        delete(OutboxItem)
        .where(OutboxItem.finished_at < now - KEPT_AFTER_SENDING, OutboxItem.reference.is_(None))
        .returning(OutboxItem.id)
    )
    return len(gone.all())


async def forget_chat(session: AsyncSession, chat_key: str) -> None:
    """Drop the finished calls of a chat, also those a feature refers to: its person asked to be forgotten."""
    finished = OutboxItem.finished_at.is_not(None)
    await session.execute(delete(OutboxItem).where(OutboxItem.chat_key == chat_key, finished))


def _tokens(call: Call) -> set[str]:
    rows = (call.params.get("reply_markup") or {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}
