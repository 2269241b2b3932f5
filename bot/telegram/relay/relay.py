"""Carrying messages: copied, never forwarded, from a person's chat to the coordination's and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.mediation.hours import OfficeCalendar, OfficeHours
from actions.mediation.models import Line, Request
from actions.mediation.service import lines_of
from actions.mediation.states import Author
from actions.people.identity import Vault
from actions.people.models import Person
from actions.people.service import account_of, find_membership
from actions.reply import Button, IfUnknown, Reply, Text, Urgency, Verbatim, say
from actions.territories.models import Territory
from bot.content.mediation import MediationBook
from bot.delivery.chat import Chat, chat_for
from bot.delivery.outbox import Call, Outbox, waiting_under
from bot.telegram.post import Post
from bot.telegram.relay.cards import DESK, PERSON, Names, desk_card, person_card, topic_name
from bot.telegram.relay.desks import Place, desk_language, find_place
from bot.telegram.render import Renderer
from bot.telegram.tokens import button

ALBUM_PAUSE = timedelta(seconds=1.5)  # the pictures of an album arrive one by one
RELAYED = "👌"
UNKNOWN_MEMBER = "—"


@dataclass(frozen=True, slots=True)
class Parties:
    """Who and what a request is about, and in which language its coordination reads."""

    territory: Territory
    person: Person
    language: Language


@dataclass(frozen=True, slots=True)
class Relay:
    """Writes to both sides of a request, in the caller's transaction."""

    vault: Vault
    outbox: Outbox
    post: Post
    renderer: Renderer
    calendar: OfficeCalendar
    book: MediationBook

    async def parties(self, session: AsyncSession, request: Request) -> Parties:
        """The territory and the person of a request."""
        territory = await session.get_one(Territory, request.territory_id)
        person = await session.get_one(Person, request.person_id)
        return Parties(territory, person, desk_language(territory))

    async def hours(self, session: AsyncSession, request: Request) -> OfficeHours:
        """The working hours of the coordination a request was made to."""
        return self.calendar.hours_of(await session.get_one(Territory, request.territory_id))

    async def pseudonym(self, session: AsyncSession, person_id: int | None, *, territory_id: int) -> str | None:
        """The pseudonym of a person in a territory, or None."""
        person = await session.get(Person, person_id) if person_id is not None else None
        if person is None:
            return None
        membership = await find_membership(session, person, territory_id=territory_id)
        return membership.pseudonym if membership is not None else UNKNOWN_MEMBER

    async def place(
        self, session: AsyncSession, request: Request, place: Place | None = None, *, now: datetime
    ) -> bool:
        """Bring a request before the coordination, whole; also when it moves. False if there is nobody to read it."""
        where = place or await find_place(session, (await self.parties(session, request)).territory, vault=self.vault)
        for line in await lines_of(session, request):
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
                await self._copy(session, request, line, to_desk=True, now=now)

    async def deliver(
        self, session: AsyncSession, request: Request, line: Line, *, now: datetime, answers: int | None = None
    ) -> None:
        """Carry a message to the other side; one to the coordination waits until its place is ready."""
        if line.author == Author.COORDINATION.value:
            await self._copy(session, request, line, to_desk=False, now=now, answers=answers)
        elif request.placed:
            await self._copy(session, request, line, to_desk=True, now=now)
        elif request.desk_key is None:
            await self.place(session, request, now=now)

    async def tell_desk(
        self,
        session: AsyncSession,
        request: Request,
        reply: Reply,
        *,
        now: datetime,
        reference: str | None = None,
        edited: int | None = None,
    ) -> None:
        """Write to the coordination, where it reads this request."""
        chat = self.desk_chat(request)
        if chat is None:
            return
        parties = await self.parties(session, request)
        await self.post.write(
            session, reply, chat=chat, language=parties.language, now=now, reference=reference, edited=edited
        )

    async def tell_person(
        self, session: AsyncSession, request: Request, reply: Reply, *, now: datetime, reference: str | None = None
    ) -> bool:
        """Write to the person; False if they cannot be reached."""
        person = (await self.parties(session, request)).person
        return await self.post.write_to_person(session, reply, person=person, now=now, reference=reference)

    async def send_desk_card(self, session: AsyncSession, request: Request, *, now: datetime) -> None:
        """Show the coordination's card anew."""
        card = await self._desk_card(session, request, now=now)
        await self.tell_desk(session, request, card, now=now, reference=f"med:desk:{request.id}")

    async def send_person_card(self, session: AsyncSession, request: Request, *, now: datetime) -> None:
        """Show the person's card anew; the last one shown is the living one."""
        territory = (await self.parties(session, request)).territory
        card = person_card(request, territory)
        await self.tell_person(session, request, card, now=now, reference=f"med:person:{request.id}")

    async def refresh(self, session: AsyncSession, request: Request, *, now: datetime) -> None:
        """Bring both cards up to date, where they have been shown."""
        if request.desk_card is not None:
            card = await self._desk_card(session, request, now=now)
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
        params = changed | {"message_id": target} | await self._label(session, request, to_desk=to_desk)
        await self.put(session, request, Call(method, params), to_desk=to_desk, now=now)
        return True

    async def close_topic(self, session: AsyncSession, request: Request, *, closed: bool, now: datetime) -> None:
        """Close or reopen the topic of a request, where it has one."""
        if request.thread is None:
            return
        method = "close_forum_topic" if closed else "reopen_forum_topic"
        call = Call(method, {"message_thread_id": request.thread})
        await self.put(session, request, call, to_desk=True, now=now, if_unknown=IfUnknown.DROP)

    async def put(  # noqa: PLR0913 - the coordinates of one call
        self,
        session: AsyncSession,
        request: Request,
        call: Call,
        *,
        to_desk: bool,
        now: datetime,
        if_unknown: IfUnknown = IfUnknown.RESEND,
        not_before: datetime | None = None,
        reference: str | None = None,
    ) -> None:
        """Write a call for one side of a request to the outbox."""
        parties = await self.parties(session, request)
        chat = self.desk_chat(request) if to_desk else self.person_chat(parties.person)
        if chat is None:
            return
        await self.outbox.put(
            session,
            call,
            chat=chat,
            language=parties.language if to_desk else Language(parties.person.language),
            urgency=Urgency.LIVE,
            if_unknown=if_unknown,
            now=now,
            not_before=not_before,
            reference=reference,
        )

    def desk_chat(self, request: Request) -> Chat | None:
        """The chat and topic where the coordination reads a request."""
        if request.sealed_desk is None:
            return None
        return chat_for(int(self.vault.open(request.sealed_desk)), vault=self.vault, thread=request.thread)

    def person_chat(self, person: Person) -> Chat:
        """The person's chat."""
        return chat_for(account_of(person, vault=self.vault), vault=self.vault)

    async def names(self, session: AsyncSession, request: Request) -> Names:
        """The pseudonyms that stand on the coordination's card."""
        territory_id = request.territory_id
        return Names(
            person=await self.pseudonym(session, request.person_id, territory_id=territory_id) or UNKNOWN_MEMBER,
            assignee=await self.pseudonym(session, request.assignee_id, territory_id=territory_id),
            writer=await self.pseudonym(session, request.writer_id, territory_id=territory_id),
            wish=await self._wish(session, request),
        )

    async def _wish(self, session: AsyncSession, request: Request) -> Text | None:
        """What somebody wishes to join, and as what."""
        if request.detail is None:
            return None
        key, _, role = request.detail.partition(".")
        territory = await session.get_one(Territory, request.territory_id)
        groups = {group.key: group.name for group in self.book.of(territory.slug).working_groups}
        name = Verbatim(groups[key]) if key in groups else say("med.join_clsm")
        return say("med.wish", group=name, role=say(f"med.role_{role}"))

    async def _desk_card(self, session: AsyncSession, request: Request, *, now: datetime) -> Reply:
        territory = (await self.parties(session, request)).territory
        return desk_card(request, territory, names=await self.names(session, request), now=now)

    async def _open_topic(self, session: AsyncSession, request: Request, *, now: datetime) -> None:
        parties = await self.parties(session, request)
        names = await self.names(session, request)
        name = self.renderer.plain(topic_name(request, pseudonym=names.person), language=parties.language)
        call = Call("create_forum_topic", {"name": name[:128]})
        await self.put(session, request, call, to_desk=True, now=now, reference=f"med:topic:{request.id}")

    async def _copy(
        self,
        session: AsyncSession,
        request: Request,
        line: Line,
        *,
        to_desk: bool,
        now: datetime,
        answers: int | None = None,
    ) -> None:
        from_desk = line.author == Author.COORDINATION.value and line.desk_message is not None
        chat = self.desk_chat(request) if from_desk else self.person_chat((await self.parties(session, request)).person)
        number = line.desk_message if from_desk else line.person_message
        if chat is None or number is None:
            return
        params: dict[str, Any] = {"from_chat_id": chat.id}
        if to_desk and request.thread is not None:
            params["message_thread_id"] = request.thread
        if line.album is not None:
            await self._copy_album(session, request, line, params, number=number, to_desk=to_desk, now=now)
            return
        params |= {"message_id": number} | await self._label(session, request, to_desk=to_desk)
        if answers is not None:
            params |= {"reply_to_message_id": answers, "allow_sending_without_reply": True}
        call = Call("copy_message", params)
        await self.put(session, request, call, to_desk=to_desk, now=now, reference=f"med:line:{line.id}")

    async def _copy_album(
        self,
        session: AsyncSession,
        request: Request,
        line: Line,
        params: dict[str, Any],
        *,
        number: int,
        to_desk: bool,
        now: datetime,
    ) -> None:
        """Add a picture to the album that is about to leave, or begin one."""
        side = "desk" if to_desk else "person"
        reference = f"med:album:{request.id}:{side}:{line.album}"
        waiting = await waiting_under(session, reference)
        if waiting is not None:
            _, call = self.outbox.open(waiting)
            numbers = sorted({*call.params["message_ids"], number})
            self.outbox.amend(waiting, Call("copy_messages", {**call.params, "message_ids": numbers}))
            return
        call = Call("copy_messages", params | {"message_ids": [number]})
        await self.put(
            session, request, call, to_desk=to_desk, now=now, not_before=now + ALBUM_PAUSE, reference=reference
        )

    async def _label(self, session: AsyncSession, request: Request, *, to_desk: bool) -> dict[str, Any]:
        """The button under a copy that says whose words these are; inside a topic the topic says it."""
        parties = await self.parties(session, request)
        if to_desk and request.has_topic:
            return {}
        rows: tuple[tuple[Button, ...], ...]
        if to_desk:
            names = await self.names(session, request)
            label = say("button.med_who", pseudonym=Verbatim(names.person), number=request.number)
            rows = ((button(label, DESK, "card", request.id),),)
            language = parties.language
        else:
            label = say("button.med_from", territory=Verbatim(parties.territory.name))
            rows = ((button(label, PERSON, "show", request.id),),)
            language = Language(parties.person.language)
        return {"reply_markup": self.renderer.keyboard(rows, language=language)}
