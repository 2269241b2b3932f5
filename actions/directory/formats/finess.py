"""FINESS, « extraction du fichier des établissements »: a table without a header, 32 columns, no positions.

Every code is text: départements and categories have leading noughts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from actions.directory.formats import fields
from actions.directory.formats.rows import Elsewhere, Notes, Raw, Row, Unusable, mapped
from actions.directory.formats.tables import read_table
from actions.directory.kind_names import is_for_the_young, kind_of_name
from actions.directory.kinds import OF_FINESS, Kind
from actions.directory.records import ResourceRecord

COLUMNS = [
    "typeet",
    "nofinesset",
    "nofinessej",
    "rs",
    "rslongue",
    "complrs",
    "compldistrib",
    "numvoie",
    "typvoie",
    "voie",
    "compvoie",
    "lieuditbp",
    "commune",
    "departement",
    "libdepartement",
    "ligneacheminement",
    "telephone",
    "telecopie",
    "categetab",
    "libcategetab",
    "categagretab",
    "libcategagretab",
    "siret",
    "codeape",
    "codemft",
    "libmft",
    "codesph",
    "libsph",
    "dateouv",
    "dateautor",
    "datemaj",
    "numuai",
]
ESTABLISHMENT = "structureet"
STREETS = {
    "R": "rue",
    "AV": "avenue",
    "BD": "boulevard",
    "PL": "place",
    "RTE": "route",
    "CHE": "chemin",
    "ALL": "allée",
    "IMP": "impasse",
    "CRS": "cours",
    "QU": "quai",
    "QUAI": "quai",
    "SQ": "square",
    "PAS": "passage",
    "LD": "lieu-dit",
    "RPT": "rond-point",
    "ESP": "esplanade",
    "MTE": "montée",
    "FG": "faubourg",
    "HAM": "hameau",
}
GENERAL_HOSPITALS = frozenset({"355", "365", "101", "106"})
YOUNG_AGES = (0, 17)
ADULT_AGE = 16
_OVERSEAS = re.compile(r"^9[A-F]$")
_TOWN = re.compile(r"\s+CEDEX.*$")


def read_finess(path: Path, *, source: str) -> Iterator[Row]:
    """The establishments of our kinds; the first line names the extraction."""
    for row in read_table(path, separator=";"):
        if row.line == 1 and row.cells and row.cells[0] == "finess":
            continue
        if not any(row.cells):
            continue
        if row.cells[0] not in (ESTABLISHMENT, ""):
            yield Row(row.line, row.cells[0], problems=("not an establishment",), is_elsewhere=True)
            continue
        raw = dict(zip(COLUMNS, row.cells, strict=False))
        problems = (row.problem,) if row.problem else ()
        if len(row.cells) != len(COLUMNS):
            problems = (*problems, f"{len(row.cells)} cells instead of {len(COLUMNS)}")
            if len(row.cells) < len(COLUMNS) - 1:
                yield Row(row.line, raw.get("rs", ""), problems=problems)
                continue
        read = mapped(row.line, raw, lambda each, notes: _record(each, notes, source), name=raw.get("rs", ""))
        yield (
            Row(read.number, read.name, read.record, (*problems, *read.problems), read.is_elsewhere)
            if problems
            else read
        )


def _record(raw: Raw, notes: Notes, source: str) -> ResourceRecord:
    number = fields.required(raw, "nofinesset")
    name = _as_name(fields.text(raw, "rslongue") or fields.title(raw, "rs"))
    kind = _kind(raw, name)
    line = fields.text(raw, "ligneacheminement") or ""
    postcode = line[:5] if line[:5].isdecimal() else None
    if postcode is None and line:
        notes.add(f"ligneacheminement has no postcode: {line}")
    youngest, oldest = _ages(kind, name)
    return ResourceRecord(
        source=source,
        source_id=number,
        kind=kind,
        name=name,
        description=fields.text(raw, "libcategetab"),
        youngest=youngest,
        oldest=oldest,
        phone=fields.text(raw, "telephone"),
        address=_address(raw),
        postcode=postcode,
        commune_code=_insee(raw, notes),
        commune=_as_name(_TOWN.sub("", line[5:].strip())) or None,
        is_approximate=True,
        updated_on=fields.day(raw, "datemaj", notes),
    )


def _kind(raw: Raw, name: str) -> Kind:
    category = (fields.text(raw, "categetab") or "").removesuffix(".0")
    named = kind_of_name(name)
    if category in GENERAL_HOSPITALS:
        if named in (Kind.PSYCHIATRIC_HOSPITAL, Kind.PSYCHIATRIC_EMERGENCY):
            return named
        raise Elsewhere(f"category {category} is a general hospital")
    kind = OF_FINESS.get(category)
    if kind is None:
        raise Elsewhere(f"category {category} is not of this directory")
    return Kind.YOUNG_CONSUMERS if kind is Kind.ADDICTION_CARE and named is Kind.YOUNG_CONSUMERS else kind


def _ages(kind: Kind, name: str) -> tuple[int | None, int | None]:
    if kind is not Kind.CMP:
        return None, None
    return YOUNG_AGES if is_for_the_young(name) else (ADULT_AGE, None)


def _insee(raw: Raw, notes: Notes) -> str | None:
    """`departement` with 9A…9F for overseas, then the short code of the commune."""
    department, commune = fields.text(raw, "departement"), fields.text(raw, "commune")
    if department is None or commune is None:
        raise Unusable("departement or commune is missing")
    code = _OVERSEAS.sub("97", department.upper()) + commune.zfill(3)
    if re.fullmatch(r"(?:\d{2}|2[AB])\d{3}", code):
        return code
    notes.add(f"departement {department} and commune {commune} make no INSEE code")
    return None


def _address(raw: Raw) -> str | None:
    street = fields.text(raw, "typvoie") or ""
    parts = (
        fields.text(raw, "numvoie"),
        fields.text(raw, "compvoie"),
        STREETS.get(street.upper(), street.lower()),
        _as_name(fields.text(raw, "voie") or "", in_a_sentence=True),
    )
    first = " ".join(part for part in parts if part)
    return ", ".join(part for part in (first, _as_name(fields.text(raw, "lieuditbp") or "")) if part) or None


ACRONYMS = frozenset(
    [
        "CMP",
        "CMPP",
        "CAMSP",
        "CSAPA",
        "CAARUD",
        "CJC",
        "GEM",
        "MDPH",
        "SAVS",
        "SAMSAH",
        "ESAT",
        "CHRS",
        "CHS",
        "EPSM",
        "CH",
        "CHU",
        "PMI",
        "BAPU",
        "CATTP",
        "CATTG",
        "ITEP",
        "IME",
        "SESSAD",
        "CLIC",
        "PASS",
        "EMPP",
        "APSI",
        "ANPAA",
        "ADAPEI",
        "UGECAM",
        "BP",
        "CMPEA",
        "CPEF",
        "LHSS",
        "ACT",
        "DAC",
    ]
)
SMALL = frozenset(["de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "sur", "sous", "à", "aux", "au", "pour"])


def _as_name(text: str, *, in_a_sentence: bool = False) -> str:
    """Capitals brought down: « CMP ENFANTS DE LILLE » → « CMP Enfants de Lille »; mixed case is left alone."""
    if not text.isupper():
        return text
    words = []
    for at, word in enumerate(re.split(r"(\W+)", text)):
        plain = word.lower()
        if word in ACRONYMS or (plain in SMALL and (at > 0 or in_a_sentence)):
            words.append(word if word in ACRONYMS else plain)
        else:
            words.append(word.capitalize())
    return "".join(words)
