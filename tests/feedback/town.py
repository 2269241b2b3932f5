"""A town for tests: a coordinator, members in their colleges, and how they tap their way through a round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.feedback.members import become_member
from actions.language import Language
from actions.people.colleges import College
from actions.people.models import RoleName
from actions.people.rights import issue_invitation
from actions.people.service import remember_person
from actions.territories.service import find_territory
from bot.simulator import Seat, Simulator
from bot.simulator.bubbles import Bubble
from bot.store.vault import FernetVault
from tests.harness.house import House

TERRITORY = "lille"
PATIENCE = 150.0  # several workers share PostgreSQL: what a dead one was sending waits a minute for another
AT_ONCE = 15
YES_NO = ("oui", "non", "je ne sais pas")
SHOW_AGAIN = "Montrer à nouveau"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a person answers four questions of « L’accès aux soins »: None passes."""

    ease: int | None = None
    obstacles: tuple[int, ...] = ()
    whom: int | None = None
    words: str | None = None

    @property
    def answered(self) -> int:
        """How many of the questions are not passed."""
        return sum((self.ease is not None, bool(self.obstacles), self.whom is not None, self.words is not None))


async def coordinator_of(house: House, *, slug: str = TERRITORY, name: str = "Claire") -> Seat:
    """Somebody who has just taken the role of coordinator."""
    async with house.app.parts.sessions.begin() as session:
        territory = await find_territory(session, slug)
        assert territory is not None
        issued = await issue_invitation(
            session,
            territory_id=territory.id,
            role=RoleName.COORDINATOR,
            vault=FernetVault(house.settings.secret_key.get_secret_value()),
            now=house.clock.now(),
        )
    seat = house.seat(name)
    await house.hear(seat, f"/start {issued.payload}")
    return seat


async def members_of(house: House, counts: dict[College, int], *, slug: str = TERRITORY) -> dict[Seat, College]:
    """As many members of each college, who came by the link of the CLSM and agreed to be asked."""
    members = {house.seat(f"{each.value} {number}"): each for each, count in counts.items() for number in range(count)}
    seats = list(members)
    for few in (seats[start : start + AT_ONCE] for start in range(0, len(seats), AT_ONCE)):
        for seat in few:
            seat.say(f"/start c-{slug}")
        await house.settle()
    vault = FernetVault(house.settings.secret_key.get_secret_value())
    async with house.app.parts.sessions.begin() as session:
        territory = await find_territory(session, slug)
        assert territory is not None
        for seat, college in members.items():
            person = await remember_person(
                session, seat.person.id, language=Language.FRENCH, vault=vault, now=house.clock.now()
            )
            await become_member(session, person, territory_id=territory.id, college=college, now=house.clock.now())
    return members


async def tap(house: House, seat: Seat, label: str) -> list[str]:
    """Tap a button, and return the new messages."""
    known = len(seat.messages)
    seat.tap(label)
    await house.settle()
    return [bubble.text or "" for bubble in seat.messages[known:] if bubble.from_bot]


async def announce_set(house: House, coordinator: Seat, set_label: str) -> list[str]:
    """The coordinator's way from /avis to the typed confirmation, for everybody, at once, for seven days."""
    await house.hear(coordinator, "/avis")
    for label in ("Nouvelle consultation", set_label, "Dates et envoi"):
        await tap(house, coordinator, label)
    told = await tap(house, coordinator, "Compter avant d’envoyer")
    number = told[0].split(" personnes")[0].removeprefix("**")
    return await house.hear(coordinator, number)


class Answering:
    """Taps through a round, waiting for the assistant each time, however often it dies meanwhile."""

    def __init__(self, simulator: Simulator, seat: Seat) -> None:
        self._simulator = simulator
        self._seat = seat

    async def answer(self, plan: Plan) -> None:
        """From « Commencer » to the screen before sending."""
        await self._go("Commencer", "Question 1 sur 4")
        await self._go("Passer →" if plan.ease is None else "①②③④⑤"[plan.ease], "Question 2 sur 4")
        for option in plan.obstacles:
            await self._go("①②③④⑤⑥⑦"[option], "Question 2 sur 4", chosen="✓ " + "①②③④⑤⑥⑦"[option])
        await self._go("Suite →" if plan.obstacles else "Passer →", "Question 3 sur 4")
        await self._go("Passer →" if plan.whom is None else YES_NO[plan.whom], "Question 4 sur 4")
        await self._finish_with(plan.words)

    async def send(self) -> None:
        """Send, and wait for the thanks."""
        await self._go("Envoyer mes réponses", "seule clé")

    async def withdraw(self) -> None:
        """Take the answers back."""
        await self._go("Retirer mes réponses", "vos réponses sont effacées")

    async def begin_again(self) -> None:
        """After a withdrawal, back to the notice."""
        await self._go("Répondre à nouveau", "Sans nom")

    async def say(self, words: str, until: str) -> None:
        """Write, and wait until a message holds some words."""
        self._seat.say(words)
        await self._until(until)

    async def _finish_with(self, words: str | None) -> None:
        if words is None:
            await self._go("Passer →", "C’est tout")
        else:
            await self.say(words, "C’est tout")

    async def _go(self, label: str, until: str, *, chosen: str | None = None) -> None:
        self._seat.tap(self._full(label))
        await self._until(until, chosen=chosen)

    def _full(self, label: str) -> str:
        """The whole label of the newest button that begins like this."""
        for bubble in reversed(self._seat.messages):
            for each in bubble.labels:
                if each.removeprefix("✓ ").startswith(label):
                    return each
        raise AssertionError(f"{label} is not offered: {[bubble.labels for bubble in self._seat.messages]}")

    async def _until(self, words: str, *, chosen: str | None = None) -> None:
        """Wait for the newest messages to say so; an answer that was cut off is asked for again."""

        def newest() -> list[Bubble]:
            return [bubble for bubble in self._seat.messages if bubble.from_bot][-2:]

        def is_there() -> bool:
            return any(
                words in (bubble.text or "")
                and (chosen is None or any(label.startswith(chosen) for label in bubble.labels))
                for bubble in newest()
            )

        def was_cut_off() -> bool:
            return SHOW_AGAIN in newest()[-1].labels

        while True:
            try:
                await self._simulator.wait_for(lambda: is_there() or was_cut_off(), timeout=PATIENCE)
            except TimeoutError:
                raise AssertionError(f"never saw {words!r} but {self._seat.messages[-4:]}") from None
            if is_there():
                return
            self._seat.tap(SHOW_AGAIN)
            await self._simulator.wait_for(lambda: not was_cut_off(), timeout=PATIENCE)


def texts_for(seats: Sequence[Seat], *, after: dict[Seat, int]) -> list[str]:
    """Everything the assistant told these people since a moment, captions and button labels too."""
    return [
        " ".join([bubble.text or bubble.caption or "", *bubble.labels])
        for seat in seats
        for bubble in seat.messages[after[seat] :]
        if bubble.from_bot
    ]
