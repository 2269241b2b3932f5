"""Tables of the territories: a CLSM, the communes it covers, how to reach its coordination."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
    is_sample: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class CoveredArea(Base):
    """One area of a territory's perimeter: a commune by INSEE code, an EPCI by SIREN, or a named quartier."""

    __tablename__ = "covered_area"
    __table_args__ = (UniqueConstraint("territory_id", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(120))
