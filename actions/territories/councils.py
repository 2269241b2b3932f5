"""Which councils cover a place: none, one, several, all of it or only a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.territories.gazetteer import Gazetteer
from actions.territories.models import CoveredArea, Territory, TerritoryStatus

QUARTIER = "quartier"


@dataclass(frozen=True, slots=True)
class Council:
    """A council that covers a place; `part` names the only part of it that is covered, None if all of it is."""

    territory: Territory
    part: str | None = None


async def councils_of(session: AsyncSession, codes: Sequence[str], *, gazetteer: Gazetteer) -> list[Council]:
    """The councils whose perimeter holds a commune, by its own code, a former one, its town's or its EPCI's.

    A council of one quartier or of one arrondissement is named with its part. Stopped councils are left out.
    """
    levels = {level for code in codes for level in gazetteer.levels_of(code)}
    boroughs = {borough.code for code in codes for borough in gazetteer.boroughs(code)}
    quartiers = [CoveredArea.code.startswith(f"{code}:") for code in codes]
    rows = await session.execute(
        select(Territory, CoveredArea)
        .join(CoveredArea, CoveredArea.territory_id == Territory.id)
        .where(
            or_(CoveredArea.code.in_(levels | boroughs), *quartiers),
            Territory.status != TerritoryStatus.STOPPED.value,
        )
        .order_by(Territory.name, CoveredArea.id)
    )
    found: dict[int, Council] = {}
    for territory, area in rows:
        is_part = area.kind == QUARTIER or area.code in boroughs
        known = found.get(territory.id)
        if known is None or (known.part is not None and not is_part):
            found[territory.id] = Council(territory, area.name if is_part else None)
    return list(found.values())


async def covers_anything(session: AsyncSession, *, territory_id: int) -> bool:
    """Whether a perimeter is known at all."""
    found = await session.scalar(select(CoveredArea.code).where(CoveredArea.territory_id == territory_id).limit(1))
    return found is not None


async def communes_covered(session: AsyncSession, *, territory_id: int, gazetteer: Gazetteer) -> set[str]:
    """The INSEE codes of every commune and arrondissement inside a perimeter, quartiers by their commune."""
    codes = await session.scalars(select(CoveredArea.code).where(CoveredArea.territory_id == territory_id))
    covered: set[str] = set()
    for code in codes:
        own = code.partition(":")[0]
        commune = gazetteer.by_code(own)
        covered |= {own, commune.code if commune else own}
        covered |= {each.code for each in (*gazetteer.of_epci(own), *gazetteer.boroughs(own))}
    return covered
