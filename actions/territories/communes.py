"""The list of communes: kept from the official files, read whole into a gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.tables import Base
from actions.territories.models import Commune, CommuneList
from actions.territories.zones import department_of, zone_of

BATCH = 500


class CommuneKind(StrEnum):
    """What an entry of the list is, in the words of the official file."""

    CURRENT = "commune-actuelle"
    BOROUGH = "arrondissement-municipal"
    DELEGATED = "commune-deleguee"
    ASSOCIATED = "commune-associee"


@dataclass(frozen=True, slots=True)
class CommuneRecord:
    """One entry of the official list. `code` is the INSEE code; positions are in degrees.

    `parent_code` is the town of an arrondissement, or the commune that a former one is part of today.
    """

    code: str
    name: str
    kind: CommuneKind = CommuneKind.CURRENT
    parent_code: str | None = None
    postcodes: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()
    epci_code: str | None = None
    epci_name: str | None = None
    population: int = 0
    latitude: float | None = None
    longitude: float | None = None

    @property
    def department(self) -> str:
        """The code of the département: "59", "2A", "974"."""
        return department_of(self.code)

    @property
    def time_zone(self) -> str:
        """The IANA name of the clock there."""
        return zone_of(self.code, latitude=self.latitude, longitude=self.longitude)

    @property
    def has_own_code(self) -> bool:
        """False for a former commune, whose people now belong to its parent."""
        return self.kind in (CommuneKind.CURRENT, CommuneKind.BOROUGH)


async def replace_communes(
    session: AsyncSession, records: Iterable[CommuneRecord], *, source: str, now: datetime
) -> int:
    """Put a new list in the place of the old one; return how many entries it has."""
    await session.execute(delete(Commune))
    count = 0
    batch: list[dict[str, object]] = []
    for record in records:
        batch.append(_row(record))
        count += 1
        if len(batch) == BATCH:
            await _insert(session, batch)
            batch = []
    await _insert(session, batch)
    stamp = await session.get(CommuneList, 1) or CommuneList(id=1)
    stamp.imported_at, stamp.source, stamp.communes = now, source[:200], count
    session.add(stamp)
    await session.flush()
    return count


async def keep_built_in(session: AsyncSession, records: Sequence[CommuneRecord], *, now: datetime) -> bool:
    """Put the small built-in list where there is none, or an older built-in one. An imported list is never touched."""
    stamp = await session.get(CommuneList, 1)
    if stamp is not None and (stamp.source != BUILT_IN or stamp.communes == len(records)):
        return False
    await replace_communes(session, records, source=BUILT_IN, now=now)
    return True


BUILT_IN = "built-in"


async def list_stamp(session: AsyncSession) -> datetime | None:
    """When the list last changed, or None where there is none."""
    stamp: datetime | None = await session.scalar(select(CommuneList.imported_at))
    return stamp


async def read_communes(session: AsyncSession) -> list[CommuneRecord]:
    """The whole list."""
    rows = await session.execute(
        select(
            Commune.code,
            Commune.name,
            Commune.kind,
            Commune.parent_code,
            Commune.postcodes,
            Commune.former_codes,
            Commune.epci_code,
            Commune.epci_name,
            Commune.population,
            Commune.latitude,
            Commune.longitude,
        ).order_by(Commune.id)
    )
    return [
        CommuneRecord(code, name, CommuneKind(kind), parent, tuple(postcodes), tuple(former), *rest)
        for code, name, kind, parent, postcodes, former, *rest in rows
    ]


async def count_communes(session: AsyncSession) -> int:
    """How many entries the list has."""
    return await session.scalar(select(func.count()).select_from(Commune)) or 0


async def _insert(session: AsyncSession, batch: list[dict[str, object]]) -> None:
    if batch:
        await (await session.connection()).execute(insert(Base.metadata.tables[Commune.__tablename__]), batch)


def _row(record: CommuneRecord) -> dict[str, object]:
    return {
        "code": record.code,
        "name": record.name,
        "kind": record.kind.value,
        "parent_code": record.parent_code,
        "postcodes": list(record.postcodes),
        "former_codes": list(record.former_codes),
        "epci_code": record.epci_code,
        "epci_name": record.epci_name,
        "population": record.population,
        "latitude": record.latitude,
        "longitude": record.longitude,
    }
