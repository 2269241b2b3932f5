"""A territory's file from answers: what an operator says, understood field by field, or refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from actions.territories.communes import CommuneKind, CommuneRecord
from actions.territories.folding import fold
from actions.territories.gazetteer import Gazetteer, dominant
from actions.territories.zones import MAINLAND, zone_of
from bot.content.territories import CODE_FORMS, TerritoryFile

LONGEST_SLUG = 40
SMALL_WORDS = frozenset({"clsm", "de", "du", "des", "d", "la", "le", "les", "l"})
Area = Mapping[str, str]
_VALID: Mapping[str, Any] = {
    "slug": "here",
    "name": "CLSM",
    "areas": [{"kind": "commune", "code": "59350", "name": "Lille"}],
}


class AnswerRefused(Exception):  # noqa: N818 - named for what happened
    """An answer that cannot be used; its text says why and what to write."""


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the file and how to ask for it. `several` answers make a list."""

    field: str
    words: str
    several: bool = False


QUESTIONS = (
    Question("status", "Status: active, project or stopped"),
    Question("time_zone", "Time zone"),
    Question("office_hours", "Hours of the coordination, for example Mo-Fr 09:00-12:00; PH off"),
    Question("contact", "How residents reach it, for example « Service santé de la mairie, 1 rue du Marché »"),
    Question("site", "Web page, for example https://www.example.fr/clsm"),
    Question("languages", "Languages spoken, for example fr, en", several=True),
)


def checked(field: str, value: Any) -> Any:
    """The value of one field, as it stands; AnswerRefused says what is wrong with it."""
    try:
        TerritoryFile.model_validate(dict(_VALID) | {field: value})
    except ValidationError as error:
        messages = [str(problem["msg"]).removeprefix("Value error, ") for problem in error.errors()]
        raise AnswerRefused("; ".join(dict.fromkeys(messages))) from None
    return value


def answered(question: Question, text: str) -> Any:
    """What an answer means for its field; None for an empty one."""
    plain = text.strip()
    if not plain:
        return None
    if question.several:
        return checked(question.field, [part for part in re.split(r"[,; ]+", plain) if part])
    return checked(question.field, plain)


def slug_of(name: str) -> str:
    """A short name made of a name: « CLSM de Saint-Priest » is `saint-priest`."""
    words = [word for word in fold(name).split() if word not in SMALL_WORDS]
    return "-".join(words)[:LONGEST_SLUG].strip("-")


def read_areas(text: str, gazetteer: Gazetteer) -> list[Area]:
    """A perimeter: communes and intercommunalities by name or code, with commas between."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if not parts:
        raise AnswerRefused("A territory has a perimeter: name at least one commune, or give a code.")
    areas = [_area(part, gazetteer) for part in parts]
    return [*checked("areas", areas)]


def zone_of_areas(areas: Sequence[Area], gazetteer: Gazetteer) -> str:
    """The time zone of a perimeter, from its first commune."""
    code = areas[0]["code"].partition(":")[0]
    commune = next(iter(gazetteer.of_epci(code)), None) or gazetteer.by_code(code)
    if commune is None:
        return MAINLAND if len(code) > 5 else zone_of(code)  # noqa: PLR2004 - an INSEE code has five characters
    return commune.time_zone


def as_yaml(fields: Mapping[str, Any]) -> str:
    """The file, with its fields in the order in which people read them."""
    known = {name: fields[name] for name in TerritoryFile.model_fields if fields.get(name) not in (None, [], "")}
    return yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=120)


def _area(text: str, gazetteer: Gazetteer) -> Area:
    code, _, name = (part.strip() for part in text.partition("="))
    kind = next((kind for kind, (form, _) in CODE_FORMS.items() if form.fullmatch(code)), None)
    if kind is None:
        return _named(text, gazetteer)
    if CODE_FORMS["arrondissement"][0].fullmatch(code):
        kind = "arrondissement"
    known = name or _name_of(kind, code, gazetteer)
    if known is None:
        raise AnswerRefused(_unknown(kind, code, gazetteer))
    return {"kind": kind, "code": code, "name": known}


def _name_of(kind: str, code: str, gazetteer: Gazetteer) -> str | None:
    if kind == "epci":
        return next((commune.epci_name for commune in gazetteer.of_epci(code)), None)
    commune = gazetteer.by_code(code)
    return commune.name if commune and kind != "quartier" else None


def _unknown(kind: str, code: str, gazetteer: Gazetteer) -> str:
    if sharing := gazetteer.with_postcode(code):
        codes = ", ".join(f"{commune.name} is {commune.code}" for commune in sharing[:3])
        return f"{code} is a postcode, not an INSEE code: {codes}."
    if kind == "quartier":
        return f"Say how the neighbourhood is called: {code}=its name."
    return f"The list of communes does not know {code}. If the code is right, add the name: {code}=its name."


def _named(name: str, gazetteer: Gazetteer) -> Area:
    found = [commune for commune in gazetteer.named(name) if commune.has_own_code]
    commune = dominant(found)
    if commune is not None:
        return _area_of(commune)
    if found:
        choices = ", ".join(f"{each.code} ({each.name}, {each.department})" for each in found[:8])
        raise AnswerRefused(f"Several communes are called {name}. Write the code: {choices}.")
    epcis = {
        each.epci_code: each.epci_name
        for each in gazetteer.communes
        if each.epci_code and each.epci_name and fold(name) in fold(each.epci_name)
    }
    if len(epcis) == 1:
        ((code, full),) = epcis.items()
        return {"kind": "epci", "code": code, "name": full}
    if epcis:
        choices = ", ".join(f"{code} ({full})" for code, full in sorted(epcis.items())[:8])
        raise AnswerRefused(f"Several intercommunalities are called {name}. Write the code: {choices}.")
    likely = ", ".join(f"{like.commune.name} ({like.commune.code})" for like in gazetteer.like(name, limit=3))
    hint = f" Did you mean {likely}?" if likely else ""
    raise AnswerRefused(f"No commune of the list is called {name}.{hint} A code with a name works too: 59350=Lille.")


def _area_of(commune: CommuneRecord) -> Area:
    kind = "arrondissement" if commune.kind is CommuneKind.BOROUGH else "commune"
    return {"kind": kind, "code": commune.code, "name": commune.name}
