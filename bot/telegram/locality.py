"""Whose lines a help card shows first: the territory a person has come by, asked about, or joined."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError

from actions.people.service import latest_membership
from actions.territories.councils import councils_of
from actions.territories.models import Territory
from bot.content.local_lines import NATIONAL, Locality
from bot.journal import describe
from bot.telegram.turn import Turn

log = logging.getLogger(__name__)


async def locality_of(turn: Turn) -> Locality:
    """What a card takes from the person's territory. A territory that cannot be read never stops the card."""
    try:
        territory = await turn.territory() or await _asked_about(turn) or await _joined(turn)
    except SQLAlchemyError as error:
        log.error("the territory could not be read, the card is the national one: %s", describe(error))
        return NATIONAL
    if territory is None:
        return NATIONAL
    return Locality(territory.time_zone, territory.slug, tuple(territory.local_lines))


async def _asked_about(turn: Turn) -> Territory | None:
    """The council of the place of the last search; one that covers all of it before one that covers a part."""
    token = turn.conversation.memory.commune
    if token is None:
        return None
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    place = gazetteer.place_of_token(token)
    councils = await councils_of(turn.session, place.codes, gazetteer=gazetteer) if place else []
    nearest = min(councils, key=lambda council: council.part is not None, default=None)
    return nearest.territory if nearest else None


async def _joined(turn: Turn) -> Territory | None:
    membership = await latest_membership(turn.session, turn.person) if turn.person else None
    return await turn.session.get(Territory, membership.territory_id) if membership else None
