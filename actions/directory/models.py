"""Tables of the directory: places, what coordinations changed, errors reported by nobody in particular, imports."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.tables import Base, Instant


class ResourceState(StrEnum):
    """Whether a place is shown."""

    ACTIVE = "active"
    CLOSED = "closed"  # a coordination says that it has closed
    GONE = "gone"  # its source no longer names it


class ReportReason(StrEnum):
    """What a visitor found wrong."""

    PHONE = "phone"
    HOURS = "hours"
    MOVED = "moved"
    CLOSED = "closed"
    OTHER = "other"


class Resource(Base):
    """A place of help, as its source and its coordination describe it. `square` and `region` serve the search."""

    __tablename__ = "resource"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        Index("ix_resource_kind_square_state", "kind", "square", "state"),
        Index("ix_resource_kind_region_state", "kind", "region", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(60))
    source_id: Mapped[str] = mapped_column(String(120))
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=ResourceState.ACTIVE.value)
    kind: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(150))
    description: Mapped[str | None] = mapped_column(Text)
    for_whom: Mapped[str | None] = mapped_column(String(500))
    youngest: Mapped[int | None]
    oldest: Mapped[int | None]
    cost: Mapped[str] = mapped_column(String(12))
    cost_note: Mapped[str | None] = mapped_column(String(300))
    referral: Mapped[str] = mapped_column(String(12))
    referral_note: Mapped[str | None] = mapped_column(String(500))
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(200))
    site: Mapped[str | None] = mapped_column(String(500))
    address: Mapped[str | None] = mapped_column(String(250))
    postcode: Mapped[str | None] = mapped_column(String(5))
    commune_code: Mapped[str | None] = mapped_column(String(5), index=True)
    commune: Mapped[str | None] = mapped_column(String(80))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    is_approximate: Mapped[bool] = mapped_column(default=False)
    square: Mapped[int | None]
    region: Mapped[int | None]
    time_zone: Mapped[str] = mapped_column(String(40))
    hours: Mapped[str | None] = mapped_column(String(500))
    hours_note: Mapped[str | None] = mapped_column(String(300))
    accessibility: Mapped[str | None] = mapped_column(String(500))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    serves: Mapped[list[str]] = mapped_column(JSON, default=list)
    updated_on: Mapped[date | None] = mapped_column(Date)
    checked_on: Mapped[date | None] = mapped_column(Date, index=True)
    is_sample: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str] = mapped_column(String(32))
    edited_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    import_id: Mapped[int | None] = mapped_column(index=True)
    gone_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)


class ResourceChange(Base):
    """One thing a coordination did to a place, with what stood there before."""

    __tablename__ = "resource_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), index=True)
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id", ondelete="SET NULL"))
    deed: Mapped[str] = mapped_column(String(16))
    field: Mapped[str | None] = mapped_column(String(32))
    before: Mapped[Any | None] = mapped_column(JSON)
    after: Mapped[Any | None] = mapped_column(JSON)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class ResourceReport(Base):
    """Something wrong about a place, told by visitors of whom nothing is kept; the same error is one row, counted."""

    __tablename__ = "resource_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(12))
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime] = mapped_column(Instant)
    last_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant, index=True)


class ReportWords(Base):
    """What somebody added to a report in words: cleaned, of nobody, on a day; gone with the report or after 90 days."""

    __tablename__ = "resource_report_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("resource_report.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(300))
    written_on: Mapped[date] = mapped_column(Date, index=True)


class DirectoryImport(Base):
    """One run of an importer over one source, and what it did."""

    __tablename__ = "directory_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(60), index=True)
    file: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
