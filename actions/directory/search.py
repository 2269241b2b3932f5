"""Looking for help: the places of the right kinds around a position, the best first.

Places are looked up by numbered squares of the map, so that a search costs what is near and not what exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, false, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.audiences import Audience, Group
from actions.directory.hours import UNKNOWN, HoursReader, Opening
from actions.directory.kinds import SECTORISED, USUAL, Cost, Kind, Referral
from actions.directory.models import Resource, ResourceState
from actions.directory.needs import KINDS, Need, need_for
from actions.territories.gazetteer import Place
from actions.territories.geometry import COARSE, FINE, box_around, distance_km, squares_of
from actions.territories.zones import department_of

NEAR_KM = (2.0, 6.0, 20.0)  # the first circle that holds enough is the neighbourhood
FAR_KM = (60.0, 200.0)
ENOUGH = 6
MOST = 30
WIDEST_FINE_CIRCLE_KM = 40.0  # beyond, the coarse squares are fewer
OVERSEAS = ("97", "98")
BANDS_KM = (1.0, 3.0, 6.0, 12.0, 25.0, 60.0)  # places of one band are about equally far for a person

_COLUMNS = (
    Resource.id,
    Resource.kind,
    Resource.latitude,
    Resource.longitude,
    Resource.hours,
    Resource.time_zone,
    Resource.youngest,
    Resource.oldest,
    Resource.cost,
    Resource.referral,
    Resource.commune_code,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for and where. `widen` asks for the next circle: 0 near, 1 farther, 2 the farthest.

    A shared position tells the nearest centre of a commune, not the commune: `is_commune_sure` is then False, and no
    place with a sector is shown.
    """

    need: Need
    place: Place
    audience: Audience | None = None
    widen: int = 0
    kinds: frozenset[Kind] = frozenset()  # asked for by name: they come before the others that the need allows
    beyond: tuple[int, ...] = ()  # places already shown, which a wider search leaves out
    is_commune_sure: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A place found: how far in kilometres (None: somewhere in the commune), and whether it is open now."""

    resource_id: int
    distance: float | None
    opening: Opening


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search brings, the best first. `is_far` says that nothing was near and these are the nearest."""

    found: tuple[Found, ...]
    radius: float
    is_far: bool = False


async def search(session: AsyncSession, wanted: Wanted, *, hours: HoursReader, now: datetime) -> Findings:
    """The places that may help. Around nothing near, the nearest; beyond 200 km, nothing."""
    circles = (*NEAR_KM, *FAR_KM)
    first = (0, 3, 4)[min(wanted.widen, 2)]
    best = Findings((), circles[-1])
    unplaced = await _without_position(session, wanted)
    for radius in circles[first:]:
        rows = [*await _within(session, wanted, radius=radius), *unplaced]
        found = _ranked(rows, wanted, radius=radius, hours=hours, now=now)
        is_far = wanted.widen == 0 and radius not in NEAR_KM
        best = Findings(tuple(found[:MOST]), radius, is_far=is_far)
        if (len(found) >= ENOUGH and _has_asked(rows, wanted, found)) or (found and radius not in NEAR_KM[:-1]):
            break
    return best


def opening_of(resource: Resource, *, hours: HoursReader, now: datetime) -> Opening:
    """Whether a place is open now, on its own clock."""
    return hours.opening(resource.hours, at=now, time_zone=resource.time_zone)


def kinds_for(need: Need, audience: Audience | None) -> tuple[Kind, ...]:
    """The kinds of places to look for, the most fitting first."""
    return KINDS[need_for(need, audience)]


def _has_asked(rows: Iterable[Any], wanted: Wanted, found: Iterable[Found]) -> bool:
    """Whether one of the kinds asked for by name is there; True where none was."""
    asked = wanted.kinds & set(kinds_for(wanted.need, wanted.audience))
    ids = {row.id for row in rows if row.kind in asked}
    return not asked or any(each.resource_id in ids for each in found)


async def _without_position(session: AsyncSession, wanted: Wanted) -> Sequence[Any]:
    """The places of the communes themselves that no position is known of; all of them where the commune has none."""
    anywhere = wanted.place.latitude is None
    unplaced = [] if anywhere else [Resource.square.is_(None)]
    query = select(*_COLUMNS).where(Resource.commune_code.in_(wanted.place.codes), *unplaced, *_of_kinds(wanted))
    return (await session.execute(query)).all()


async def _within(session: AsyncSession, wanted: Wanted, *, radius: float) -> Sequence[Any]:
    """The places in the squares that a circle touches: one range of the index for each kind and row of squares."""
    place = wanted.place
    if place.latitude is None or place.longitude is None:
        return ()
    box = box_around(place.latitude, place.longitude, radius_km=radius)
    fine = radius <= WIDEST_FINE_CIRCLE_KM
    column = Resource.square if fine else Resource.region
    inside = (  # squares are larger than the smallest circles: in a city most of their places lie outside
        Resource.latitude.between(box.south, box.north),
        Resource.longitude.between(box.west, box.east),
    )
    ranges = [
        select(*_COLUMNS).where(column.between(first, last), *inside, *_of_kinds(wanted))
        for first, last in squares_of(box, per_degree=FINE if fine else COARSE)
    ]
    return (await session.execute(union_all(*ranges))).all()


