"""A CLSM to test with: its coordinator, its members, and a meeting prepared and announced as people do it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle

from actions.language import Language
from actions.meetings.members import become_member
from actions.people.colleges import College
from actions.people.service import remember_person
from actions.territories.service import find_territory
from bot.simulator import Seat
from bot.simulator.bubbles import Bubble
from tests.harness.house import House

TERRITORY = "lille"
COLLEGES = {
    College.ELECTED: "Élues et élus",
    College.PSYCHIATRY: "Psychiatrie",
    College.CONCERNED: "Personnes concernées",
    College.CARERS: "Aidantes et aidants",
    College.OTHERS: "Autres partenaires",
}


def said(seat: Seat, *, since: int = 0) -> list[str]:
    """What the assistant wrote to a seat, as it reads now."""
    return [bubble.text or bubble.caption or "" for bubble in seat.messages[since:] if bubble.from_bot]


def living_card(seat: Seat, *, title: str = "Plénière") -> Bubble:
    """The one message with answer buttons about a meeting."""
    cards = [
        bubble
        for bubble in seat.messages
        if bubble.from_bot and title in (bubble.text or "") and any("Non" in label for label in bubble.labels)
    ]
    assert len(cards) == 1, [bubble.text for bubble in cards]
    return cards[0]


@dataclass(slots=True)
class Council:
    """A house with a coordinator."""

    house: House
    claire: Seat
    members: list[Seat] = field(default_factory=list)
    territory: str = TERRITORY

    @classmethod
    async def found(cls, house: House, *, territory: str = TERRITORY, name: str = "Claire") -> Council:
        """Make somebody the coordinator of a territory, by an invitation as in life."""
        claire = house.seat(name)
        await house.appoint(claire, territory=territory)
        return cls(house, claire, territory=territory)

    async def tap(self, seat: Seat, label: str, *, message: Bubble | None = None) -> list[str]:
        """Press a button (the whole label, or its beginning), and return what comes back as new messages."""
        known = len(seat.messages)
        seat.tap(_label(seat, label, message), message=message)
        await self.house.settle()
        return said(seat, since=known)

    async def join(self, name: str, college: College = College.OTHERS, *, copil: bool = False) -> Seat:
        """Somebody comes by the link of the CLSM and signs up for reminders."""
        seat = self.house.seat(name)
        await self.house.hear(seat, f"/start c-{self.territory}")
        await self.house.hear(seat, "/reunions")
        await self.tap(seat, "M’inscrire aux rappels")
        await self.tap(seat, COLLEGES[college])
        await self.tap(seat, "Oui, j’y siège" if copil else "Non")
        self.members.append(seat)
        return seat

    async def enrol(self, count: int) -> list[Seat]:
        """Many members at once, each of a college in turn, signed up by the same verbs as the chat's."""
        seats = [self.house.seat(f"Membre {number}") for number in range(count)]
        for seat in seats:
            seat.say("/start")
        await self.house.settle()
        parts = self.house.app.parts
        async with parts.sessions.begin() as session:
            territory = await find_territory(session, self.territory)
            assert territory is not None
            for seat, college in zip(seats, cycle(College)):
                person = await remember_person(
                    session,
                    seat.person.id,
                    language=Language.FRENCH,
                    vault=parts.post.vault,
                    now=self.house.clock.now(),
                )
                await become_member(
                    session,
                    person,
                    territory_id=territory.id,
                    college=college,
                    sits_in_copil=False,
                    now=self.house.clock.now(),
                )
        self.members += seats
        return seats

    async def begin_draft(self, title: str, *, body: str = "Groupe de travail") -> None:
        """The first questions about a meeting, up to its date."""
        await self.house.hear(self.claire, "/coordination")
        await self.tap(self.claire, "Préparer une réunion")
        await self.tap(self.claire, body)
        await self.house.hear(self.claire, title)

    async def draft(
        self,
        *,
        body: str = "Assemblée plénière",
        title: str = "Plénière",
        date: str = "vendredi 12 mars 2027 à 18h30",
        place: str | None = "Mairie de Lille",
        video: str | None = "https://visio.example.org/clsm",
        capacity: int | None = None,
    ) -> None:
        """Prepare a meeting in the guided conversation, to the summary."""
        claire, house = self.claire, self.house
        await self.begin_draft(title, body=body)
        await house.hear(claire, date)
        await self.tap(claire, "Oui, c’est cela")
        await self.tap(claire, "2 h")
        if place is None:
            await self.tap(claire, "Laisser vide")
        else:
            await house.hear(claire, place)
            await self.tap(claire, "Lien OpenStreetMap")
        await (self.tap(claire, "Laisser vide") if video is None else house.hear(claire, video))
        await house.hear(claire, "Bilan de l’année\nProjets")
        await self.tap(claire, "Continuer")
        await (self.tap(claire, "Laisser vide") if capacity is None else house.hear(claire, str(capacity)))
        await self.tap(claire, "Laisser vide")
        await self.tap(claire, "Continuer")
        await self.tap(claire, "Continuer")

    async def announce(self) -> list[str]:
        """Announce the draft that stands on the screen, and let the invitations leave."""
        await self.tap(self.claire, "Annoncer")
        heard = await self.tap(self.claire, "Oui, envoyer les invitations")
        await self.pass_time()
        return heard

    async def pass_time(self, step: timedelta = timedelta(0)) -> None:
        """Let time pass, and everything that is due be said."""
        await self.house.advance(step)
        for _ in range(5):
            await self.house.advance(timedelta(0))


def _label(seat: Seat, label: str, message: Bubble | None) -> str:
    bubbles = [message] if message is not None else [each for each in seat.messages if not each.deleted][::-1]
    offered = [each for bubble in bubbles for each in bubble.labels]
    if label in offered:
        return label
    return next((each for each in offered if each.startswith(label)), label)
