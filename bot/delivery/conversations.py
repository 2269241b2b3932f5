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
    kinds: list[str] = field(default_factory=list)  # of places, asked for by name
    found: list[int] = field(default_factory=list)  # places of help, the best first; never the person's position
    widened: int = 0
    by_position: bool = False
    choices: list[str] = field(default_factory=list)  # that stand under the help card, if it was said last
    card_language: str | None = None  # of the last help card, where it is not the person's own


@dataclass(slots=True)
class Form:
    """A form under way: its name, the step that is next, what was given so far. Kept for a week.

    `asked` is the open question as it was sent (the parameters of each call), to ask it again.
    """

    name: str
    step: str
    given: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class ParkedForm:
    """A form put aside while the person turned to something else, and when it is forgotten."""

    form: Form
    until: datetime


@dataclass(slots=True)
class Conversation:
    """The state of one chat."""

    memory: Memory = field(default_factory=Memory)
    form: Form | None = None
    parked: dict[str, ParkedForm] = field(default_factory=dict)  # by the form's name, the oldest first

    @property
    def is_blank(self) -> bool:
        """True when there is nothing to keep."""
        return self.form is None and not self.parked and self.memory == Memory()

    def park(self, form: Form, *, now: datetime) -> None:
        """Put a form aside; it lives as long as it would have lived open. One of each name is kept, the newest."""
        if self.form is form:
            self.form = None
        self.parked.pop(form.name, None)
        self.parked[form.name] = ParkedForm(form, now + FORM_LIFETIME)

    def take_up(self, name: str) -> Form | None:
        """Make a parked form the open one again; None if there is none of this name any more."""
        found = self.parked.pop(name, None)
        if found is not None:
            self.form = found.form
        return found.form if found else None


async def load_conversation(session: AsyncSession, chat_key: str, *, vault: Vault, now: datetime) -> Conversation:
    """The state of a chat, without what has been forgotten by now."""
    row = await session.get(Row, chat_key)
    if row is None or row.expires_at <= now:
        return Conversation()
    content = json.loads(vault.open(row.sealed))
    form = Form(**content["form"]) if content["form"] else None
    remembers = datetime.fromisoformat(content["memory_until"]) > now
    if form is not None and datetime.fromisoformat(content.get("form_until", (now + FORM_LIFETIME).isoformat())) <= now:
        form = None
    parked = {
        entry["form"]["name"]: ParkedForm(Form(**entry["form"]), datetime.fromisoformat(entry["until"]))
        for entry in content.get("parked", [])
    }
    return Conversation(
        memory=Memory(**content["memory"]) if remembers else Memory(),
        form=form,
        parked={name: each for name, each in parked.items() if each.until > now},
    )


async def save_conversation(
    session: AsyncSession, chat_key: str, conversation: Conversation, *, vault: Vault, now: datetime
) -> None:
    """Keep the state of a chat, or nothing where there is nothing to keep."""
    row = await session.get(Row, chat_key)
    if conversation.is_blank:
        if row is not None:
            await session.delete(row)
        return
    if conversation.form is not None:
        conversation.parked.pop(conversation.form.name, None)
    parked = conversation.parked.values()
    content = {
        "memory": asdict(conversation.memory),
        "memory_until": (now + MEMORY).isoformat(),
        "form": asdict(conversation.form) if conversation.form else None,
        "form_until": (now + FORM_LIFETIME).isoformat(),
        "parked": [{"form": asdict(each.form), "until": each.until.isoformat()} for each in parked],
    }
    if row is None:
        row = Row(chat_key=chat_key)
        session.add(row)
    row.sealed = vault.seal(json.dumps(content).encode())
    row.expires_at = max([now + (FORM_LIFETIME if conversation.form else MEMORY), *(each.until for each in parked)])


async def forget_expired(session: AsyncSession, *, now: datetime) -> int:
    """Drop the states that have expired; return how many."""
    gone = await session.scalars(delete(Row).where(Row.expires_at <= now).returning(Row.chat_key))
    return len(gone.all())
