"""Writing to somebody: a reply, put into words and into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people.identity import Vault
from actions.people.models import Person
from actions.people.service import account_of
from actions.reply import IfUnknown, Reply
from bot.delivery.chat import Chat
from bot.delivery.models import OutboxItem
from bot.delivery.outbox import Call, Letter, Outbox
from bot.telegram.render import Renderer


@dataclass(frozen=True, slots=True)
class Post:
    """Puts messages into the outbox, in the caller's transaction: they leave after its commit."""

    vault: Vault
    outbox: Outbox
    renderer: Renderer

    async def write(  # noqa: PLR0913 - each of these is a decision the caller must take
        self,
        session: AsyncSession,
        reply: Reply,
        *,
        chat: Chat,
        language: Language,
        now: datetime,
        edited: int | None = None,
        quoted: int | None = None,
        not_before: datetime | None = None,
        reference: str | None = None,
    ) -> list[OutboxItem]:
        """Write to a chat; return what now waits in the outbox.

        `edited` is the number of a message to change instead, `quoted` of one to show above. `reference` finds the
        message again once it is sent (see `message_of`); a reply cut in several messages carries it on the last.
        """
        calls = self.renderer.calls(reply, language=language, thread=chat.thread, edited=edited, quoted=quoted)
        return [
            await self.outbox.put(
                session,
                letter.call,
                chat=chat,
                language=language,
                urgency=letter.urgency,
                if_unknown=letter.if_unknown,
                now=now,
                not_before=not_before,
                reference=letter.reference,
            )
            for letter in letters(calls, reply, chat=chat, language=language, now=now, reference=reference)
        ]

    async def write_to_person(
        self,
        session: AsyncSession,
        reply: Reply,
        *,
        person: Person,
        now: datetime,
        edited: int | None = None,
        not_before: datetime | None = None,
        reference: str | None = None,
    ) -> bool:
        """Write to a person in their language; False, and nothing written, if they cannot be reached."""
        if not person.reachable:
            return False
        await self.write(
            session,
            reply,
            chat=self.chat_of(person),
            language=Language(person.language),
            now=now,
            edited=edited,
            not_before=not_before,
            reference=reference,
        )
        return True

    def chat_of(self, person: Person) -> Chat:
        """The private chat of a person: their fingerprint is its key."""
        return Chat(id=account_of(person, vault=self.vault), key=person.fingerprint)


def letters(
    calls: Sequence[Call],
    reply: Reply,
    *,
    chat: Chat,
    language: Language,
    now: datetime,
    reference: str | None = None,
) -> list[Letter]:
    """The calls of a reply, addressed. The last carries the reference, unless it changes a message that is there."""
    return [
        Letter(
            call=call,
            chat=chat,
            language=language,
            urgency=reply.urgency,
            # an edit made twice changes nothing
            if_unknown=IfUnknown.RESEND if call.method.startswith("edit_") else reply.if_unknown,
            now=now,
            reference=reference if call is calls[-1] and not call.method.startswith("edit_") else None,
        )
        for call in calls
    ]
