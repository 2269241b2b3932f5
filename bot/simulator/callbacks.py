"""Taps on inline buttons, and the bot's answers to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bot.simulator.errors import bad_request
from bot.simulator.messages import Message
from bot.simulator.people import Bot, Person

ANSWERABLE_FOR = timedelta(seconds=150)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class Alert:
    """What the person sees after a tap: a short notice, or a window to close when `window`. May be empty."""

    query_id: str
    text: str
    window: bool
    url: str | None


@dataclass(slots=True, eq=False)
class CallbackQuery:
    """One tap on one inline button."""

    id: str
    person: Person
    bot: Bot
    message: Message
    data: str
    created: datetime
    answer: Alert | None = None


class CallbackQueries:
    """All taps of the world. A bot may answer each once, within 150 seconds."""

    def __init__(self) -> None:
        self._queries: dict[str, CallbackQuery] = {}
        self._numbers = count(1)

    def open(self, *, person: Person, bot: Bot, message: Message, data: str, now: datetime) -> CallbackQuery:
        """Record a tap."""
        identifier = f"{person.id}{next(self._numbers):010d}"
        query = CallbackQuery(identifier, person, bot, message, data, now)
        self._queries[identifier] = query
        return query

    def answer(
        self, query_id: str, *, bot: Bot, text: str, window: bool, url: str | None, now: datetime
    ) -> CallbackQuery:
        """Record the bot's answer. Raises a 400 ApiError when unknown, answered, or older than 150 seconds."""
        query = self._queries.get(query_id)
        if query is None or query.bot is not bot or query.answer is not None or now - query.created > ANSWERABLE_FOR:
            raise bad_request(TOO_OLD)
        query.answer = Alert(query_id, text, window, url)
        return query

    def of(self, person: Person) -> list[CallbackQuery]:
        """The taps of one person, oldest first."""
        return [query for query in self._queries.values() if query.person is person]
