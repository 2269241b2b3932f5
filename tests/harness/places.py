"""Files of places to the letter of their formats, of any size: for tests and benchmarks."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from actions.directory.formats.finess import COLUMNS
from actions.directory.formats.plain_csv import HEADER
from actions.directory.kinds import Kind
from actions.territories.communes import CommuneRecord

KINDS = [kind.value for kind in Kind if kind is not Kind.OTHER]
HOURS = (
    "Mo-Fr 09:00-17:00; PH off",
    "Mo-Fr 08:30-12:30,13:30-18:00; PH off",
    "Tu-Sa 10:00-18:00",
    "24/7",
    "We 14:00-17:00",
    "",
)
FINESS_CATEGORIES = ("156", "189", "197", "178", "609", "292", "603", "223", "365", "500")


def plain_rows(count: int, communes: Sequence[CommuneRecord], *, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Rows of our own table, scattered over communes as people are."""
    chance = random.Random(seed)
    towns = [commune for commune in communes if commune.latitude is not None and commune.longitude is not None]
    weights = [commune.population + 50 for commune in towns]
    for number, town in enumerate(chance.choices(towns, weights, k=count)):
        row = dict.fromkeys(HEADER, "")
        yield row | {
            "id": f"p{number}",
            "type": KINDS[number % len(KINDS)],
            "nom": f"Lieu {number} de {town.name}",
            "description": "Un accueil, une écoute, une orientation.",
            "cout": ("gratuit", "pris en charge", "payant", "")[number % 4],
            "adresse": f"{number % 90 + 1} rue de la Mairie",
            "code_postal": (town.postcodes or ("",))[0],
            "code_insee": town.code,
            "commune": town.name,
            "latitude": f"{(town.latitude or 0) + chance.uniform(-0.03, 0.03):.5f}",
            "longitude": f"{(town.longitude or 0) + chance.uniform(-0.03, 0.03):.5f}",
            "horaires": HOURS[number % len(HOURS)],
            "date_maj": f"2026-{number % 12 + 1:02d}-15",
        }


def write_plain(path: Path, rows: Iterator[dict[str, Any]]) -> Path:
    """Our own table as a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, HEADER, delimiter=";")
        table.writeheader()
        table.writerows(rows)
    return path


def data_inclusion_pair(number: int, town: CommuneRecord) -> tuple[dict[str, Any], dict[str, Any]]:
    """A structure and its service, to the letter of the schema v1."""
    networks = (["cmp"], ["csapa"], ["ccas-cias"], [])[number % 4]
    structure = {
        "id": f"essai--{number}",
        "source": "essai",
        "nom": f"Structure {number} de {town.name}",
        "date_maj": "2026-04-02",
        "adresse": f"{number % 80 + 1} rue des Lilas",
        "code_postal": (town.postcodes or ("59000",))[0],
        "code_insee": town.code,
        "commune": town.name,
        "latitude": town.latitude,
        "longitude": town.longitude,
        "telephone": "03 53 01 00 00",
        "horaires_accueil": "Mo-Fr 08:30-12:30; PH off",
        "reseaux_porteurs": networks,
    }
    service = {
        "id": f"essai--{number}-s",
        "structure_id": f"essai--{number}",
        "source": "essai",
        "nom": f"Permanence {number}",
        "description": "Accueil et écoute sur rendez-vous.",
        "date_maj": "2026-04-02",
        "type": "accompagnement",
        "thematiques": ["sante--addictions" if number % 2 else "sante--sante-mentale"],
        "frais": "gratuit",
        "publics": ["jeunes"] if number % 5 == 0 else ["tous-publics"],
        "mobilisable_par": ["usagers", "professionnels"],
        "modes_mobilisation": ["telephoner", "se-presenter"],
        "modes_accueil": ["en-presentiel"],
    }
    return structure, service


def write_json_list(path: Path, items: Iterator[dict[str, Any]]) -> Path:
    """A JSON list, written item by item."""
    with path.open("w", encoding="utf-8") as file:
        for number, item in enumerate(items):
            file.write(("," if number else "[") + "\n" + json.dumps(item, ensure_ascii=False))
        file.write("]\n")
    return path


def finess_line(number: int, *, category: str, town: CommuneRecord, name: str = "") -> str:
    """One establishment of the extraction, 32 columns."""
    department, commune = (town.code[:2], town.code[2:])
    if town.code.startswith("97") and town.code[2] in "123456":
        department = "9" + "ABCDEF"[int(town.code[2]) - 1]
    cells = dict.fromkeys(COLUMNS, "") | {
        "typeet": "structureet",
        "nofinesset": f"{number:09d}",
        "nofinessej": "590000001",
        "rs": name or f"ETAB {number}",
        "rslongue": name or f"ETABLISSEMENT NUMERO {number}",
        "numvoie": str(number % 90 + 1),
        "typvoie": "R",
        "voie": "DES TILLEULS",
        "commune": commune,
        "departement": department,
        "libdepartement": "",
        "ligneacheminement": f"{(town.postcodes or ('59000',))[0]} {town.name.upper()} CEDEX",
        "telephone": "0353010000",
        "categetab": category,
        "datemaj": "2025-03-04",
    }
    return ";".join(cells[name] for name in COLUMNS)


def write_finess(path: Path, lines: Iterator[str]) -> Path:
    """The extraction with its first line."""
    with path.open("w", encoding="utf-8") as file:
        file.write("finess;etalab;96;2026-03-11\n")
        file.writelines(f"{line}\n" for line in lines)
    return path
