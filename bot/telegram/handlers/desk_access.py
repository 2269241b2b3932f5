"""Who may use the desk of a directory, and for which territory: asked again at every step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from actions.directory.coordination import place_for
from actions.directory.models import Resource
from actions.people.models import Person
from actions.people.rights import coordinated_territories
from actions.people.service import find_membership
from actions.reply import Reply, say
from actions.territories.councils import communes_covered
from actions.territories.gazetteer import Gazetteer
from actions.territories.models import Territory
from bot.telegram.tokens import menu_button
from bot.telegram.turn import Turn


@dataclass(frozen=True, slots=True)
class Desk:
    """A coordinator at work: one person, one of their territories, the communes it covers."""

    turn: Turn
    person: Person
    territory: Territory
    others: tuple[int, ...]
    communes: frozenset[str]
    gazetteer: Gazetteer
    actor: str

    async def place(self, number: str) -> Resource:
        """A place of this territory by its number in a token; raises NotYours for any other."""
        return await place_for(
            self.turn.session,
            int(number) if number.isdecimal() else 0,
            territory_id=self.territory.id,
            communes=self.communes,
        )


async def desk_of(turn: Turn) -> Desk | None:
    """The desk of whoever speaks; None, with a kind word, for everybody who coordinates nothing."""
    own = await coordinated_territories(turn.session, turn.person)
    if turn.person is None or not own:
        turn.conversation.form = None
        turn.reply(Reply(parts=(say("desk.coordinators_only"),), buttons=((menu_button(),),)))
        return None
    current = await turn.territory()
    territory = current if current is not None and current.id in own else await turn.session.get_one(Territory, own[0])
    turn.conversation.memory.territory = territory.slug
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    communes = await communes_covered(turn.session, territory_id=territory.id, gazetteer=gazetteer)
    membership = await find_membership(turn.session, turn.person, territory_id=territory.id)
    return Desk(
        turn=turn,
        person=turn.person,
        territory=territory,
        others=tuple(each for each in own if each != territory.id),
        communes=frozenset(communes),
        gazetteer=gazetteer,
        actor=membership.pseudonym if membership else turn.person.fingerprint[:12],
    )


Step = Callable[[Desk, list[str]], Awaitable[None]]
