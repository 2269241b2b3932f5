"""Where people and bots meet: private chats, groups, and the topics of a forum."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.simulator.people import Bot

if TYPE_CHECKING:
    from bot.simulator.jsontypes import Json
    from bot.simulator.messages import Message
    from bot.simulator.people import Account, Person

TYPING_LASTS = timedelta(seconds=5)

ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(slots=True)
class Member:
    """Somebody's standing in a group: creator, administrator, member, left or kicked."""

    account: Account
    status: str = "member"
    rights: frozenset[str] = frozenset()

    @property
    def present(self) -> bool:
        """Whether this account is in the group now."""
        return self.status in {"creator", "administrator", "member"}

    def may(self, right: str) -> bool:
        """Whether this member holds an administrator right such as "can_manage_topics"."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def fields(self) -> Json:
        """The `ChatMember` object of the Bot API."""
        described: Json = {"status": self.status, "user": self.account.profile()}
        if self.status == "administrator":
            described |= {"can_be_edited": False, "is_anonymous": False}
            described |= {right: right in self.rights for right in ADMINISTRATOR_RIGHTS}
        if self.status == "creator":
            described["is_anonymous"] = False
        if self.status == "kicked":
            described["until_date"] = 0
        return described


@dataclass(slots=True, eq=False)
class Topic:
    """A thread of a forum; its id is the id of the service message that opened it."""

    id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Chat:
    """What every chat has: an id, the messages in order, the pinned ones and who is writing."""

    id: int
    log: list[Message] = field(default_factory=list)
    by_id: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    reply_keyboard: Json | None = None
    reply_keyboard_by: int | None = None
    actions: dict[tuple[int, int | None], tuple[str, datetime]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id})"

    def find(self, message_id: int) -> Message | None:
        """The standing message of that id, or None when unknown, deleted or left behind by a migration."""
        message = self.by_id.get(message_id)
        if message is None or message.deleted or message.chat_id != self.id:
            return None
        return message

    def keep(self, message: Message) -> None:
        """Add a new message at the end."""
        self.log.append(message)
        self.by_id[message.id] = message

    def note_action(self, *, account_id: int, thread: int | None, action: str, now: datetime) -> None:
        """Show that somebody is typing, for five seconds or until their next message."""
        self.actions[account_id, thread] = (action, now + TYPING_LASTS)

    def current_actions(self, *, thread: int | None, now: datetime) -> list[str]:
        """What is being prepared in this chat (and thread) at this moment."""
        alive = ((place, action) for (_, place), (action, until) in self.actions.items() if until > now)
        return [action for place, action in alive if place == thread]


@dataclass(slots=True, eq=False, repr=False, kw_only=True)
class PrivateChat(Chat):
    """One person and one bot. A bot may write only after the person opened the chat, and until they block it."""

    person: Person
    bot: Bot
    opened: bool = False
    blocked: bool = False

    def fields(self) -> Json:
        """The `Chat` object of the Bot API."""
        described = {"id": self.id, "type": "private", **self.person.profile()}
        return {name: value for name, value in described.items() if name not in {"is_bot", "language_code"}}


@dataclass(slots=True, eq=False, repr=False, kw_only=True)
class Group(Chat):
    """Several people and bots; a supergroup may be a forum with topics."""

    title: str
    supergroup: bool = False
    forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    last_message_id: int = 0
    invite_links: int = 0

    def fields(self) -> Json:
        """The `Chat` object of the Bot API."""
        kind = "supergroup" if self.supergroup else "group"
        described: Json = {"id": self.id, "type": kind, "title": self.title}
        return described | {"is_forum": True} if self.forum else described

    def member(self, account_id: int) -> Member | None:
        """The standing of an account here, or None when it never was in the group."""
        return self.members.get(account_id)

    def present_bots(self) -> list[Bot]:
        """The bots now in the group."""
        accounts = (member.account for member in self.members.values() if member.present)
        return [account for account in accounts if isinstance(account, Bot)]

    def living_topic(self, thread: int) -> Topic | None:
        """The topic of that id when it exists and was not deleted."""
        topic = self.topics.get(thread)
        return None if topic is None or topic.deleted else topic
