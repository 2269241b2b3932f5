"""The calls made to the simulator, and whether the Bot API documents them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.simulator.jsontypes import Json

ARRAY_OF = "Array of "


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a bot, as it ended.

    `status` is the HTTP status, 0 when the connection was cut; `description` the words of a refusal; `fault` the
    trouble it met on purpose.
    """

    method: str
    params: Json
    status: int
    at: datetime
    bot_token: str
    description: str | None = None
    fault: str | None = None


def undocumented(calls: Iterable[Call], specification: Json) -> list[str]:
    """What calls used that a machine-readable Bot API (with `methods` and `types`) does not document.

    Each line names the method and the path of the parameter; an empty list means that all is documented.
    """
    found: dict[str, None] = {}
    for call in calls:
        method = specification["methods"].get(call.method)
        if method is None:
            found[f"{call.method}: unknown method"] = None
            continue
        known = {field["name"]: field for field in method.get("fields", [])}
        for name, value in call.params.items():
            if name not in known:
                found[f"{call.method}: unknown parameter {name}"] = None
            else:
                for path in _unknown_fields(value, known[name]["types"], specification, name):
                    found[f"{call.method}: unknown field {path}"] = None
        for name in (field["name"] for field in known.values() if field["required"]):
            if name not in call.params:
                found[f"{call.method}: missing parameter {name}"] = None
    return list(found)


def _unknown_fields(value: object, types: list[str], specification: Json, path: str) -> Iterator[str]:
    """The paths inside `value` that none of its possible types documents."""
    if isinstance(value, list):
        inner = [each.removeprefix(ARRAY_OF) for each in types if each.startswith(ARRAY_OF)]
        for item in value:
            yield from _unknown_fields(item, inner, specification, path)
    elif isinstance(value, dict):
        fields = _fields_of(types, specification)
        for name, item in value.items():
            if fields and name not in fields:
                yield f"{path}.{name}"
            elif fields:
                yield from _unknown_fields(item, fields[name], specification, f"{path}.{name}")


def _fields_of(types: list[str], specification: Json) -> dict[str, list[str]]:
    """The fields of all candidate types together, with the types each may have."""
    fields: dict[str, list[str]] = {}
    waiting = list(types)
    while waiting:
        described: dict[str, Any] = specification["types"].get(waiting.pop(), {})
        waiting.extend(described.get("subtypes") or [])
        for field in described.get("fields") or []:
            fields.setdefault(field["name"], []).extend(field["types"])
    return fields
