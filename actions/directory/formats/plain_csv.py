"""Our own table: one place a row, the header in docs/directory.md. What a coordination fills in within an hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from actions.directory.formats import fields
from actions.directory.formats.rows import Notes, Raw, Row, Unusable, mapped
from actions.directory.formats.tables import read_records
from actions.directory.kind_names import kind_of_name
from actions.directory.kinds import Cost, Kind, Referral
from actions.directory.records import ResourceRecord
from actions.territories.folding import fold

HEADER = (
    "id",
    "type",
    "nom",
    "description",
    "public",
    "age_min",
    "age_max",
    "cout",
    "cout_precision",
    "orientation",
    "orientation_precision",
    "telephone",
    "courriel",
    "site",
    "adresse",
    "code_postal",
    "code_insee",
    "commune",
    "latitude",
    "longitude",
    "horaires",
    "horaires_precision",
    "accessibilite",
    "langues",
    "communes_desservies",
    "date_maj",
    "exemple",
)
KINDS = {kind.value: kind for kind in Kind}
COSTS = {
    "gratuit": Cost.FREE,
    "pris en charge": Cost.COVERED,
    "rembourse": Cost.COVERED,
    "adhesion": Cost.MEMBERSHIP,
    "payant": Cost.PAYING,
}
REFERRALS = {"non": Referral.NOT_NEEDED, "oui": Referral.NEEDED}
Choice = TypeVar("Choice", Cost, Referral)
YES = frozenset({"oui", "yes", "1", "x", "vrai", "true"})


def read_plain_csv(path: Path, *, source: str, are_hours: Callable[[str], bool]) -> Iterator[Row]:
    """The rows of our table. `are_hours` tells whether an expression of opening hours can be read."""
    for row, cells in read_records(path):
        name = cells.get("nom") or f"row {row.line}"
        if row.problem is not None and not (cells.get("nom") and cells.get("type")):
            yield Row(row.line, name, problems=(row.problem,))
            continue
        read = mapped(row.line, cells, lambda raw, notes: _record(raw, notes, source, are_hours), name=name)
        yield read if row.problem is None else Row(read.number, read.name, read.record, (row.problem, *read.problems))


def _record(raw: Raw, notes: Notes, source: str, are_hours: Callable[[str], bool]) -> ResourceRecord:
    name = fields.title(raw, "nom")
    code = fields.insee(raw, "code_insee", notes)
    postcode = fields.postcode(raw, "code_postal", notes)
    latitude, longitude = fields.position(raw, notes)
    if code is None and postcode is None and latitude is None:
        raise Unusable("nothing says where it is: code_insee, code_postal or latitude and longitude")
    hours, hours_note = _hours(raw, notes, are_hours)
    return ResourceRecord(
        source=source,
        source_id=fields.text(raw, "id") or fold(f"{name} {postcode or code}").replace(" ", "-")[:120],
        kind=_kind(raw, name),
        name=name,
        description=fields.text(raw, "description"),
        for_whom=fields.text(raw, "public"),
        youngest=fields.whole(raw, "age_min", notes),
        oldest=fields.whole(raw, "age_max", notes),
        cost=_choice(raw, "cout", COSTS, Cost.UNKNOWN, notes),
        cost_note=fields.text(raw, "cout_precision"),
        referral=_choice(raw, "orientation", REFERRALS, Referral.UNKNOWN, notes),
        referral_note=fields.text(raw, "orientation_precision"),
        phone=fields.text(raw, "telephone"),
        email=fields.email(raw, "courriel", notes),
        site=fields.address_of_site(raw, "site", notes),
        address=fields.text(raw, "adresse"),
        postcode=postcode,
        commune_code=code,
        commune=fields.text(raw, "commune"),
        latitude=latitude,
        longitude=longitude,
        hours=hours,
        hours_note=hours_note,
        accessibility=fields.text(raw, "accessibilite"),
        languages=fields.several(raw, "langues"),
        serves=fields.several(raw, "communes_desservies"),
        updated_on=fields.day(raw, "date_maj", notes),
        is_sample=fold(str(raw.get("exemple") or "")) in YES,
    )


def _kind(raw: Raw, name: str) -> Kind:
    value = fields.required(raw, "type")
    if value in KINDS:
        return KINDS[value]
    guessed = kind_of_name(value) or kind_of_name(name)
    if guessed is None:
        raise Unusable(f"type {value} is none of ours: {', '.join(kind.value for kind in Kind)}")
    return guessed


def _hours(raw: Raw, notes: Notes, are_hours: Callable[[str], bool]) -> tuple[str | None, str | None]:
    """Hours that can be evaluated; any others are kept as words."""
    hours, note = fields.text(raw, "horaires"), fields.text(raw, "horaires_precision")
    if hours is None or are_hours(hours):
        return hours, note
    notes.add(f"horaires is not in opening_hours syntax, kept as words: {hours}")
    return None, note or hours


def _choice(raw: Raw, name: str, known: Mapping[str, Choice], default: Choice, notes: Notes) -> Choice:
    value = fields.text(raw, name)
    if value is None:
        return default
    found = known.get(fold(value))
    if found is None:
        notes.add(f"{name} is none of {', '.join(known)}: {value}")
        return default
    return found
