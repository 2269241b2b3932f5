"""The switchboard: who the two sides of a request are, where each is reached, and how to write to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.mediation.hours import OfficeCalendar, OfficeHours
from actions.mediation.models import Request
from actions.people.identity import Vault
from actions.people.models import Person
from actions.people.service import account_of, find_membership
from actions.reply import IfUnknown, Reply, Text, Urgency, Verbatim, say
from actions.territories.models import Territory
from bot.content.mediation import MediationBook
from bot.delivery.chat import Chat, chat_for
from bot.delivery.outbox import Call, Outbox
from bot.telegram.post import Post
from bot.telegram.relay.cards import Names
from bot.telegram.relay.desks import desk_language
from bot.telegram.render import Renderer

UNKNOWN_MEMBER = "—"


@dataclass(frozen=True, slots=True)
class Parties:
    """Who and what a request is about, and in which language its coordination reads."""

    territory: Territory
    person: Person
    language: Language


@dataclass(frozen=True, slots=True)
class Switchboard:
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
        """Write to the coordination, where it reads this request; if its topic is gone, in the group itself."""
        chat = self.desk_chat(request)
        if chat is None:
            return
        parties = await self.parties(session, request)
        reference = reference or f"med:notice:{request.id}"  # so that we learn if it did not arrive
        await self.post.write(
            session, reply, chat=chat, language=parties.language, now=now, reference=reference, edited=edited
        )

    async def tell_person(
        self, session: AsyncSession, request: Request, reply: Reply, *, now: datetime, reference: str | None = None
    ) -> bool:
        """Write to the person; False if they cannot be reached."""
        person = (await self.parties(session, request)).person
        return await self.post.write_to_person(session, reply, person=person, now=now, reference=reference)

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
