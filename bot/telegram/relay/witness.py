"""What the relay learns from the fate of its messages: those that arrived, and those that could not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.models import Desk, Line, Request
from actions.mediation.service import lock
from actions.mediation.states import Author
from actions.reply import IfUnknown, Reply, say
from bot.delivery.models import OutboxItem
from bot.delivery.outbox import Call
from bot.delivery.sender import Witness
from bot.telegram.relay import arrivals
from bot.telegram.relay.moves import DeskMoves
from bot.telegram.relay.relay import Relay

TOPIC_GONE = ("thread not found", "topic_id_invalid", "topic_deleted", "topic_closed")
SILENCED = ("rights to send", "chat_write_forbidden", "chat not found", "administrator rights in the chat")
SOURCE_GONE = ("message to copy not found", "messages to forward or copy not found", "message to reply not found")


class RelayWitness(Witness):
    """Follows relayed messages, topics and cards."""

    def __init__(self, *, relay: Relay, moves: DeskMoves, now: Callable[[], datetime]) -> None:
        self._relay = relay
        self._moves = moves
        self._now = now

    async def sent(self, session: AsyncSession, item: OutboxItem) -> None:
        """A message of the relay arrived: note where. The reference is given back, so that the call is forgotten."""
        kind, _, rest = _reference(item)
        if not kind:
            return
        item.reference = None
        now = self._now()
        match kind:
            case "topic":
                await arrivals.topic_opened(self._relay, session, int(rest), thread=item.message_id, now=now)
            case "line":
                await arrivals.line_arrived(self._relay, session, int(rest), item, now=now)
            case "said":
                await arrivals.said_at_desk(self._relay, session, int(rest), item, now=now)
            case "desk" | "person":
                await arrivals.card_arrived(self._relay, session, int(rest), item, is_desk=kind == "desk", now=now)

    async def album_sent(self, session: AsyncSession, item: OutboxItem, *, numbers: Sequence[int]) -> None:
        """An album arrived: its messages have numbers in the order of the album."""
        kind, _, rest = _reference(item)
        if kind != "album":
            return
        request_id, side, album = rest.split(":")
        request = await lock(session, int(request_id))
        if request is None:
            return
        at_desk = side == "desk"
        is_whole = await arrivals.album_arrived(
            self._relay, session, request, album=album, at_desk=at_desk, numbers=numbers, now=self._now()
        )
        if not is_whole:
            await self._say_to_author(session, request, "med.cannot_carry_deleted", by_desk=not at_desk)

    async def blocked(self, session: AsyncSession, item: OutboxItem) -> None:
        """A group sent us away, somebody of the coordination blocked us, or the person did."""
        if item.is_group:
            await self._moves.leave_desk(session, item.chat_key)
            return
        kind, _, rest = _reference(item)
        request = await self._request_of(session, kind, rest) if kind else None
        if request is None:
            return
        item.reference = None
        line = await self._line_of(session, kind, rest)
        if line is not None and line.author == Author.COORDINATION.value and line.person_message is None:
            await self._tell(session, request, "med.desk_person_blocked", number=request.number)
        elif request.desk_key == item.chat_key:
            await self._moves.read_elsewhere(session, request)

    async def refused(self, session: AsyncSession, item: OutboxItem) -> None:
        """A topic is gone, or there can be none, or a message cannot be copied: nothing is lost, and it is said."""
        kind, _, rest = _reference(item)
        if not kind:
            return
        words = (item.failure or "").lower()
        item.reference = None
        if kind == "topic":
            await self._no_topics(session, int(rest))
            return
        request = await self._request_of(session, kind, rest)
        if request is None:
            return
        if any(sign in words for sign in TOPIC_GONE):
            await self._topic_gone(session, request, item)
            if kind in ("notice", "said"):
                await self._say_in_group(session, request, item, reference=f"med:{kind}:{rest}")
        elif item.is_group and any(sign in words for sign in SILENCED):
            await self._moves.leave_desk(session, item.chat_key)
        elif kind in ("line", "album", "said"):
            await self._cannot_copy(session, request, item, kind=kind, rest=rest, reason=words)

    async def moved(self, session: AsyncSession, item: OutboxItem, *, chat_id: int) -> None:
        """The coordination's group has another number."""
        await self._moves.desk_moved(session, item.chat_key, chat_id=chat_id)

    async def _no_topics(self, session: AsyncSession, request_id: int) -> None:
        """The group has no topics, or we may not open one: the request is shown in the group itself."""
        request = await lock(session, request_id)
        if request is None or request.placed:
            return
        desk = await session.get(Desk, request.territory_id)
        if desk is not None:
            desk.has_topics = False
        request.has_topic = False
        request.placed = True
        await self._tell(session, request, "med.desk_no_topics")
        await self._relay.show_all(session, request, now=self._now())

    async def _topic_gone(self, session: AsyncSession, request: Request, item: OutboxItem) -> None:
        """Open the request's topic anew with everything in it; several refusals of one topic count once."""
        _, call = self._relay.outbox.open(item)
        if request.thread is None or call.params.get("message_thread_id") != request.thread:
            return
        request.thread = None
        await self._tell(session, request, "med.desk_topic_gone", number=request.number)
        await self._relay.place(session, request, now=self._now())

    async def _cannot_copy(
        self, session: AsyncSession, request: Request, item: OutboxItem, *, kind: str, rest: str, reason: str
    ) -> None:
        """Say it to whoever wrote: this kind of message cannot be carried, or it was deleted before it left."""
        key = "deleted" if any(sign in reason for sign in SOURCE_GONE) else "kind"
        line = await self._line_of(session, kind, rest)
        by_desk = line is not None and line.author == Author.COORDINATION.value
        if line is not None and line.desk_message is None and line.person_message is not None and key == "deleted":
            await session.delete(line)
        await self._say_to_author(session, request, f"med.cannot_carry_{key}", by_desk=by_desk)

    async def _say_to_author(self, session: AsyncSession, request: Request, key: str, *, by_desk: bool) -> None:
        if by_desk:
            await self._tell(session, request, key)
        else:
            notice = Reply(parts=(say(key),), if_unknown=IfUnknown.RESEND)
            await self._relay.tell_person(session, request, notice, now=self._now())

    async def _say_in_group(self, session: AsyncSession, request: Request, item: OutboxItem, *, reference: str) -> None:
        """What was to be said in a topic that is gone is said in the group, beside the topics."""
        _, call = self._relay.outbox.open(item)
        params = {name: value for name, value in call.params.items() if name != "message_thread_id"}
        again = Call(call.method, params)
        await self._relay.put(session, request, again, to_desk=True, now=self._now(), reference=reference)

    async def _line_of(self, session: AsyncSession, kind: str, rest: str) -> Line | None:
        return await session.get(Line, int(rest)) if kind in ("line", "said") else None

    async def _request_of(self, session: AsyncSession, kind: str, rest: str) -> Request | None:
        if kind in ("line", "said"):
            line = await self._line_of(session, kind, rest)
            return await lock(session, line.request_id) if line is not None else None
        return await lock(session, int(rest.split(":", maxsplit=1)[0]))

    async def _tell(self, session: AsyncSession, request: Request, key: str, **params: int) -> None:
        reply = Reply(parts=(say(key, count=None, **params),), if_unknown=IfUnknown.RESEND)
        await self._relay.tell_desk(session, request, reply, now=self._now())


def _reference(item: OutboxItem) -> tuple[str, str, str]:
    """The kind of a message of the relay and what it refers to; an empty kind for all others."""
    room, _, rest = (item.reference or "").partition(":")
    kind, separator, rest = rest.partition(":")
    return (kind, separator, rest) if room == "med" else ("", "", "")
