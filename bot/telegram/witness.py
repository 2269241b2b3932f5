"""What the rest of the house learns from the fate of messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people.service import mark_reachable
from actions.reply import IfUnknown, Reply, Urgency, say
from bot.delivery.chat import Chat
from bot.delivery.models import OutboxItem, SendState
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Witness
from bot.telegram.render import Renderer
from bot.telegram.tokens import button
from bot.telegram.watch import Watch


class ChatWitness(Witness):
    """Notes who cannot be reached, tells the watch that a card arrived, and explains an interrupted answer."""

    def __init__(self, *, outbox: Outbox, renderer: Renderer, watch: Watch, now: Callable[[], datetime]) -> None:
        self._outbox = outbox
        self._renderer = renderer
        self._watch = watch
        self._now = now

    async def sent(self, session: AsyncSession, item: OutboxItem) -> None:
        """A message arrived."""
        self._watch.card_went_out(item.chat_key, lane=item.lane)

    async def blocked(self, session: AsyncSession, item: OutboxItem) -> None:
        """The person does not want messages, until their chat says otherwise."""
        if not item.is_group:
            await mark_reachable(session, item.chat_key, reachable=False)

    async def moved(self, session: AsyncSession, item: OutboxItem, *, chat_id: int) -> None:
        """A group has another number: what waits for it goes there too."""
        waiting = await session.scalars(
            select(OutboxItem).where(
                OutboxItem.chat_key == item.chat_key,
                OutboxItem.state == SendState.PENDING.value,
                OutboxItem.id != item.id,
            )
        )
        for other in waiting:
            self._outbox.readdress(other, chat_id=chat_id)

    async def interrupted(self, session: AsyncSession, item: OutboxItem) -> None:
        """Say that the thread was cut, with a button that shows the answer again."""
        chat_id, call = self._outbox.open(item)
        language = Language(item.language)
        reply = Reply(
            parts=(say("notice.interrupted"),),
            buttons=((button(say("button.show_again"), "resend", item.id),),),
        )
        for notice in self._renderer.calls(reply, language=language, thread=call.params.get("message_thread_id")):
            await self._outbox.put(
                session,
                notice,
                chat=Chat(id=chat_id, key=item.chat_key),
                language=language,
                urgency=Urgency.LIVE,
                if_unknown=IfUnknown.PARK,
                now=self._now(),
            )
