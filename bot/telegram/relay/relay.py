"""Carrying messages between a person's chat and the coordination's, and the living cards on both sides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.models import Line, Request
from actions.mediation.service import lines_of
from actions.mediation.states import Author
from actions.reply import IfUnknown, Reply
from bot.delivery.outbox import Call
from bot.telegram.relay.cards import desk_card, person_card, topic_name
from bot.telegram.relay.copies import copy_line, label_of
from bot.telegram.relay.desks import Place, find_place
from bot.telegram.relay.switchboard import Switchboard
from bot.telegram.relay.traces import note_traces

RELAYED = "👌"


class Relay(Switchboard):
    """Brings requests before the coordination, carries what is said, and keeps the cards up to date."""

    __slots__ = ()

    async def place(
        self, session: AsyncSession, request: Request, place: Place | None = None, *, now: datetime
    ) -> bool:
        """Bring a request before the coordination, whole; also when it moves. False if there is nobody to read it."""
        where = place or await find_place(session, (await self.parties(session, request)).territory, vault=self.vault)
        lines = await lines_of(session, request)
        note_traces(session, request, lines)
        for line in lines:
            line.desk_key = line.desk_message = None
        request.thread = request.desk_card = None
        request.placed = where is not None and not where.has_topics
        request.has_topic = where is not None and where.has_topics
        if where is None:
            request.desk_key = request.sealed_desk = None
            return False
        request.desk_key = where.chat.key
        request.sealed_desk = self.vault.seal(str(where.chat.id).encode())
        if where.has_topics:
            await self._open_topic(session, request, now=now)
        else:
            await self.show_all(session, request, now=now)
        return True

    async def show_all(self, session: AsyncSession, request: Request, *, now: datetime) -> None:
        """Show the card of a request and every message of it that is not yet there."""
        await self.send_desk_card(session, request, now=now)
        for line in await lines_of(session, request):
            if line.desk_message is None and line.person_message is not None:
                await copy_line(self, session, request, line, to_desk=True, now=now)

    async def deliver(
        self, session: AsyncSession, request: Request, line: Line, *, now: datetime, answers: int | None = None
    ) -> None:
        """Carry a message to the other side; one to the coordination waits until its place is ready."""
        if line.author == Author.COORDINATION.value:
            await copy_line(self, session, request, line, to_desk=False, now=now, answers=answers)
        elif request.placed:
            await copy_line(self, session, request, line, to_desk=True, now=now)
        elif request.desk_key is None:
            await self.place(session, request, now=now)

    async def send_desk_card(self, session: AsyncSession, request: Request, *, now: datetime) -> None:
        """Show the coordination's card anew."""
        card = await self.desk_card_of(session, request, now=now)
        await self.tell_desk(session, request, card, now=now, reference=f"med:desk:{request.id}")

    async def send_person_card(self, session: AsyncSession, request: Request, *, now: datetime) -> None:
        """Show the person's card anew; the last one shown is the living one."""
        territory = (await self.parties(session, request)).territory
        card = person_card(request, territory)
        await self.tell_person(session, request, card, now=now, reference=f"med:person:{request.id}")

    async def refresh(self, session: AsyncSession, request: Request, *, now: datetime) -> None:
        """Bring both cards up to date, where they have been shown."""
        if request.desk_card is not None:
            card = await self.desk_card_of(session, request, now=now)
            await self.tell_desk(session, request, card, now=now, edited=request.desk_card)
        parties = await self.parties(session, request)
        if request.person_card is not None:
            await self.post.write_to_person(
                session,
                person_card(request, parties.territory),
                person=parties.person,
                now=now,
                edited=request.person_card,
            )

    async def acknowledge(self, session: AsyncSession, request: Request, line: Line, *, now: datetime) -> None:
        """Show the author, without a word, that their message is on the other side."""
        is_person = line.author == Author.PERSON.value
        number = line.person_message if is_person else line.desk_message
        if number is not None:
            await self.put(
                session,
                request,
                Call("set_message_reaction", {"message_id": number, "reaction": RELAYED}),
                to_desk=not is_person,
                now=now,
                if_unknown=IfUnknown.DROP,
            )

    async def edit(
        self, session: AsyncSession, request: Request, line: Line, *, changed: dict[str, Any], now: datetime
    ) -> bool:
        """Let an edit follow on the other side; False while the message is not there yet (it will travel as edited)."""
        to_desk = line.author == Author.PERSON.value
        target = line.desk_message if to_desk else line.person_message
        if target is None:
            return False
        method = "edit_message_text" if "text" in changed else "edit_message_caption"
        params = changed | {"message_id": target} | await label_of(self, session, request, to_desk=to_desk)
        await self.put(session, request, Call(method, params), to_desk=to_desk, now=now)
        return True

    async def close_topic(self, session: AsyncSession, request: Request, *, closed: bool, now: datetime) -> None:
        """Close or reopen the topic of a request, where it has one."""
        if request.thread is None:
            return
        method = "close_forum_topic" if closed else "reopen_forum_topic"
        call = Call(method, {"message_thread_id": request.thread})
        await self.put(session, request, call, to_desk=True, now=now, if_unknown=IfUnknown.DROP)

    async def desk_card_of(self, session: AsyncSession, request: Request, *, now: datetime) -> Reply:
        """The coordination's card as it stands now."""
        territory = (await self.parties(session, request)).territory
        return desk_card(request, territory, names=await self.names(session, request), now=now)

    async def _open_topic(self, session: AsyncSession, request: Request, *, now: datetime) -> None:
        parties = await self.parties(session, request)
        names = await self.names(session, request)
        name = self.renderer.plain(topic_name(request, pseudonym=names.person), language=parties.language)
        call = Call("create_forum_topic", {"name": name[:128]})
        await self.put(session, request, call, to_desk=True, now=now, reference=f"med:topic:{request.id}")
