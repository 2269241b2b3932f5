"""The last messages of each chat, kept in memory for two minutes, so that a sentence sent in pieces is read whole."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

KEPT_FOR = timedelta(minutes=2)
KEPT_MESSAGES = 4
KEPT_CHATS = 2_000


class RecentTexts:
    """Remembers a few texts a chat, in memory only, and forgets them by itself."""

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._chats: OrderedDict[int, deque[tuple[datetime, str]]] = OrderedDict()

    def before(self, chat: int, *, now: datetime) -> tuple[str, ...]:
        """Return the texts of `chat` from the last two minutes, oldest first."""
        self._forget(now)
        return tuple(text for sent, text in self._chats.get(chat, ()) if now - sent <= KEPT_FOR)

    def add(self, chat: int, text: str, *, now: datetime) -> None:
        """Remember `text` as the last one of `chat`."""
        self._forget(now)
        self._chats.setdefault(chat, deque(maxlen=KEPT_MESSAGES)).append((now, text))
        self._chats.move_to_end(chat)
        while len(self._chats) > KEPT_CHATS:
            self._chats.popitem(last=False)

    def clear(self, chat: int) -> None:
        """Forget the texts of `chat` now, for example when its person erases their data."""
        self._chats.pop(chat, None)

    def _forget(self, now: datetime) -> None:
        """Drop the chats silent for two minutes; they stand in the order of their last message."""
        while self._chats:
            chat, texts = next(iter(self._chats.items()))
            if now - texts[-1][0] <= KEPT_FOR:
                break
            del self._chats[chat]
