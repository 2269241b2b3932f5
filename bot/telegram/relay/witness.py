"""What the relay learns from the fate of its messages: where they now are, and what to do when a place is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.models import Desk, Line, Request
from actions.mediation.service import lines_of, lock, open_requests, requests_of, requests_read_in
from actions.mediation.states import Author, State
from actions.people.models import Person
from actions.people.rights import coordinated_territories, coordination_of
from actions.reply import IfUnknown, Reply, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.models import OutboxItem
from bot.delivery.outbox import Call
from bot.delivery.sender import Witness
from bot.telegram.relay.desks import territories_of_desk, unlink_desk
from bot.telegram.relay.relay import Relay

TOPIC_GONE = ("thread not found", "topic_id_invalid", "topic_deleted", "topic_closed")
SILENCED = ("rights to send", "chat_write_forbidden", "chat not found", "administrator rights in the chat")
NO_TOPICS = ("not a forum", "not enough rights")
SOURCE_GONE = ("message to copy not found", "messages to forward or copy not found", "message to reply not found")


class RelayWitness(Witness):
    """Follows relayed messages, topics and cards."""

    def __init__(self, *, relay: Relay, now: Callable[[], datetime]) -> None:
        self._relay = relay
        self._now = now

    async def sent(self, session: AsyncSession, item: OutboxItem) -> None:
        """A message of the relay arrived: note where. The reference is given back, so that the call is forgotten."""
        kind, _, rest = _reference(item)
        if not kind:
            return
        item.reference = None
        match kind:
            case "topic":
                await self._topic_opened(session, int(rest), thread=item.message_id)
            case "line":
                await self._line_arrived(session, int(rest), item)
            case "said":
                await self._said_at_desk(session, int(rest), item)
            case "desk" | "person":
                await self._card_arrived(session, int(rest), item, is_desk=kind == "desk")

    async def album_sent(self, session: AsyncSession, item: OutboxItem, *, numbers: Sequence[int]) -> None:
        """An album arrived: its messages have numbers in the order of the album."""
        kind, _, rest = _reference(item)
        if kind != "album":
            return
        request_id, side, album = rest.split(":")
        request = await lock(session, int(request_id))
        if request is None:
            return
        lines = await session.scalars(
            select(Line).where(Line.request_id == request.id, Line.album == album).order_by(Line.id)
        )
        waiting = [line for line in lines if (line.desk_message if side == "desk" else line.person_message) is None]
        if len(numbers) < len(waiting):
            await self._say_to_author(session, request, "med.cannot_carry_deleted", by_desk=side == "person")
        for line, number in zip(waiting, numbers, strict=False):
            self._note(request, line, number, at_desk=side == "desk")
        if waiting:
            await self._relay.acknowledge(session, request, waiting[0], now=self._now())

    async def blocked(self, session: AsyncSession, item: OutboxItem) -> None:
        """A group sent us away, somebody of the coordination blocked us, or the person did."""
        if item.is_group:
            await self.leave_desk(session, item.chat_key)
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
            await self._elsewhere(session, request)

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
            await self.leave_desk(session, item.chat_key)
        elif kind in ("line", "album", "said"):
            await self._cannot_copy(session, request, item, kind=kind, rest=rest, reason=words)

    async def moved(self, session: AsyncSession, item: OutboxItem, *, chat_id: int) -> None:
        """The coordination's group has another number."""
        await self.desk_moved(session, item.chat_key, chat_id=chat_id)

    async def desk_moved(self, session: AsyncSession, chat_key: str, *, chat_id: int) -> None:
        """Follow a group that became a supergroup. Its old messages cannot be answered: requests are shown anew."""
        vault = self._relay.vault
        new_key = vault.fingerprint(str(chat_id))
        desks = (await session.scalars(select(Desk).where(Desk.chat_key == chat_key))).all()
        for desk in desks:
            desk.chat_key = new_key
            desk.sealed_chat = vault.seal(str(chat_id).encode())
        await session.flush()
        for desk in desks:
            await self.replace_all(session, desk.territory_id)

    async def leave_desk(self, session: AsyncSession, chat_key: str) -> None:
        """A group is closed to us: its requests go to the coordinators in private, who are told."""
        for territory_id in await territories_of_desk(session, chat_key):
            await unlink_desk(session, territory_id)
            territory = await session.get_one(Territory, territory_id)
            notice = Reply(
                parts=(say("med.desk_lost", territory=Verbatim(territory.name)),), if_unknown=IfUnknown.RESEND
            )
            for colleague in await coordination_of(session, territory_id=territory_id):
                await self._relay.post.write_to_person(session, notice, person=colleague, now=self._now())
            await self.replace_all(session, territory_id)

    async def came_back(self, session: AsyncSession, person: Person) -> None:
        """Somebody let us write again: what was said meanwhile is carried now, to them or to their coordination."""
        for territory_id in await coordinated_territories(session, person):
            for request in await open_requests(session, territory_id=territory_id):
                if request.desk_key is None:
                    await self._relay.place(session, request, now=self._now())
        for request in await requests_of(session, person):
            for line in await lines_of(session, request):
                if line.author == Author.COORDINATION.value and line.person_message is None:
                    await self._relay.deliver(session, request, line, now=self._now())

    async def went_away(self, session: AsyncSession, chat_key: str) -> None:
        """Somebody closed their chat to us: requests they read there are read by another of the coordination."""
        for request in await requests_read_in(session, chat_key):
            await self._elsewhere(session, request)

    async def replace_all(self, session: AsyncSession, territory_id: int) -> int:
        """Bring every open request of a territory before its coordination again; return how many."""
        requests = await open_requests(session, territory_id=territory_id)
        for request in requests:
            await self._relay.place(session, request, now=self._now())
        return len(requests)

    async def _topic_opened(self, session: AsyncSession, request_id: int, *, thread: int | None) -> None:
        request = await lock(session, request_id)
        if request is None or thread is None:
            return
        request.thread = thread
        request.placed = True
        await self._relay.show_all(session, request, now=self._now())

    async def _line_arrived(self, session: AsyncSession, line_id: int, item: OutboxItem) -> None:
        line = await session.get(Line, line_id)
        request = await lock(session, line.request_id) if line is not None else None
        if line is None or request is None or item.message_id is None:
            return
        at_desk = line.person_message is not None and line.desk_message is None
        if at_desk and item.chat_key != request.desk_key:
            return  # the request moved while its copy travelled
        self._note(request, line, item.message_id, at_desk=at_desk)
        await self._relay.acknowledge(session, request, line, now=self._now())

    async def _said_at_desk(self, session: AsyncSession, line_id: int, item: OutboxItem) -> None:
        """A ready reply stands in the coordination's chat: from there it is copied like any other answer."""
        line = await session.get(Line, line_id)
        request = await lock(session, line.request_id) if line is not None else None
        if line is None or request is None or item.message_id is None:
            return
        line.desk_key = item.chat_key
        line.desk_message = item.message_id
        await self._relay.deliver(session, request, line, now=self._now())

    def _note(self, request: Request, line: Line, number: int, *, at_desk: bool) -> None:
        if at_desk:
            line.desk_key = request.desk_key
            line.desk_message = number
        else:
            line.person_message = number

    async def _card_arrived(self, session: AsyncSession, request_id: int, item: OutboxItem, *, is_desk: bool) -> None:
        request = await lock(session, request_id)
        if request is None:
            return
        if is_desk:
            request.desk_card = item.message_id
        else:
            request.person_card = item.message_id
        if request.state != State.RECEIVED.value:  # it went on while the card travelled
            await self._relay.refresh(session, request, now=self._now())

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

    async def _elsewhere(self, session: AsyncSession, request: Request) -> None:
        """Whoever read this request in private cannot be reached: somebody else of the coordination must read it."""
        desk = await session.get(Desk, request.territory_id)
        if desk is not None and desk.chat_key == request.desk_key:
            await unlink_desk(session, request.territory_id)
        for colleague in await coordination_of(session, territory_id=request.territory_id):
            if colleague.fingerprint == request.desk_key:
                colleague.reachable = False
        await session.flush()
        await self._relay.place(session, request, now=self._now())

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
