"""Export to Open Referral HSDS 3.0: the rows of its tables, each place an organisation, a service and a location."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from actions.directory.formats.hsds_schedules import schedules
from actions.directory.kinds import Cost, Referral
from actions.directory.models import Resource, ResourceState
from actions.territories.departments import name_of_department
from actions.territories.zones import department_of

NAMESPACE = uuid.UUID("6f1f9a52-9a0b-5d0e-8c53-3b7a0c1e5d40")  # ours: the same place has the same ids in every export
TAXONOMY = "clsm-bot kinds"
STATUS = {
    ResourceState.ACTIVE.value: "active",
    ResourceState.CLOSED.value: "defunct",
    ResourceState.GONE.value: "inactive",
}
SAYS_LITTLE = "Lieu d’aide en santé mentale."

TABLES: Mapping[str, tuple[str, ...]] = {
    "organization": ("id", "name", "description", "email", "website"),
    "organization_identifier": ("id", "organization_id", "identifier_scheme", "identifier_type", "identifier"),
    "service": (
        "id",
        "organization_id",
        "name",
        "description",
        "url",
        "email",
        "status",
        "application_process",
        "fees_description",
        "eligibility_description",
        "minimum_age",
        "maximum_age",
        "assured_date",
        "last_modified",
    ),
    "location": ("id", "location_type", "organization_id", "name", "latitude", "longitude"),
    "service_at_location": ("id", "service_id", "location_id"),
    "phone": ("id", "service_id", "number", "type"),
    "address": (
        "id",
        "location_id",
        "address_1",
        "city",
        "state_province",
        "postal_code",
        "country",
        "address_type",
    ),
    "schedule": (
        "id",
        "service_id",
        "valid_from",
        "valid_to",
        "timezone",
        "wkst",
        "freq",
        "byday",
        "description",
        "opens_at",
        "closes_at",
        "notes",
    ),
    "service_area": ("id", "service_id", "name", "extent", "extent_type"),
    "language": ("id", "service_id", "code"),
    "accessibility": ("id", "location_id", "description"),
    "cost_option": ("id", "service_id", "option", "amount_description"),
    "taxonomy_term": ("id", "code", "name", "description", "taxonomy"),
    "attribute": ("id", "link_id", "taxonomy_term_id", "link_entity"),
}


def hsds_tables(resources: Iterable[Resource], *, today: date) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table; columns as in `TABLES`. A season of opening hours is dated as the one of `today`."""
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    kinds: set[str] = set()
    for resource in resources:
        kinds.add(resource.kind)
        for table, row in _rows(resource, today):
            tables[table].append({name: row.get(name) for name in TABLES[table]})
    for kind in sorted(kinds):
        term = {"id": _id("term", kind), "code": kind, "name": kind, "description": kind, "taxonomy": TAXONOMY}
        tables["taxonomy_term"].append(term)
    return {name: tables.get(name, []) for name in TABLES}


def _rows(resource: Resource, today: date) -> Sequence[tuple[str, dict[str, Any]]]:
    key = f"{resource.source}/{resource.source_id}"
    organization, service, location = (_id(part, key) for part in ("organization", "service", "location"))
    description = resource.description or SAYS_LITTLE
    rows: list[tuple[str, dict[str, Any]]] = [
        (
            "organization",
            {"id": organization, "name": resource.name, "description": description}
            | {"email": resource.email, "website": resource.site},
        ),
        (
            "organization_identifier",
            {"id": _id("identifier", key), "organization_id": organization, "identifier_scheme": _scheme(resource)}
            | {"identifier_type": _scheme(resource), "identifier": resource.source_id},
        ),
        ("service", _service(resource, organization, service, description)),
        ("location", _location(resource, organization, location)),
        ("service_at_location", {"id": _id("at", key), "service_id": service, "location_id": location}),
        (
            "attribute",
            {"id": _id("attribute", key), "link_id": service, "link_entity": "service"}
            | {"taxonomy_term_id": _id("term", resource.kind)},
        ),
    ]
    return [*rows, *_optional(resource, key, service=service, location=location, today=today)]


def _service(resource: Resource, organization: str, service: str, description: str) -> dict[str, Any]:
    process = resource.referral_note
    if process is None and resource.referral != Referral.UNKNOWN.value:
        process = "Sans orientation" if resource.referral == Referral.NOT_NEEDED.value else "Sur orientation"
    return {
        "id": service,
        "organization_id": organization,
        "name": resource.name,
        "description": description,
        "url": resource.site,
        "email": resource.email,
        "status": STATUS[resource.state],
        "application_process": process,
        "fees_description": resource.cost_note,
        "eligibility_description": resource.for_whom,
        "minimum_age": resource.youngest,
        "maximum_age": resource.oldest,
        "assured_date": resource.checked_on.isoformat() if resource.checked_on else None,
        "last_modified": resource.updated_on.isoformat() if resource.updated_on else None,
    }


def _location(resource: Resource, organization: str, location: str) -> dict[str, Any]:
    exact = not resource.is_approximate
    return {
        "id": location,
        "location_type": "physical",
        "organization_id": organization,
        "name": resource.name,
        "latitude": resource.latitude if exact else None,
        "longitude": resource.longitude if exact else None,
    }


def _optional(
    resource: Resource, key: str, *, service: str, location: str, today: date
) -> Iterable[tuple[str, dict[str, Any]]]:
    """The tables that have a row only where there is something to say."""
    if resource.phone:
        yield "phone", {"id": _id("phone", key), "service_id": service, "number": resource.phone, "type": "voice"}
    if resource.commune and resource.postcode:
        yield "address", _address(resource, key, location)
    for row in schedules(resource, today=today):
        yield "schedule", {"id": _id("schedule", f"{key}/{row['number']}"), "service_id": service} | row
    for code in resource.serves:
        area = {"id": _id("area", f"{key}/{code}"), "service_id": service, "name": code}
        yield "service_area", area | {"extent": code, "extent_type": "text"}
    for language in resource.languages:
        yield "language", {"id": _id("language", f"{key}/{language}"), "service_id": service, "code": language}
    if resource.accessibility:
        row = {"id": _id("access", key), "location_id": location, "description": resource.accessibility}
        yield "accessibility", row
    if resource.cost != Cost.UNKNOWN.value:
        row = {"id": _id("cost", key), "service_id": service, "option": resource.cost}
        yield "cost_option", row | {"amount_description": resource.cost_note}


def _address(resource: Resource, key: str, location: str) -> dict[str, Any]:
    return {
        "id": _id("address", key),
        "location_id": location,
        "address_1": resource.address or resource.commune,
        "city": resource.commune,
        "state_province": name_of_department(department_of(resource.commune_code or resource.postcode or "")),
        "postal_code": resource.postcode,
        "country": "FR",
        "address_type": "physical",
    }


def _scheme(resource: Resource) -> str:
    return "FR-FINESS" if resource.source == "finess" else f"clsm-bot:{resource.source}"


def _id(what: str, key: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{what}:{key}"))
