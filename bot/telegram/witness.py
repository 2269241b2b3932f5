"""What the rest of the house learns from the fate of messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people.service import mark_reachable
from actions.reply import IfUnknown, Reply, say
from bot.delivery.chat import Chat
from bot.delivery.models import OutboxItem, SendState
from bot.delivery.outcome import Outcome
from bot.delivery.sender import Witness
from bot.telegram.handlers.safety import group_of_reference, unreachable_in_private
from bot.telegram.post import Post
from bot.telegram.tokens import button
from bot.telegram.watch import Watch


class ChatWitness(Witness):
    """Notes who cannot be reached, tells the watch that a card arrived, and explains an interrupted answer."""

    def __init__(self, *, post: Post, watch: Watch, username: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._post = post
        self._watch = watch
        self._username = username
        self._now = now

    async def sent_already(self, item: OutboxItem) -> Outcome | None:
        """A card that the watch has sent straight is not sent again."""
        return await self._watch.sent_straight(item.sealed) if item.sealed is not None else None

    def arrived(self, item: OutboxItem) -> None:
        """A message arrived: the watch need not wait for its card until that is written down."""
        if item.method == "send_message":  # the acknowledgment of a tap travels in the same lane and helps nobody
            self._watch.card_went_out(item.chat_key, lane=item.lane)

    async def blocked(self, session: AsyncSession, item: OutboxItem) -> None:
        """The person does not want messages, until their chat says otherwise."""
        if not item.is_group:
            await mark_reachable(session, item.chat_key, reachable=False)
        await self._tell_group(session, item)

    async def refused(self, session: AsyncSession, item: OutboxItem) -> None:
        """Telegram will never take this message: the person never opened a conversation with us."""
        await self._tell_group(session, item)

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
            self._post.outbox.readdress(other, chat_id=chat_id)

    async def interrupted(self, session: AsyncSession, item: OutboxItem) -> None:
        """Say that the thread was cut, with a button that shows the answer again."""
        chat_id, call = self._post.outbox.open(item)
        reply = Reply(
            parts=(say("notice.interrupted"),),
            buttons=((button(say("button.show_again"), "resend", item.id),),),
            if_unknown=IfUnknown.PARK,
        )
        await self._post.write(
            session,
            reply,
            chat=Chat(id=chat_id, key=item.chat_key, thread=call.params.get("message_thread_id")),
            language=Language(item.language),
            now=self._now(),
        )

    async def _tell_group(self, session: AsyncSession, item: OutboxItem) -> None:
        group = group_of_reference(item.reference, vault=self._post.vault)
        if group is not None:
            await self._post.write(
                session,
                unreachable_in_private(username=self._username()),
                chat=group,
                language=Language(item.language),
                now=self._now(),
            )
