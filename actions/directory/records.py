"""The common record: what every source says about a place, in our words and within our limits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from actions.directory.kinds import Cost, Kind, Referral


@dataclass(frozen=True, slots=True)
class ResourceRecord:
    """A place of help. Ages in years, both included; positions in degrees; `hours` in OpenStreetMap's syntax.

    `serves` lists the INSEE codes of the communes that a sectorised place serves entirely; `updated_on` is the day
    its source last looked at it.
    """

    source: str
    source_id: str
    kind: Kind
    name: str
    description: str | None = None
    for_whom: str | None = None
    youngest: int | None = None
    oldest: int | None = None
    cost: Cost = Cost.UNKNOWN
    cost_note: str | None = None
    referral: Referral = Referral.UNKNOWN
    referral_note: str | None = None
    phone: str | None = None
    email: str | None = None
    site: str | None = None
    address: str | None = None
    postcode: str | None = None
    commune_code: str | None = None
    commune: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_approximate: bool = False
    hours: str | None = None
    hours_note: str | None = None
    accessibility: str | None = None
    languages: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    updated_on: date | None = None
    is_sample: bool = False

    @property
    def digest(self) -> str:
        """A fingerprint of everything the source says: equal digests mean that nothing changed."""
        said = tuple(getattr(self, name) for name in FIELDS)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


FIELDS = tuple(sorted(field.name for field in fields(ResourceRecord)))
LENGTHS = {
    "name": 150,
    "description": 2000,
    "for_whom": 500,
    "cost_note": 300,
    "referral_note": 500,
    "phone": 40,
    "email": 200,
    "site": 500,
    "address": 250,
    "postcode": 5,
    "commune_code": 5,
    "commune": 80,
    "hours": 500,
    "hours_note": 300,
    "accessibility": 500,
}
ELLIPSIS = "…"


def shortened(record: ResourceRecord) -> ResourceRecord:
    """The record with every text cut to what the directory holds, so that one long field loses no row."""
    cut: dict[str, Any] = {
        name: value[: longest - 1] + ELLIPSIS
        for name, longest in LENGTHS.items()
        if isinstance(value := getattr(record, name), str) and len(value) > longest
    }
    return replace(record, **cut) if cut else record
