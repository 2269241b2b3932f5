"""Writing to somebody: a reply, put into words and into the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people.identity import Vault
from actions.people.models import Person
from actions.people.service import account_of
from actions.reply import IfUnknown, Reply
from bot.delivery.chat import Chat, chat_for
from bot.delivery.outbox import Outbox
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
    ) -> None:
        """Write to a chat.

        `edited` is the number of a message to change instead, `quoted` of one to show above. `reference` finds the
        message again once it is sent (see `message_of`); a reply cut in several messages carries it on the last.
        """
        calls = self.renderer.calls(reply, language=language, thread=chat.thread, edited=edited, quoted=quoted)
        for call in calls:
            is_edit = call.method.startswith("edit_")
            await self.outbox.put(
                session,
                call,
                chat=chat,
                language=language,
                urgency=reply.urgency,
                if_unknown=IfUnknown.RESEND if is_edit else reply.if_unknown,  # an edit made twice changes nothing
                now=now,
                not_before=not_before,
                reference=reference if call is calls[-1] and not is_edit else None,
            )

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
            chat=chat_for(account_of(person, vault=self.vault), vault=self.vault),
            language=Language(person.language),
            now=now,
            edited=edited,
            not_before=not_before,
            reference=reference,
        )
        return True
