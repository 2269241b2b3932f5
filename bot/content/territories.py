"""The territories' files: content/territories/*.yml, one CLSM each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from actions.territories.lines import read_local_line
from actions.territories.service import AreaRecord, TerritoryRecord
from bot.content.hours import is_readable, known_zone
from bot.content.mistakes import ContentRefused, Mistake
from bot.content.reading import read_text

CODE_FORMS = {
    "commune": (re.compile(r"(?:\d{2}|2[AB])\d{3}"), "its INSEE code (59350), which is not the postcode"),
    "arrondissement": (re.compile(r"(?:751|132|693)\d{2}"), "its INSEE code (75120)"),
    "epci": (re.compile(r"\d{9}"), "its SIREN number, nine digits (200018653)"),
    "quartier": (
        re.compile(r"(?:\d{2}|2[AB])\d{3}:[a-z0-9-]+"),
        "the INSEE code of its commune and a name (69123:la-duchere)",
    ),
}


class AreaFile(BaseModel):
    """One area of a perimeter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["commune", "arrondissement", "epci", "quartier"]
    code: Annotated[str, Field(min_length=1, max_length=60)]
    name: Annotated[str, Field(min_length=1, max_length=120)]

    @model_validator(mode="after")
    def _has_the_code_of_its_kind(self) -> AreaFile:
        pattern, hint = CODE_FORMS[self.kind]
        if not pattern.fullmatch(self.code):
            raise ValueError(f"the code of a {self.kind} is {hint}, not {self.code}")
        return self


def _named_once(areas: tuple[AreaFile, ...]) -> tuple[AreaFile, ...]:
    known = [(area.kind, area.code) for area in areas]
    twice = sorted({f"{kind} {code}" for kind, code in known if known.count((kind, code)) > 1})
    if twice:
        raise ValueError(f"named twice: {', '.join(twice)}")
    return areas


def _readable_hours(hours: str) -> str:
    if not is_readable(hours):
        raise ValueError("not in opening_hours syntax; write for example Mo-Fr 09:00-12:00; PH off")
    return hours


def _readable_line(written: str) -> str:
    hours = read_local_line(written).hours
    if hours is not None:
        _readable_hours(hours)
    return written


LocalLineText = Annotated[str, Field(min_length=3, max_length=200), AfterValidator(_readable_line)]


class TerritoryFile(BaseModel):
    """A territory as an operator writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
    name: Annotated[str, Field(min_length=3, max_length=120)]
    status: Literal["active", "project", "stopped"] = "active"
    time_zone: Annotated[str, AfterValidator(known_zone)] = "Europe/Paris"
    areas: Annotated[tuple[AreaFile, ...], Field(min_length=1), AfterValidator(_named_once)]
    office_hours: Annotated[str, Field(max_length=255), AfterValidator(_readable_hours)] | None = None
    contact: Annotated[str, Field(max_length=500)] | None = None
    site: Annotated[str, Field(pattern=r"^https?://", max_length=255)] | None = None
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...] = ("fr",)
    local_lines: Annotated[tuple[LocalLineText, ...], Field(max_length=8)] = ()
    sample: bool = False


def load_territories(folder: Path) -> list[TerritoryRecord]:
    """Read every territory; raise ContentRefused with all that is wrong."""
    records: dict[str, TerritoryRecord] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            record = read_territory(path)
        except ContentRefused as refused:
            mistakes += refused.mistakes
            continue
        if record.slug in records:
            mistakes.append(_mistake(path, {"loc": ("slug",), "msg": f"{record.slug} is taken by another file"}))
        records[record.slug] = record
    if mistakes:
        raise ContentRefused(mistakes)
    return list(records.values())


def read_territory(path: Path) -> TerritoryRecord:
    """Read one territory; raise ContentRefused with all that is wrong."""
    try:
        file = TerritoryFile.model_validate(yaml.safe_load(read_text(path)))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentRefused([Mistake(path, line, f"not YAML: {error.problem}")]) from None
    except ValidationError as error:
        raise ContentRefused([_mistake(path, problem) for problem in error.errors()]) from None
    return TerritoryRecord(
        slug=file.slug,
        name=file.name,
        status=file.status,
        time_zone=file.time_zone,
        areas=tuple(AreaRecord(kind=area.kind, code=area.code, name=area.name) for area in file.areas),
        office_hours=file.office_hours,
        contact=file.contact,
        site=file.site,
        languages=file.languages,
        is_sample=file.sample,
        local_lines=file.local_lines,
    )


def _mistake(path: Path, problem: object) -> Mistake:
    location = [str(part) for part in problem["loc"]]  # type: ignore[index]  # pydantic types its errors as dicts
    message = str(problem["msg"]).removeprefix("Value error, ")  # type: ignore[index]
    text = read_text(path).splitlines()
    name = location[0] if location else ""
    line = next((number for number, row in enumerate(text, start=1) if row.startswith(f"{name}:")), 1)
    return Mistake(path, line, f"{'.'.join(location)}: {message}")
