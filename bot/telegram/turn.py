"""One turn of a conversation: an update, who speaks, where they stand, and what to answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from actions.language import Language
from actions.people.models import Person
from actions.people.service import remember_person
from actions.reply import HelpCard, IfUnknown, Reply, Text, Urgency, say
from actions.safety.levels import Assessment, Strength
from actions.territories.models import Territory
from actions.territories.service import find_territory
from bot.content.local_lines import PARIS
from bot.delivery.chat import Chat, chat_for
from bot.delivery.conversations import Conversation
from bot.delivery.models import OutboxItem
from bot.delivery.outbox import Call
from bot.nlu.understanding import Understanding
from bot.telegram.relay.answered import Answered
from bot.telegram.services import Services

LINE_VARIANTS = 3
LONGEST_NUMBER = 9  # digits


@dataclass(slots=True)
class Turn:
    """What a handler receives. It collects replies, which are written to the outbox when the handler returns."""

    update: Update
    chat: Chat
    session: AsyncSession
    services: Services
    now: datetime
    language: Language
    person: Person | None
    conversation: Conversation
    assessment: Assessment
    understanding: Understanding | None
    answered: Answered | None = None
    questions: tuple[Understanding, ...] = ()
    replies: list[Reply] = field(default_factory=list)
    toast: Text | None = None
    cards: list[OutboxItem] = field(default_factory=list)  # help cards that wait in the outbox, once flushed

    @property
    def text(self) -> str:
        """What the person wrote, or the empty string."""
        message = self.update.effective_message
        return (message.text or message.caption or "") if message else ""

    @property
    def action(self) -> list[str]:
        """The parts of the pressed button's token."""
        query = self.update.callback_query
        return (query.data or "").split(":") if query else []

    def number(self, place: int) -> int | None:
        """One part of the token as a number of the database; None where it is none, or longer than a row's can be."""
        part = self.argument(place)
        return int(part) if part.isdecimal() and len(part) <= LONGEST_NUMBER else None

    def argument(self, place: int) -> str:
        """One part of the pressed button's token, or the empty string: a client can send a token we never made."""
        return self.action[place] if place < len(self.action) else ""

    @property
    def account(self) -> int:
        """The number of the account that speaks."""
        user = self.update.effective_user
        return user.id if user else self.chat.id

    def reply(self, *replies: Reply) -> None:
        """Answer with messages, in order."""
        self.replies.extend(replies)

    def say(self, key: str, **params: str | int) -> None:
        """Answer with one sentence of the catalogues."""
        self.reply(Reply(parts=(Text(key, params),)))

    def acknowledge(self, key: str) -> None:
        """Show a short notice over the chat in answer to a tap."""
        self.toast = say(key)

    def add_line(self) -> None:
        """Let the discreet line stand under the answer: there is a doubt."""
        if self.assessment.strength is Strength.NONE:
            self.assessment = replace(self.assessment, strength=Strength.LINE)

    async def known_person(self) -> Person:
        """The person, with a row of their own from now on: they turn something on."""
        if self.person is None:
            self.person = await remember_person(
                self.session, self.account, language=self.language, vault=self.services.vault, now=self.now
            )
        return self.person

    async def territory(self) -> Territory | None:
        """The CLSM this conversation is about, if any."""
        slug = self.conversation.memory.territory
        return await find_territory(self.session, slug) if slug else None

    async def time_zone(self) -> str:
        """The clock to speak of: the CLSM's, or that of Paris."""
        territory = await self.territory()
        return territory.time_zone if territory else PARIS

    async def send_in_private(self, reply: Reply, *, reference: str | None = None) -> None:
        """Send a reply to the private chat of the account that speaks."""
        await self.services.post.write(
            self.session,
            reply,
            chat=chat_for(self.account, vault=self.services.vault),
            language=self.language,
            now=self.now,
            reference=reference,
        )

    async def flush(self) -> None:
        """Write the replies to the outbox, with the discreet line where the detector was in doubt."""
        if self.update.callback_query is not None:
            await self._acknowledge_tap(self.update.callback_query.id)
        if self.assessment.strength is Strength.LINE and self.replies:
            last = self.replies[-1]
            variant = self.update.update_id % LINE_VARIANTS
            self.replies[-1] = replace(last, parts=(*last.parts, HelpCard("line", variant)))
        for reply in self.replies:
            await self._send(reply)

    async def _acknowledge_tap(self, query_id: str) -> None:
        params: dict[str, str] = {"callback_query_id": query_id}
        if self.toast is not None:
            params["text"] = self.services.renderer.plain(self.toast, language=self.language)
        await self.services.outbox.put(
            self.session,
            Call("answer_callback_query", params),
            chat=self.chat,
            language=self.language,
            urgency=Urgency.CRISIS,
            if_unknown=IfUnknown.DROP,
            now=self.now,
        )

    async def _send(self, reply: Reply) -> None:
        pressed = self.update.callback_query.message if self.update.callback_query else None
        written = await self.services.post.write(
            self.session,
            reply,
            chat=self.chat,
            language=self.language,
            now=self.now,
            edited=pressed.message_id if reply.replaces and pressed else None,
            quoted=self.update.message.message_id if reply.quotes and self.update.message else None,
        )
        if reply.urgency is Urgency.CRISIS and any(isinstance(part, HelpCard) for part in reply.parts):
            self.cards += written
