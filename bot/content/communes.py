"""The files of communes: what geo.api.gouv.fr returns as JSON, or a table of the same fields (CSV)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from actions.territories.communes import CommuneKind, CommuneRecord
from bot.content.mistakes import ContentRefused, Mistake

# Our name of a column, and those under which official tables carry it.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "code_insee", "insee_com", "code_commune_INSEE", "Code_commune_INSEE", "COM"),
    "nom": ("nom", "nom_standard", "commune_article", "nom_commune_complet", "nom_commune", "LIBELLE"),
    "type": ("type", "commune_type", "typecom", "TYPECOM"),
    "codesPostaux": ("codesPostaux", "codes_postaux", "code_postal", "Code_postal"),
    "population": ("population", "population_2021", "population_municipale"),
    "latitude": ("latitude", "lat", "latitude_mairie", "latitude_centre"),
    "longitude": ("longitude", "lng", "lon", "longitude_mairie", "longitude_centre"),
    "codeEpci": ("codeEpci", "epci_code"),
    "nomEpci": ("nomEpci", "epci_nom"),
    "codeParent": ("codeParent", "chefLieu", "insee_parente", "COMPARENT"),
    "anciensCodes": ("anciensCodes",),
}
KINDS = {"COM": "commune-actuelle", "ARM": "arrondissement-municipal", "COMD": "commune-deleguee"} | {
    "COMA": "commune-associee"
}
CODE_LENGTH = 5


def load_communes(*paths: Path) -> list[CommuneRecord]:
    """Read files of communes, several when the official list comes in parts; rows of one commune are joined.

    Raises ContentRefused naming the line of whatever cannot be read.
    """
    found: dict[tuple[str, str], CommuneRecord] = {}
    for path in paths:
        for line, fields in _read(path):
            record = _record(fields, path=path, line=line)
            known = found.get((record.code, record.name))
            found[record.code, record.name] = _joined(known, record) if known else record
    return list(found.values())


def _read(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentRefused([Mistake(path, 1, f"not readable: {error}")]) from None
    if text.lstrip().startswith(("[", "{")):
        yield from _read_json(text, path)
    else:
        yield from _read_table(text, path)


def _read_json(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise ContentRefused([Mistake(path, error.lineno, f"not JSON: {error.msg}")]) from None
    if isinstance(content, dict) and content.get("type") == "FeatureCollection":
        content = [
            feature["properties"] | {"centre": feature.get("geometry")} for feature in content.get("features", [])
        ]
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise ContentRefused(
            [Mistake(path, 1, "a list of communes is expected, as geo.api.gouv.fr/communes returns it")]
        )
    for number, item in enumerate(content, start=1):
        centre = (item.get("centre") or item.get("mairie") or {}).get("coordinates") or (None, None)
        yield (
            number,
            item
            | {
                "longitude": centre[0],
                "latitude": centre[1],
                "nomEpci": (item.get("epci") or {}).get("nom"),
                "codeParent": item.get("codeParent") or item.get("chefLieu"),
            },
        )


def _read_table(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    lines = text.splitlines()
    header = lines[0] if lines else ""
    rows = csv.DictReader(lines, delimiter=";" if header.count(";") > header.count(",") else ",")
    names = {
        ours: next((name for name in theirs if name in (rows.fieldnames or ())), None)
        for ours, theirs in COLUMNS.items()
    }
    if names["code"] is None or names["nom"] is None:
        raise ContentRefused([Mistake(path, 1, "the header must name at least `code` (INSEE) and `nom`")])
    for number, row in enumerate(rows, start=2):
        yield number, {ours: row[theirs] for ours, theirs in names.items() if theirs is not None}


def _record(fields: Mapping[str, Any], *, path: Path, line: int) -> CommuneRecord:
    code = str(fields.get("code") or "").zfill(CODE_LENGTH)
    name = str(fields.get("nom") or "")
    kind = str(fields.get("type") or CommuneKind.CURRENT.value)
    try:
        return CommuneRecord(
            code=code,
            name=name,
            kind=CommuneKind(KINDS.get(kind, kind)),
            parent_code=str(fields["codeParent"]) if fields.get("codeParent") else None,
            postcodes=tuple(postcode.zfill(CODE_LENGTH) for postcode in _several(fields.get("codesPostaux"))),
            former_codes=tuple(_several(fields.get("anciensCodes"))),
            epci_code=str(fields["codeEpci"]) if fields.get("codeEpci") else None,
            epci_name=str(fields["nomEpci"]) if fields.get("nomEpci") else None,
            population=int(float(fields.get("population") or 0)),
            latitude=_degrees(fields.get("latitude")),
            longitude=_degrees(fields.get("longitude")),
        )
    except ValueError as error:
        raise ContentRefused([Mistake(path, line, f"{name or code}: {error}")]) from None


def _joined(known: CommuneRecord, other: CommuneRecord) -> CommuneRecord:
    fields = {name: getattr(known, name) or getattr(other, name) for name in CommuneRecord.__slots__}
    fields["postcodes"] = tuple(dict.fromkeys((*known.postcodes, *other.postcodes)))
    return CommuneRecord(**fields)


def _several(value: object) -> Sequence[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [each for each in str(value or "").replace(",", "|").replace(" ", "|").split("|") if each]


def _degrees(value: object) -> float | None:
    return float(str(value)) if value not in (None, "") else None
