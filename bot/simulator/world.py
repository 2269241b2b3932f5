"""The simulated Telegram: accounts, chats, messages, and the updates each bot must learn of."""

from itertools import count

from bot.simulator.callbacks import CallbackQueries
from bot.simulator.changes import Changes
from bot.simulator.chats import ADMINISTRATOR_RIGHTS, Chat, Group, Member, PrivateChat, Topic
from bot.simulator.clock import SimulatorClock
from bot.simulator.files import FileStore
from bot.simulator.memberships import admit_bot
from bot.simulator.messages import Body, Message
from bot.simulator.people import Account, Bot, Person
from bot.simulator.polls import Poll
from bot.simulator.posting import Envelope, announce, place
from bot.simulator.seat import Seat
from bot.simulator.updates import UpdateQueue

FIRST_PERSON_ID = 700_000_001
FIRST_GROUP_ID = -4_000_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001
FIRST_UPDATE_ID = 100_001


class World:
    """Everything that exists. Its verbs are synchronous; whatever a bot must know of them is queued at once."""

    def __init__(self, *, clock: SimulatorClock) -> None:
        self.clock = clock
        self.changes = Changes()
        self.files = FileStore()
        self.queries = CallbackQueries()
        self.polls: dict[str, Poll] = {}
        self.people: dict[int, Person] = {}
        self.bots: dict[str, Bot] = {}
        self.groups: dict[int, Group] = {}
        self.migrated: dict[int, int] = {}
        self.seats: list[Seat] = []
        self._private: dict[tuple[int, int], PrivateChat] = {}
        self._queues: dict[int, UpdateQueue] = {}
        self._person_ids = count(FIRST_PERSON_ID)
        self._group_ids = count(FIRST_GROUP_ID, -1)
        self._supergroup_ids = count(FIRST_SUPERGROUP_ID, -1)
        self._album_ids = count(13_000_000_000_000_001)
        self._poll_ids = count(5_000_000_000_000_001)
        clock.subscribe(self.changes.notify)

    def add_bot(self, *, token: str, username: str, name: str) -> Bot:
        """Register a bot; the number before the colon of its token is its id. Raises ValueError on another token."""
        number, colon, secret = token.partition(":")
        if not (number.isdigit() and colon and secret):
            message = "a token looks like 1234:ABC"
            raise ValueError(message)
        bot = Bot(id=int(number), token=token, username=username, name=name)
        self.bots[token] = bot
        self._queues[bot.id] = UpdateQueue(now=self.clock.now, first_id=FIRST_UPDATE_ID, confirmed=self.changes.notify)
        self.changes.notify()
        return bot

    def add_person(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> Person:
        """Register a human account."""
        person = Person(next(self._person_ids), first_name, last_name, username, language_code)
        self.people[person.id] = person
        self.changes.notify()
        return person

    def add_group(
        self,
        title: str,
        *,
        forum: bool = False,
        supergroup: bool | None = None,
        members: list[Person] | None = None,
        with_bot: Bot | bool = False,
        administrator: bool | None = None,
    ) -> Group:
        """Create a group; its first member owns it (somebody is added for that when there is none).

        A forum is a supergroup; any other group is basic unless `supergroup`. The bot comes in as an administrator
        with every right in a forum and as a plain member elsewhere, unless `administrator` says otherwise.
        """
        people = members or [self.add_person(title)]
        large = forum if supergroup is None else supergroup or forum
        identifier = next(self._supergroup_ids if large else self._group_ids)
        group = Group(id=identifier, title=title, supergroup=large, forum=forum)
        group.members = {person.id: Member(person) for person in people}
        group.members[people[0].id].status = "creator"
        self.groups[identifier] = group
        if with_bot:
            bot = with_bot if isinstance(with_bot, Bot) else self.only_bot()
            rights = frozenset(ADMINISTRATOR_RIGHTS) if (forum if administrator is None else administrator) else None
            admit_bot(self, group, bot=bot, by=people[0], rights=rights)
        self.changes.notify()
        return group

    def seat(
        self,
        person: Person,
        *,
        bot: Bot | None = None,
        chat: Group | None = None,
        thread: Topic | int | None = None,
    ) -> Seat:
        """A person's place: their private chat with the (only or named) bot, or a group, or one topic of it."""
        room: PrivateChat | Group = chat if chat is not None else self.private_chat(person, bot or self.only_bot())
        seat = Seat(self, person, room, thread=thread.id if isinstance(thread, Topic) else thread)
        known = next((each for each in self.seats if each == seat), None)
        if known is None:
            self.seats.append(seat)
            self.changes.notify()
        return known or seat

    def only_bot(self) -> Bot:
        """The bot, when there is exactly one. Raises LookupError otherwise."""
        if len(self.bots) != 1:
            message = f"name the bot: the world has {len(self.bots)}"
            raise LookupError(message)
        return next(iter(self.bots.values()))

    def queue(self, bot: Bot) -> UpdateQueue:
        """The updates waiting for a bot."""
        return self._queues[bot.id]

    def private_chat(self, person: Person, bot: Bot) -> PrivateChat:
        """The private chat of a person and a bot, created closed: the person must speak first."""
        key = (bot.id, person.id)
        if key not in self._private:
            self._private[key] = PrivateChat(id=person.id, person=person, bot=bot)
        return self._private[key]

    def known_private_chat(self, bot: Bot, person_id: int) -> PrivateChat | None:
        """The private chat of a bot with that person, if they ever met."""
        return self._private.get((bot.id, person_id))

    def post(self, chat: Chat, *, sender: Account, body: Body, envelope: Envelope | None = None) -> Message:
        """Put a new message into a chat and queue it for the bots who may read it."""
        message = place(self, chat, sender=sender, body=body, envelope=envelope or Envelope())
        announce(self, message, kind="message")
        self.changes.notify()
        return message

    def edit(self, message: Message, *, body: Body) -> None:
        """Replace what a message says, mark it as edited and tell the bots who may read it."""
        message.body = body
        message.edited = self.clock.now()
        announce(self, message, kind="edited_message")
        self.changes.notify()

    def remove(self, message: Message) -> None:
        """Delete a message for everybody. Bots are not told."""
        message.deleted = True
        if message.id in message.chat.pinned:
            message.chat.pinned.remove(message.id)
        self.changes.notify()

    def add_poll(self, poll: Poll) -> None:
        """Keep a poll so that people can vote in it."""
        self.polls[poll.id] = poll

    def next_poll_id(self) -> str:
        """An identifier no poll has."""
        return str(next(self._poll_ids))

    def next_album_id(self) -> str:
        """An identifier no album has."""
        return str(next(self._album_ids))

    def next_supergroup_id(self) -> int:
        """An identifier no supergroup has."""
        return next(self._supergroup_ids)
