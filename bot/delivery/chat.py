"""Chats: as Telegram numbers them, and as we key them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.people.identity import Vault

RawUpdate = Mapping[str, Any]
NO_CHAT = "none"


@dataclass(frozen=True, slots=True)
class Chat:
    """Where to write. `key` is the fingerprint of `id`: the same for a private chat and its person's account."""

    id: int
    key: str
    thread: int | None = None

    @property
    def is_group(self) -> bool:
        """Groups have negative numbers."""
        return self.id < 0


def chat_for(chat_id: int, *, vault: Vault, thread: int | None = None) -> Chat:
    """The chat of a number."""
    return Chat(id=chat_id, key=vault.fingerprint(str(chat_id)), thread=thread)


def chat_key_of(raw: RawUpdate, *, vault: Vault) -> str:
    """The key of the chat an update belongs to; updates of no chat share one key."""
    chat_id = _chat_id(raw)
    return NO_CHAT if chat_id is None else vault.fingerprint(str(chat_id))


def _chat_id(raw: RawUpdate) -> int | None:
    for name, content in raw.items():
        if name == "update_id" or not isinstance(content, Mapping):
            continue
        holder = content.get("message") if name == "callback_query" else content
        chat = (holder or {}).get("chat") or content.get("from") or content.get("user")
        if chat:
            return int(chat["id"])
    return None
