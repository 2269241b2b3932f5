"""Where a chat stands: short-lived, sealed, and only what the next message needs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from actions.people.identity import Vault
from bot.delivery.models import Conversation as Row

MEMORY = timedelta(hours=1)
FORM_LIFETIME = timedelta(days=7)


@dataclass(slots=True)
class Memory:
    """What the last messages were about. Forgotten after an hour of silence."""

    territory: str | None = None
    intent: str | None = None
    commune: str | None = None
    audience: str | None = None
    rated: list[int] = field(default_factory=list)
    told_to_wait: bool = False
    need: str | None = None
    found: list[int] = field(default_factory=list)  # places of help, the best first; never the person's position
    widened: int = 0
    by_position: bool = False


@dataclass(slots=True)
class Form:
    """A form under way: its name, the step that is next, what was given so far. Kept for a week."""

    name: str
    step: str
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Conversation:
    """The state of one chat."""

    memory: Memory = field(default_factory=Memory)
    form: Form | None = None

    @property
    def is_blank(self) -> bool:
        """True when there is nothing to keep."""
        return self.form is None and self.memory == Memory()


async def load_conversation(session: AsyncSession, chat_key: str, *, vault: Vault, now: datetime) -> Conversation:
    """The state of a chat, without what has been forgotten by now."""
    row = await session.get(Row, chat_key)
    if row is None or row.expires_at <= now:
        return Conversation()
    content = json.loads(vault.open(row.sealed))
    form = Form(**content["form"]) if content["form"] else None
    remembers = datetime.fromisoformat(content["memory_until"]) > now
    return Conversation(memory=Memory(**content["memory"]) if remembers else Memory(), form=form)


async def save_conversation(
    session: AsyncSession, chat_key: str, conversation: Conversation, *, vault: Vault, now: datetime
) -> None:
    """Keep the state of a chat, or nothing where there is nothing to keep."""
    row = await session.get(Row, chat_key)
    if conversation.is_blank:
        if row is not None:
            await session.delete(row)
        return
    content = {
        "memory": asdict(conversation.memory),
        "memory_until": (now + MEMORY).isoformat(),
        "form": asdict(conversation.form) if conversation.form else None,
    }
    if row is None:
        row = Row(chat_key=chat_key)
        session.add(row)
    row.sealed = vault.seal(json.dumps(content).encode())
    row.expires_at = now + (FORM_LIFETIME if conversation.form else MEMORY)


async def forget_expired(session: AsyncSession, *, now: datetime) -> int:
    """Drop the states that have expired; return how many."""
    gone = await session.scalars(delete(Row).where(Row.expires_at <= now).returning(Row.chat_key))
    return len(gone.all())
