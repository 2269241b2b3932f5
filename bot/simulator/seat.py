"""A person's place in a chat: what they can do, and what they see."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.simulator import memberships
from bot.simulator.arguments import Upload
from bot.simulator.bubbles import Bubble, Button
from bot.simulator.chats import Group, PrivateChat, Topic
from bot.simulator.markup.detection import with_detected
from bot.simulator.markup.formatted import FormattedText, utf16_length
from bot.simulator.markup.reading import CAPTION_LIMIT, TEXT_LIMIT
from bot.simulator.messages import CAPTIONED_KINDS, Body
from bot.simulator.people import Bot, Person
from bot.simulator.polls import Poll
from bot.simulator.taps import SeatError, press_key, tap_inline
from bot.simulator.topics import open_topic
from bot.simulator.views import timestamp

if TYPE_CHECKING:
    from bot.simulator.callbacks import Alert
    from bot.simulator.jsontypes import Json
    from bot.simulator.posting import Envelope
    from bot.simulator.taps import Tap
    from bot.simulator.world import World

SAMPLE_CONTENT = b"a file made by the simulator"
SAMPLE_IMAGE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""The smallest picture a browser shows."""


@dataclass(frozen=True, repr=False)
class Seat:
    """One person in one chat (and topic). Every verb acts at once, at the clock's present time."""

    world: World
    person: Person
    chat: PrivateChat | Group
    thread: int | None = None
    answered: Bubble | None = None

    def __repr__(self) -> str:
        return f"Seat({self.person.first_name!r}, {self.chat!r}, thread={self.thread})"

    @property
    def key(self) -> str:
        """A short name for addresses: who, and where when it is not the private chat."""
        namesakes = [each for each in self.world.people.values() if each.first_name == self.person.first_name]
        number = namesakes.index(self.person)
        name = f"{self.person.first_name}-{number + 1}" if number else self.person.first_name
        place = "" if isinstance(self.chat, PrivateChat) else f"@{self.chat.title}"
        topic = "" if self.thread is None else f"#{self.thread}"
        return f"{name}{place}{topic}".lower().replace(" ", "-")

    def say(self, text: str, *, reply_to: Bubble | None = None) -> Bubble:
        """Send a text, with the entities a client finds in it. Raises SeatError when the chat does not allow it."""
        if not text.strip() or utf16_length(text.strip()) > TEXT_LIMIT:
            message = f"a client sends texts of 1 to {TEXT_LIMIT} units, not {utf16_length(text)}"
            raise SeatError(message)
        formatted = with_detected(FormattedText(text.strip()))
        return self._send(Body("text", formatted.text, formatted.entities), reply_to=reply_to)

    def answering(self, message: Bubble) -> Seat:
        """The same seat, all of whose messages of any kind answer this one, in its topic."""
        return replace(self, thread=message.thread, answered=message)

    def edit(self, message: Bubble, text: str) -> None:
        """Change one's own text or caption, within 48 hours."""
        own = message.message
        if own.sender is not self.person or own.deleted or own.body.kind not in {"text", *CAPTIONED_KINDS}:
            reason = f"{self.person.first_name} cannot edit message {own.id}"
            raise SeatError(reason)
        formatted = with_detected(FormattedText(text.strip()))
        self.world.edit(own, body=replace(own.body, text=formatted.text, entities=formatted.entities))

    def delete(self, message: Bubble) -> None:
        """Delete for everybody: one's own messages, and in a private chat the bot's as well. Bots are not told."""
        if message.message.sender is not self.person and not isinstance(self.chat, PrivateChat):
            reason = f"{self.person.first_name} cannot delete message {message.id}"
            raise SeatError(reason)
        self.world.remove(message.message)

    def tap(self, label: str, *, message: Bubble | None = None) -> Tap:
        """Tap the button of that label: inline on `message` or the newest that has it, else the reply keyboard.

        Raises SeatError with the labels on offer when there is none.
        """
        standing = [bubble for bubble in self.messages if not bubble.deleted]
        candidates = [message] if message is not None else standing[::-1]
        chosen = next((bubble for bubble in candidates if label in bubble.labels), None)
        if chosen is not None:
            return tap_inline(self, chosen, label)
        if message is None and label in [button.label for row in self.keyboard for button in row]:
            return press_key(self, label)
        offered = sorted({each for bubble in candidates for each in bubble.labels})
        keys = [button.label for row in self.keyboard for button in row]
        reason = f'no button "{label}"; inline buttons: {offered}; keyboard: {keys}'
        raise SeatError(reason)

    def send_photo(self, *, caption: str | None = None, content: bytes = SAMPLE_IMAGE) -> Bubble:
        """Send a photo."""
        return self.send_file("photo", Upload("photo.jpg", "image/jpeg", content), caption=caption)

    def send_video(self, *, caption: str | None = None, content: bytes = SAMPLE_CONTENT) -> Bubble:
        """Send a video."""
        return self.send_file("video", Upload("video.mp4", "video/mp4", content), caption=caption)

    def send_voice(self, *, content: bytes = SAMPLE_CONTENT, caption: str | None = None) -> Bubble:
        """Send a voice message."""
        return self.send_file("voice", Upload("voice.ogg", "audio/ogg", content), caption=caption)

    def send_audio(self, *, caption: str | None = None, content: bytes = SAMPLE_CONTENT) -> Bubble:
        """Send a piece of music."""
        return self.send_file("audio", Upload("audio.mp3", "audio/mpeg", content), caption=caption)

    def send_animation(self, *, caption: str | None = None, content: bytes = SAMPLE_CONTENT) -> Bubble:
        """Send an animation (a GIF)."""
        return self.send_file("animation", Upload("animation.mp4", "video/mp4", content), caption=caption)

    def send_sticker(self, *, content: bytes = SAMPLE_CONTENT) -> Bubble:
        """Send a sticker."""
        return self.send_file("sticker", Upload("sticker.webp", "image/webp", content))

    def send_video_note(self, *, content: bytes = SAMPLE_CONTENT) -> Bubble:
        """Send a round video."""
        return self.send_file("video_note", Upload("note.mp4", "video/mp4", content))

    def send_document(
        self, *, name: str = "document.pdf", content: bytes = SAMPLE_CONTENT, caption: str | None = None
    ) -> Bubble:
        """Send a document."""
        return self.send_file("document", Upload(name, "application/pdf", content), caption=caption)

    def send_file(self, kind: str, upload: Upload, *, caption: str | None = None, album: str | None = None) -> Bubble:
        """Send a file as a medium of `kind`. Raises ApiError when it is empty or too big, as for bots."""
        stored = self.world.files.save(upload, kind=kind, bot_id=None)
        if caption is not None and utf16_length(caption) > CAPTION_LIMIT:
            reason = f"a caption has at most {CAPTION_LIMIT} units"
            raise SeatError(reason)
        formatted = with_detected(FormattedText(caption.strip())) if caption else None
        text, entities = (formatted.text, formatted.entities) if formatted else (None, ())
        return self._send(Body(kind, text, entities, stored.media({})), album=album)

    def send_album(self, captions: list[str | None]) -> list[Bubble]:
        """Send several photos at once, one for each caption (None for a photo without words)."""
        album = self.world.next_album_id()
        photo = Upload("photo.jpg", "image/jpeg", SAMPLE_IMAGE)
        return [self.send_file("photo", photo, caption=caption, album=album) for caption in captions]

    def share_location(self, latitude: float, longitude: float) -> Bubble:
        """Share a position once."""
        return self._send(Body("location", payload={"location": {"latitude": latitude, "longitude": longitude}}))

    def share_contact(self) -> Bubble:
        """Share one's own contact card, the only way a bot learns a phone number."""
        card = {"phone_number": self.person.phone_number, "first_name": self.person.first_name}
        return self._send(Body("contact", payload={"contact": {**card, "user_id": self.person.id}}))

    def send_poll(self, question: str, options: list[str], *, anonymous: bool = True) -> Bubble:
        """Send a poll."""
        poll = Poll(self.world.next_poll_id(), question, tuple(options), anonymous=anonymous)
        self.world.add_poll(poll)
        return self._send(Body("poll", payload={"poll": poll.fields()}))

    def vote(self, message: Bubble, *options: str) -> None:
        """Vote in a poll by the words of its options; no option takes the vote back."""
        poll = self.world.polls[message.payload["poll"]["id"]]
        poll.vote(self.person.id, tuple(poll.options.index(option) for option in options))
        message.message.body = Body("poll", payload={"poll": poll.fields()})
        if isinstance(message.message.sender, Bot):
            queue = self.world.queue(message.message.sender)
            queue.add("poll", poll.fields())
            if not poll.anonymous:
                chosen = poll.votes.get(self.person.id, ())
                answer = {"poll_id": poll.id, "user": self.person.profile(), "option_ids": list(chosen)}
                queue.add("poll_answer", {**answer, "option_persistent_ids": [f"{poll.id}-{n}" for n in chosen]})
        self.world.changes.notify()

    def react(self, message: Bubble, emoji: str | None) -> None:
        """Put a reaction under a message, or take it away; bots that asked for reactions learn it."""
        before = message.message.reactions.get(self.person.id, [])
        after = [{"type": "emoji", "emoji": emoji}] if emoji else []
        message.message.reactions[self.person.id] = after
        change: Json = {
            "chat": self.chat.fields(),
            "message_id": message.id,
            "user": self.person.profile(),
            "date": timestamp(self.world.clock.now()),
            "old_reaction": before,
            "new_reaction": after,
        }
        for bot in [self.chat.bot] if isinstance(self.chat, PrivateChat) else self.chat.present_bots():
            if isinstance(self.chat, PrivateChat) or self.chat.members[bot.id].status == "administrator":
                self.world.queue(bot).add("message_reaction", change)
        self.world.changes.notify()

    def open_topic(self, name: str) -> Topic:
        """Create a topic in a forum."""
        return open_topic(self.world, self._group(), name=name, by=self.person)

    def block(self) -> None:
        """Block the bot: it learns it, and cannot write any more."""
        memberships.set_blocked(self.world, self._private(), blocked=True)

    def unblock(self) -> None:
        """Let the bot write again."""
        memberships.set_blocked(self.world, self._private(), blocked=False)

    def deactivate(self) -> None:
        """Delete one's account: bots cannot write any more and are told nothing."""
        self.person.deactivated = True
        self.world.changes.notify()

    def join(self) -> None:
        """Enter the group."""
        memberships.admit_person(self.world, self._group(), person=self.person)

    def leave(self) -> None:
        """Leave the group."""
        memberships.dismiss(self.world, self._group(), account=self.person, by=self.person, banned=False)

    def add_bot(self, bot: Bot, *, rights: frozenset[str] | None = None) -> None:
        """Bring a bot into the group, as an administrator when `rights` is given."""
        memberships.admit_bot(self.world, self._group(), bot=bot, by=self.person, rights=rights)

    def remove_bot(self, bot: Bot) -> None:
        """Ban a bot from the group."""
        memberships.dismiss(self.world, self._group(), account=bot, by=self.person, banned=True)

    def migrate(self) -> int:
        """Turn the basic group into a supergroup and return its new id."""
        return memberships.migrate(self.world, self._group(), by=self.person)

    @property
    def messages(self) -> list[Bubble]:
        """Every message of the chat (or topic), deleted ones too, oldest first."""
        log = self.chat.log
        return [Bubble(each) for each in log if self.thread is None or self.thread in {each.thread, each.id}]

    @property
    def last(self) -> Bubble:
        """The newest standing message that is not the chat's own. Raises SeatError in an empty chat."""
        standing = (bubble for bubble in reversed(self.messages) if not bubble.deleted and bubble.media != "service")
        newest = next(standing, None)
        if newest is None:
            reason = "this chat is empty"
            raise SeatError(reason)
        return newest

    @property
    def keyboard(self) -> list[list[Button]]:
        """The reply keyboard in place of the letters, row by row; empty when there is none."""
        rows = (self.chat.reply_keyboard or {}).get("keyboard", [])
        return [[Button(each["text"]) for each in row] for row in rows]

    @property
    def alerts(self) -> list[Alert]:
        """The bot's answers to this person's taps in this chat, oldest first."""
        taps = (query for query in self.world.queries.of(self.person) if query.message.chat is self.chat)
        return [query.answer for query in taps if query.answer is not None]

    @property
    def typing(self) -> bool:
        """Whether the bot shows that it prepares something here."""
        return bool(self.chat.current_actions(thread=self.thread, now=self.world.clock.now()))

    @property
    def blocked(self) -> bool:
        """Whether the person blocked the bot."""
        return isinstance(self.chat, PrivateChat) and self.chat.blocked

    def _send(self, body: Body, *, reply_to: Bubble | None = None, album: str | None = None) -> Bubble:
        target = reply_to or self.answered
        envelope = replace(self._envelope(), reply_to=target.message if target else None, album=album)
        return Bubble(self.world.post(self.chat, sender=self.person, body=body, envelope=envelope))

    def _envelope(self) -> Envelope:
        if self.person.deactivated or self.blocked:
            reason = f"{self.person.first_name} cannot write here: {'blocked' if self.blocked else 'account deleted'}"
            raise SeatError(reason)
        if isinstance(self.chat, PrivateChat):
            self.chat.opened = True
        else:
            self._check_membership(self.chat)
        return memberships.thread_envelope(self.chat, self.thread)

    def _check_membership(self, group: Group) -> None:
        member = group.member(self.person.id)
        if member is None or not member.present:
            reason = f"{self.person.first_name} is not in {group.title}"
            raise SeatError(reason)

    def _private(self) -> PrivateChat:
        if not isinstance(self.chat, PrivateChat):
            reason = "only a private chat can be blocked"
            raise SeatError(reason)
        return self.chat

    def _group(self) -> Group:
        if not isinstance(self.chat, Group):
            reason = "this is not a group"
            raise SeatError(reason)
        return self.chat
