"""The territories' files: content/territories/*.yml, one CLSM each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from actions.territories.service import AreaRecord, TerritoryRecord
from bot.content.mistakes import ContentRefused, Mistake


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name} is no time zone; write for example Europe/Paris or America/Martinique")
    return name


class AreaFile(BaseModel):
    """One area of a perimeter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["commune", "arrondissement", "epci", "quartier"]
    code: Annotated[str, Field(min_length=1, max_length=60)]
    name: Annotated[str, Field(min_length=1, max_length=120)]


class TerritoryFile(BaseModel):
    """A territory as an operator writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
    name: Annotated[str, Field(min_length=3, max_length=120)]
    status: Literal["active", "project", "stopped"] = "active"
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Paris"
    areas: Annotated[tuple[AreaFile, ...], Field(min_length=1)]
    office_hours: str | None = None
    contact: Annotated[str, Field(max_length=500)] | None = None
    site: Annotated[str, Field(pattern=r"^https?://")] | None = None
    languages: tuple[str, ...] = ("fr",)
    sample: bool = False


def load_territories(folder: Path) -> list[TerritoryRecord]:
    """Read every territory; raise ContentRefused with all that is wrong."""
    records: list[TerritoryRecord] = []
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            records.append(_read(path))
        except ContentRefused as refused:
            mistakes += refused.mistakes
    if mistakes:
        raise ContentRefused(mistakes)
    return records


def _read(path: Path) -> TerritoryRecord:
    try:
        file = TerritoryFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
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
    )


def _mistake(path: Path, problem: object) -> Mistake:
    location = [str(part) for part in problem["loc"]]  # type: ignore[index]  # pydantic types its errors as dicts
    message = str(problem["msg"]).removeprefix("Value error, ")  # type: ignore[index]
    text = path.read_text(encoding="utf-8").splitlines()
    name = location[0] if location else ""
    line = next((number for number, row in enumerate(text, start=1) if row.startswith(f"{name}:")), 1)
    return Mistake(path, line, f"{'.'.join(location)}: {message}")
