"""Who takes part: people, and the bots they speak to."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.simulator.jsontypes import Json

FICTIONAL_MOBILE_PREFIX = "+3363998"
"""Mobile numbers the French regulator ARCEP keeps for films and novels: they reach nobody."""


@dataclass(slots=True, eq=False)
class Person:
    """A human account. A bot knows of it what `profile` gives, and the phone only when shared."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    deactivated: bool = False

    @property
    def phone_number(self) -> str:
        """A number that belongs to nobody, different for each person."""
        return f"{FICTIONAL_MOBILE_PREFIX}{self.id % 10_000:04d}"

    @property
    def full_name(self) -> str:
        """First and last name, as clients show them."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def profile(self) -> Json:
        """The `User` object of the Bot API: nothing that a bot cannot know."""
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        known = {name: value for name, value in optional.items() if value is not None}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **known}


@dataclass(slots=True, eq=False)
class Bot:
    """A bot account and what it tells about itself."""

    id: int
    token: str
    username: str
    name: str
    reads_all_group_messages: bool = False
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)
    default_rights: dict[bool, Json] = field(default_factory=dict)
    last_message_id: int = 0
    logged_out_until: datetime | None = None

    @property
    def full_name(self) -> str:
        """The bot's displayed name."""
        return self.names.get("", self.name)

    def profile(self) -> Json:
        """The `User` object of the Bot API for this bot."""
        return {"id": self.id, "is_bot": True, "first_name": self.full_name, "username": self.username}

    def own_profile(self) -> Json:
        """What `getMe` answers."""
        return {
            **self.profile(),
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all_group_messages,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


Account = Person | Bot
