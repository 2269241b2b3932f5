"""What a search for help brings: three cards a page, and the ways on from there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from actions.directory.audiences import Audience, audience_of_token
from actions.directory.kinds import SECTORISED, Kind
from actions.directory.models import Resource, ResourceState
from actions.directory.national import FIRST, directory_for, lines_for
from actions.directory.needs import INTENT_OF, Need, need_for
from actions.directory.search import Findings, Wanted, kinds_for, opening_of, search
from actions.reply import Button, HelpLines, Lines, Part, Reply, Verbatim, say
from actions.territories.councils import councils_of
from actions.territories.gazetteer import Place
from actions.territories.geometry import distance_km
from actions.territories.lines import read_local_line
from bot.telegram.handlers.place_cards import Card, card
from bot.telegram.tokens import button, menu_button, urgent_button
from bot.telegram.turn import Turn

PAGE = 3
WIDEST = 2


async def show(
    turn: Turn, *, need: Need, place: Place, audience: Audience | None, widen: int = 0, by_position: bool = False
) -> None:
    """Search and show the first page. Of a shared position nothing is kept but the commune around it."""
    beyond = tuple(turn.conversation.memory.found) if widen else ()
    kinds = frozenset(Kind(name) for name in turn.conversation.memory.kinds if name in set(Kind))
    wanted = Wanted(need, place, audience, widen, kinds, beyond, is_commune_sure=not by_position)
    findings = await search(turn.session, wanted, hours=turn.services.hours, now=turn.now)
    memory = turn.conversation.memory
    turn.conversation.form = None
    memory.need, memory.commune, memory.widened, memory.by_position = need.value, place.token, widen, by_position
    memory.audience = audience.token if audience else memory.audience
    memory.intent = INTENT_OF.get(need_for(need, audience), memory.intent)
    memory.found = [found.resource_id for found in findings.found]
    distances = {found.resource_id: found.distance for found in findings.found}
    cards = await _cards(turn, memory.found[:PAGE], offset=0, distances=distances)
    knows_cmp = any(each.resource.kind == Kind.CMP.value for each in cards)
    parts = [*first_lines(need), *_introduction(findings, wanted, knows_cmp=knows_cmp)]
    if not cards:
        turn.reply(Reply(parts=(*parts, *_nothing(need)), buttons=tuple(_ways_on(wanted, 0, 0))))
        return
    parts += [card(each, now=turn.now) for each in cards]
    parts += await _notes(turn, wanted, findings)
    turn.reply(Reply(parts=tuple(parts), buttons=(*_buttons_of(cards), *_ways_on(wanted, 0, len(memory.found)))))


async def show_page(turn: Turn, *, place: Place, offset: int) -> None:
    """Another page of what was found."""
    memory = turn.conversation.memory
    need = Need(memory.need or Need.TALK.value)
    wanted = Wanted(need, place, audience_of_token(memory.audience), memory.widened)
    distances = {} if memory.by_position else await _distances(turn, memory.found[offset : offset + PAGE], place)
    cards = await _cards(turn, memory.found[offset : offset + PAGE], offset=offset, distances=distances)
    total = len(memory.found)
    header = say("near.page", first=offset + 1, last=offset + len(cards), total=total)
    parts: tuple[Part, ...] = (header, *(card(each, now=turn.now) for each in cards))
    turn.reply(Reply(parts=parts, buttons=(*_buttons_of(cards), *_ways_on(wanted, offset, total))))


async def _cards(turn: Turn, ids: Sequence[int], *, offset: int, distances: dict[int, float | None]) -> list[Card]:
    rows = await turn.session.scalars(
        select(Resource).where(Resource.id.in_(ids), Resource.state == ResourceState.ACTIVE.value)
    )
    by_id = {row.id: row for row in rows}
    return [
        Card(
            by_id[number],
            opening_of(by_id[number], hours=turn.services.hours, now=turn.now),
            distances.get(number),
            offset + rank,
        )
        for rank, number in enumerate(ids, start=1)
        if number in by_id
    ]


async def _distances(turn: Turn, ids: Sequence[int], place: Place) -> dict[int, float | None]:
    rows = await turn.session.execute(
        select(Resource.id, Resource.latitude, Resource.longitude).where(Resource.id.in_(ids))
    )
    latitude, longitude = place.latitude, place.longitude
    return {
        number: None
        if north is None or east is None or latitude is None or longitude is None
        else distance_km(latitude, longitude, north, east)
        for number, north, east in rows
    }


def first_lines(need: Need) -> list[Part]:
    """The lines to call before looking for a place, where the need is one that cannot wait."""
    if need not in FIRST:
        return []
    return [say("near.lines_first" if need is Need.EMERGENCY else "near.tonight"), HelpLines(FIRST[need])]


def _introduction(findings: Findings, wanted: Wanted, *, knows_cmp: bool) -> list[Part]:
    place = Verbatim(wanted.place.label)
    parts: list[Part] = []
    if wanted.need is Need.CMP:
        parts.append(say("near.cmp_served" if knows_cmp else "near.cmp_sector"))
    need = say(f"need.{need_for(wanted.need, wanted.audience).value}")
    if findings.is_far and findings.found:
        parts.append(say("near.nothing_near", need=need, place=place))
    elif findings.found and wanted.widen:
        parts.append(say("near.header_farther", need=need, place=place))
    elif findings.found:
        parts.append(say("near.header", need=need, place=place))
    else:
        parts.append(say("near.nothing_farther" if wanted.widen else "near.nothing", need=need, place=place))
    return parts


def _nothing(need: Need) -> list[Part]:
    return [*_national_lines(need), say("near.reference")]


def _national_lines(need: Need) -> list[Part]:
    """The lines that answer everywhere, but for those that stand at the top already."""
    lines = tuple(key for key in lines_for(need) if key not in FIRST.get(need, ()))
    return [say("near.national_lines"), HelpLines(lines)] if lines else []


async def _notes(turn: Turn, wanted: Wanted, findings: Findings) -> list[Part]:
    """The CMP one may go to as well, the lines where nothing was near, and the lines of the territory."""
    notes: list[Part] = []
    kinds = kinds_for(wanted.need, wanted.audience)
    if wanted.need is not Need.CMP and Kind.CMP in kinds and Kind.CMP in SECTORISED:
        notes.append(say("near.cmp_too"))
    if findings.is_far:
        notes += _national_lines(need_for(wanted.need, wanted.audience))
    gazetteer = await turn.services.shelf.gazetteer(turn.session)
    for council in await councils_of(turn.session, wanted.place.codes, gazetteer=gazetteer):
        if council.territory.local_lines:
            heading = say("near.local_lines", territory=Verbatim(council.territory.name))
            lines = map(read_local_line, council.territory.local_lines)
            notes.append(Lines((heading, *(Verbatim(f"• {line.words}") for line in lines))))
    return notes


def _buttons_of(cards: Sequence[Card]) -> list[tuple[Button, ...]]:
    rows = []
    for each in cards:
        resource, number = each.resource, each.number or 0
        row = []
        if resource.phone:
            row.append(button(say("button.near_call", number=number), "near", "call", resource.id))
        if resource.latitude is not None and not resource.is_approximate:
            row.append(button(say("button.near_map", number=number), "near", "map", resource.id))
        row.append(button(say("button.near_error", number=number), "near", "err", resource.id))
        rows.append(tuple(row))
    return rows


def _ways_on(wanted: Wanted, offset: int, total: int) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    further = []
    if offset + PAGE < total:
        further.append(button(say("button.near_more"), "near", "p", offset + PAGE))
    if wanted.widen < WIDEST and total:
        further.append(button(say("button.near_farther"), "near", "w", wanted.widen + 1))
    if further:
        rows.append(tuple(further))
    if wanted.need is not Need.CMP and Kind.CMP in kinds_for(wanted.need, wanted.audience):
        rows.append((button(say("button.near_which_cmp"), "near", "n", Need.CMP.value),))
    if total == 0:
        rows.append((Button(say("button.near_reference"), url=directory_for(need_for(wanted.need, wanted.audience))),))
    rows.append((button(say("button.near_other_need"), "near"), button(say("button.near_other_place"), "near", "at")))
    rows.append((menu_button(), urgent_button()))
    return rows
