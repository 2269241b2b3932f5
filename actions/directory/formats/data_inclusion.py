"""data·inclusion, schema v1: structures and their services, as JSON or CSV.

A service is a record of its own; what it leaves out (position, phone, hours) it takes from its structure. A structure
without any service of ours is a record if its network says what it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from actions.directory.formats import fields
from actions.directory.formats.items import read_items
from actions.directory.formats.rows import Elsewhere, Notes, Raw, Row, mapped
from actions.directory.formats.tables import read_records
from actions.directory.kind_names import is_for_the_young, kind_of_name
from actions.directory.kinds import Cost, Kind, Referral
from actions.directory.records import ResourceRecord

NETWORKS: Mapping[str, Kind] = {
    "cmp": Kind.CMP,
    "csapa": Kind.ADDICTION_CARE,
    "caarud": Kind.HARM_REDUCTION,
    "ccas-cias": Kind.TOWN_SOCIAL_AID,
    "mdph": Kind.DISABILITY_OFFICE,
    "maison-departementale-de-lautonomie": Kind.DISABILITY_OFFICE,
    "esat": Kind.SHELTERED_WORK,
    "chrs": Kind.SHELTER,
    "siao": Kind.SHELTER,
    "huda": Kind.SHELTER,
    "hup": Kind.SHELTER,
    "france-service": Kind.MEETING_PLACE,
    "fcsf": Kind.MEETING_PLACE,
}
# Themes we keep even where neither the network nor the name says what the place is.
THEMES: Mapping[str, Kind] = {
    "sante--addictions": Kind.ADDICTION_CARE,
    "sante--constituer-un-dossier-mdph-invalidite": Kind.DISABILITY_OFFICE,
    "sante--sante-sexuelle": Kind.SEXUAL_HEALTH,
    "sante--sante-mentale": Kind.OTHER,
    "famille--soutien-aidants": Kind.OTHER,
    "sante--acces-aux-soins": Kind.OTHER,
    "remobilisation--bien-etre-confiance-en-soi": Kind.OTHER,
    "remobilisation--lien-social": Kind.MEETING_PLACE,
}
AGES_OF_PUBLICS: Mapping[str, tuple[int | None, int | None]] = {
    "jeunes": (12, 25),
    "etudiants": (17, 30),
    "seniors": (60, None),
}
FOR_EVERYBODY = "tous-publics"
YOUNG_CMP_AGES = (0, 17)
_INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
INHERITED = (
    "adresse",
    "code_insee",
    "code_postal",
    "commune",
    "courriel",
    "horaires_accueil",
    "latitude",
    "longitude",
    "telephone",
    "accessibilite_lieu",
    "reseaux_porteurs",
)


@dataclass(slots=True)
class Structures:
    """The structures of a file by id, in little memory: what their services take from them."""

    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, raw: Raw) -> None:
        """Remember a structure; one without an id is of no use to a service."""
        if raw.get("id"):
            kept = {name: raw[name] for name in (*INHERITED, "nom", "site_web") if raw.get(name) not in (None, "")}
            self.by_id[str(raw["id"])] = kept


def read_data_inclusion(
    path: Path, *, source: str, are_hours: Callable[[str], bool], structures: Path | None = None
) -> Iterator[Row]:
    """The rows of a file of services (with `structures` beside) or of structures, told apart by their fields."""
    known = Structures()
    if structures is not None:
        for _, raw, _ in _raw_rows(structures):
            known.add(raw)
    for number, raw, problem in _raw_rows(path):
        name = str(raw.get("nom") or f"row {number}")
        if problem is not None and not raw.get("id"):
            yield Row(number, name, problems=(problem,))
            continue
        read = mapped(number, raw, lambda each, notes: _record(each, notes, source, known, are_hours), name=name)
        yield read if problem is None else Row(number, read.name, read.record, (problem, *read.problems))


def _raw_rows(path: Path) -> Iterator[tuple[int, Raw, str | None]]:
    if path.suffix.lower() == ".csv":
        for row, cells in read_records(path):
            yield row.line, {name: _unpacked(value) for name, value in cells.items()}, row.problem
        return
    for item in read_items(path):
        value = item.value if isinstance(item.value, dict) else {}
        yield item.number, value, item.problem or (None if isinstance(item.value, dict) else "not an object")


def _unpacked(value: str) -> Any:
    """A list in a cell, written as JSON or between braces as a database prints it."""
    if value.startswith("["):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return [part.strip(" '\"") for part in value.strip("[]").split(",") if part.strip(" '\"")]
    if value.startswith("{") and value.endswith("}"):
        return [part.strip(' "') for part in value[1:-1].split(",") if part.strip(' "')]
    return value


def _record(
    raw: Raw, notes: Notes, source: str, structures: Structures, are_hours: Callable[[str], bool]
) -> ResourceRecord:
    is_service = "structure_id" in raw
    structure = structures.by_id.get(str(raw.get("structure_id"))) if is_service else None
    own = {name: value for name, value in raw.items() if value not in (None, "")}
    merged: dict[str, Any] = {**(structure or {}), **own}
    name = fields.title(merged, "nom")
    whole_name = f"{name} {(structure or {}).get('nom', '')}"
    kind = _kind(merged, name, whole_name, is_service=is_service)
    latitude, longitude = fields.position(merged, notes)
    youngest, oldest = _ages(merged, kind, whole_name)
    hours = fields.text(merged, "horaires_accueil")
    readable = hours is not None and are_hours(hours)
    if hours is not None and not readable:
        notes.add(f"horaires_accueil is not in opening_hours syntax, kept as words: {hours[:80]}")
    return ResourceRecord(
        source=source,
        source_id=fields.required(raw, "id"),
        kind=kind,
        name=name if structure is None or kind_of_name(name) else f"{name} – {structure.get('nom', '')}".strip(" –"),
        description=fields.text(raw, "description"),
        for_whom=fields.text(raw, "publics_precisions"),
        youngest=youngest,
        oldest=oldest,
        cost={"gratuit": Cost.FREE, "payant": Cost.PAYING}.get(str(raw.get("frais")), Cost.UNKNOWN),
        cost_note=fields.text(raw, "frais_precisions"),
        referral=_referral(raw),
        referral_note=fields.text(raw, "conditions_acces") or fields.text(raw, "mobilisation_precisions"),
        phone=fields.text(merged, "telephone"),
        email=fields.email(merged, "courriel", notes),
        site=fields.address_of_site(merged, "lien_mobilisation" if is_service else "site_web", notes)
        or fields.address_of_site(merged, "site_web", notes),
        address=", ".join(p for p in (fields.text(merged, "adresse"), fields.text(raw, "complement_adresse")) if p)
        or None,
        postcode=fields.postcode(merged, "code_postal", notes),
        commune_code=fields.insee(merged, "code_insee", notes),
        commune=fields.text(merged, "commune"),
        latitude=latitude,
        longitude=longitude,
        hours=hours if readable else None,
        hours_note=None if readable else hours,
        accessibility=fields.text(merged, "accessibilite_lieu"),
        serves=_serves(raw),
        updated_on=fields.day(raw, "date_maj", notes),
    )


def _kind(raw: Raw, name: str, whole_name: str, *, is_service: bool) -> Kind:
    """By its own name, its network, the name with its structure's, its themes; in this order."""
    networks = [NETWORKS[each] for each in fields.several(raw, "reseaux_porteurs") if each in NETWORKS]
    themes = [THEMES[each] for each in fields.several(raw, "thematiques") if each in THEMES]
    named = kind_of_name(name) or (networks[0] if networks else None) or kind_of_name(whole_name)
    if named is not None:
        return named
    if themes and is_service:
        return next((kind for kind in themes if kind is not Kind.OTHER), themes[0])
    raise Elsewhere("neither its name, its network nor its themes are of this directory")


def _ages(raw: Raw, kind: Kind, name: str) -> tuple[int | None, int | None]:
    publics = fields.several(raw, "publics")
    if kind in (Kind.CMP, Kind.PSYCHIATRIC_HOSPITAL) and is_for_the_young(name):
        return YOUNG_CMP_AGES
    known = [AGES_OF_PUBLICS[each] for each in publics if each in AGES_OF_PUBLICS]
    if FOR_EVERYBODY in publics or len(known) != 1 or len(publics) != 1:
        return None, None
    return known[0]


def _referral(raw: Raw) -> Referral:
    who = fields.several(raw, "mobilisable_par")
    if not who:
        return Referral.UNKNOWN
    return Referral.NOT_NEEDED if "usagers" in who else Referral.NEEDED


def _serves(raw: Raw) -> tuple[str, ...]:
    """Communes of the zone of eligibility. A département is never taken for the sector of a CMP."""
    return tuple(each for each in fields.several(raw, "zone_eligibilite") if _INSEE.fullmatch(each))
