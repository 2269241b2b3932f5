"""Tables of the territories: a CLSM, the communes it covers, how to reach its coordination."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, exists, or_
from sqlalchemy.orm import Mapped, column_property, mapped_column

from actions.tables import Base, Instant


class TerritoryStatus(StrEnum):
    """A project not yet active is shown as one."""

    ACTIVE = "active"
    PROJECT = "project"
    STOPPED = "stopped"


class Territory(Base):
    """A local mental health council, whatever its local name: one quartier, several communes, several EPCI."""

    __tablename__ = "territory"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(16), default=TerritoryStatus.ACTIVE.value)
    time_zone: Mapped[str] = mapped_column(String(40))
    office_hours: Mapped[str | None] = mapped_column(String(255))
    contact: Mapped[str | None] = mapped_column(String(500))
    site: Mapped[str | None] = mapped_column(String(255))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    local_lines: Mapped[list[str]] = mapped_column(JSON, default=list)
    edited_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_sample: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(Instant)

    if TYPE_CHECKING:
        is_in_alsace_moselle: Mapped[bool]  # no column: asked of the communes below


class CoveredArea(Base):
    """One area of a territory's perimeter: a commune by INSEE code, an EPCI by SIREN, or a named quartier."""

    __tablename__ = "covered_area"
    __table_args__ = (UniqueConstraint("territory_id", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(120))


class Commune(Base):
    """One commune of the official list, an arrondissement of a big town, or a former commune that people still name."""

    __tablename__ = "commune"
    __table_args__ = (UniqueConstraint("code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(5), index=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(24))
    parent_code: Mapped[str | None] = mapped_column(String(5))
    postcodes: Mapped[list[str]] = mapped_column(JSON, default=list)
    former_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    epci_code: Mapped[str | None] = mapped_column(String(9), index=True)
    epci_name: Mapped[str | None] = mapped_column(String(120))
    population: Mapped[int] = mapped_column(default=0)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class CommuneList(Base):
    """When the list of communes was last brought in: one row, by which a running assistant sees that it changed."""

    __tablename__ = "commune_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    imported_at: Mapped[datetime] = mapped_column(Instant)
    source: Mapped[str] = mapped_column(String(200))
    communes: Mapped[int]


class TerritoryChange(Base):
    """What a coordination changed about its own territory: kept so that nobody wonders, and never overwritten."""

    __tablename__ = "territory_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(32))
    before: Mapped[str | None] = mapped_column(String(1000))
    after: Mapped[str | None] = mapped_column(String(1000))
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


LOCAL_LAW = ("57", "67", "68")  # Moselle, Bas-Rhin, Haut-Rhin
_in_local_law = or_(*(Commune.code.startswith(department) for department in LOCAL_LAW))
# Loaded with the row, because who asks for office hours holds the territory and no session.
Territory.is_in_alsace_moselle = column_property(
    exists()
    .where(CoveredArea.territory_id == Territory.id)
    .where(or_(Commune.code == CoveredArea.code, Commune.epci_code == CoveredArea.code))
    .where(_in_local_law)
    .correlate(Territory)
)