def _of_kinds(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    """Places shown, of the kinds wanted; one with a sector only where it serves the whole of every commune meant."""
    kinds = kinds_for(wanted.need, wanted.audience)
    conditions = [Resource.kind.in_([kind.value for kind in kinds]), Resource.state == ResourceState.ACTIVE.value]
    if sectorised := SECTORISED & set(kinds):
        serves = cast(Resource.serves, String)  # a JSON list, read as its text: the codes in it stand in quotes
        everywhere = [serves.contains(f'"{code}"', autoescape=True) for code in wanted.place.codes]
        serves_all = and_(*everywhere) if everywhere and wanted.is_commune_sure else false()
        conditions.append(or_(Resource.kind.not_in([kind.value for kind in sorted(sectorised)]), serves_all))
    return tuple(conditions)


def _ranked(rows: Iterable[Any], wanted: Wanted, *, radius: float, hours: HoursReader, now: datetime) -> list[Found]:
    openings: dict[tuple[str | None, str], Opening] = {}
    order = {kind.value: rank for rank, kind in enumerate(kinds_for(wanted.need, wanted.audience))}
    graded: list[tuple[tuple[float, ...], Found]] = []
    shown = frozenset(wanted.beyond)
    for row in rows:
        if row.id in shown:
            continue
        distance = _distance(row, wanted.place)
        if (
            (distance is not None and distance > radius)
            or not _receives(row, wanted)
            or _is_overseas(row, wanted.place)
        ):
            continue
        key = (row.hours, row.time_zone)
        if key not in openings:
            openings[key] = hours.opening(row.hours, at=now, time_zone=row.time_zone) if row.hours else UNKNOWN
        found = Found(row.id, distance, openings[key])
        graded.append((_grade(row, found, wanted, kind_rank=order[row.kind]), found))
    graded.sort(key=lambda each: each[0])
    return [found for _, found in graded]


def _is_overseas(row: Any, place: Place) -> bool:
    """Whether the sea lies between: another island is not near, whatever the kilometres."""
    code = row.commune_code or ""
    islands = code.startswith(OVERSEAS) or place.department.startswith(OVERSEAS)
    return islands and bool(code) and department_of(code) != place.department


def _distance(row: Any, place: Place) -> float | None:
    if row.latitude is None or place.latitude is None or place.longitude is None:
        return None
    return distance_km(place.latitude, place.longitude, row.latitude, row.longitude)


def _receives(row: Any, wanted: Wanted) -> bool:
    """Whether a place may receive this audience."""
    kind = Kind(row.kind)
    youngest, oldest = _ages(row, kind)
    lowest, highest = wanted.audience.ages if wanted.audience else ADULT_AGES
    if wanted.audience is None and need_for(wanted.need, None) in FOR_THE_YOUNG:
        return True
    if kind is Kind.MOTHER_AND_CHILD and wanted.audience and wanted.audience.group in (Group.CHILD, Group.TEENAGER):
        oldest = OLDEST_IN_PMI if oldest is None else oldest
    return (youngest is None or youngest <= highest) and (oldest is None or oldest >= lowest)


FOR_THE_YOUNG = frozenset({Need.CHILDHOOD, Need.YOUTH, Need.STUDENT, Need.BIRTH, Need.ADDICTION, Need.FAMILY})
OLDEST_IN_PMI = 6  # years, of the children it follows; it receives adults too (Code de la santé publique, L. 2112-2)
ADULT_AGES = (18, 90)


def _ages(row: Any, kind: Kind) -> tuple[int | None, int | None]:
    if row.youngest is None and row.oldest is None:
        return USUAL[kind].youngest, USUAL[kind].oldest
    return row.youngest, row.oldest


def _grade(row: Any, found: Found, wanted: Wanted, *, kind_rank: int) -> tuple[float, ...]:
    """The smaller comes first: the kind asked for, open now, distance, fit to the audience, free, without referral."""
    kind = Kind(row.kind)
    distance = found.distance if found.distance is not None else BANDS_KM[1]
    band = sum(distance > limit for limit in BANDS_KM)
    cost = Cost(row.cost) if row.cost != Cost.UNKNOWN.value else USUAL[kind].cost
    referral = Referral(row.referral) if row.referral != Referral.UNKNOWN.value else USUAL[kind].referral
    return (
        0 if kind in wanted.kinds else 1,
        0 if found.opening.is_open else 1,
        band,
        -_fit(row, kind, wanted.audience),
        0 if cost in (Cost.FREE, Cost.COVERED) else 1,
        0 if referral is Referral.NOT_NEEDED else 1,
        kind_rank,
        distance,
        found.resource_id,
    )


def _fit(row: Any, kind: Kind, audience: Audience | None) -> int:
    """2: made for this audience; 1: open to it among others."""
    if audience is None or audience.group in (Group.ADULT, Group.CARER, Group.PROFESSIONAL):
        return 1
    youngest, oldest = _ages(row, kind)
    if youngest is None and oldest is None:
        return 1
    return 2
