"""Soliguide: places as its API returns them. For those whose licence allows it: the data are not freely reusable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from actions.directory.formats import fields
from actions.directory.formats.items import read_items
from actions.directory.formats.rows import Elsewhere, Notes, Raw, Row, mapped
from actions.directory.kind_names import kind_of_name
from actions.directory.kinds import Cost, Kind, Referral
from actions.directory.records import ResourceRecord

CATEGORIES: Mapping[str, Kind] = {
    "addiction_care": Kind.ADDICTION_CARE,
    "addiction_prevention_and_material": Kind.HARM_REDUCTION,
    "addictions": Kind.ADDICTION_CARE,
    "disability_advice": Kind.DISABILITY_OFFICE,
    "support_groups": Kind.MUTUAL_AID,
    "mental_health": Kind.OTHER,
    "psychological_support": Kind.OTHER,
    "psychiatry": Kind.OTHER,
    "mental_health_education": Kind.OTHER,
    "therapeutic_activities": Kind.OTHER,
    "wellness": Kind.OTHER,
    "parent_assistance": Kind.OTHER,
}
DAYS = {
    "monday": "Mo",
    "tuesday": "Tu",
    "wednesday": "We",
    "thursday": "Th",
    "friday": "Fr",
    "saturday": "Sa",
    "sunday": "Su",
}
EXCLUSIVE = 2
ANY_AGE = (0, 99)


def read_soliguide(path: Path, *, source: str, are_hours: Callable[[str], bool]) -> Iterator[Row]:
    """The places of a list, or of the `places` of an answer."""
    for item in read_items(path, under="places"):
        if not isinstance(item.value, dict):
            yield Row(item.number, f"place {item.number}", problems=(item.problem or "not an object",))
            continue
        name = str(item.value.get("name") or f"place {item.number}")
        yield mapped(item.number, item.value, lambda raw, notes: _record(raw, notes, source, are_hours), name=name)


def _record(raw: Raw, notes: Notes, source: str, are_hours: Callable[[str], bool]) -> ResourceRecord:
    name = fields.title(raw, "name")
    where = _map(raw, "position")
    entity = _map(raw, "entity")
    publics = _map(raw, "publics")
    east, north = _coordinates(where)
    latitude, longitude = fields.position({"latitude": north, "longitude": east}, notes)
    youngest, oldest = _ages(publics)
    hours = opening_hours(_map(raw, "newhours"))
    price = fields.text(_map(raw, "modalities"), "price")
    return ResourceRecord(
        source=source,
        source_id=fields.required(raw, "lieu_id"),
        kind=_kind(raw, name),
        name=name,
        description=fields.text(raw, "description"),
        for_whom=fields.text(publics, "description"),
        youngest=youngest,
        oldest=oldest,
        cost=Cost.UNKNOWN if price is None else Cost.PAYING,
        cost_note=price,
        referral=_referral(_map(raw, "modalities")),
        referral_note=fields.text(_map(_map(raw, "modalities"), "orientation"), "precisions"),
        phone=_phone(entity),
        email=fields.email(entity, "mail", notes),
        site=fields.address_of_site(entity, "website", notes),
        address=fields.text(where, "address") or fields.text(where, "adresse"),
        postcode=fields.postcode(where, "postalCode", notes) or fields.postcode(where, "codePostal", notes),
        commune_code=fields.insee(where, "cityCode", notes),
        commune=fields.text(where, "city") or fields.text(where, "ville"),
        latitude=latitude,
        longitude=longitude,
        hours=hours if hours and are_hours(hours) else None,
        hours_note=fields.text(_map(raw, "newhours"), "description"),
        accessibility="Accès en fauteuil roulant" if _map(_map(raw, "modalities"), "pmr").get("checked") else None,
        languages=fields.several(raw, "languages"),
        updated_on=fields.day(raw, "updatedByUserAt", notes) or fields.day(raw, "updatedAt", notes),
    )


def opening_hours(week: Raw) -> str | None:
    """Soliguide's week in OpenStreetMap's syntax."""
    rules = []
    for day, short in DAYS.items():
        slots = _map(week, day).get("timeslot") or []
        spans = [_span(slot) for slot in slots if isinstance(slot, dict)] if _map(week, day).get("open") else []
        known = [span for span in spans if span is not None]
        if known:
            rules.append(f"{short} {','.join(known)}")
    if rules and week.get("closedHolidays") == "CLOSED":
        rules.append("PH off")
    return "; ".join(rules) or None


def _span(slot: Raw) -> str | None:
    """930 and 1700 are half past nine and five o'clock."""
    times = []
    for name in ("start", "end"):
        value = str(slot.get(name, "")).replace(":", "").zfill(4)
        if not value.isdecimal() or len(value) != 4:  # noqa: PLR2004 - hours and minutes
            return None
        times.append(f"{value[:2]}:{value[2:]}")
    return "-".join(times)


def _kind(raw: Raw, name: str) -> Kind:
    services = raw.get("services_all")
    categories = [str(each.get("category")) for each in services or [] if isinstance(each, dict)]
    ours = [CATEGORIES[each] for each in categories if each in CATEGORIES]
    if not ours:
        raise Elsewhere("none of its services is of this directory")
    named = kind_of_name(name)
    return named or next((kind for kind in ours if kind is not Kind.OTHER), ours[0])


def _ages(publics: Raw) -> tuple[int | None, int | None]:
    age = _map(publics, "age")
    low, high = age.get("min"), age.get("max")
    if publics.get("accueil") != EXCLUSIVE or not isinstance(low, int) or not isinstance(high, int):
        return None, None
    return (low or None, high if high < ANY_AGE[1] else None)


def _referral(modalities: Raw) -> Referral:
    if _map(modalities, "orientation").get("checked"):
        return Referral.NEEDED
    return Referral.NOT_NEEDED if modalities.get("inconditionnel") else Referral.UNKNOWN


def _phone(entity: Raw) -> str | None:
    phones = entity.get("phones") or []
    return next((fields.text(each, "phoneNumber") for each in phones if isinstance(each, dict)), None)


def _coordinates(where: Raw) -> Sequence[Any]:
    pair = _map(where, "location").get("coordinates")
    return pair if isinstance(pair, list) and len(pair) == 2 else (None, None)  # noqa: PLR2004 - east and north


def _map(raw: Raw, name: str) -> Raw:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}
