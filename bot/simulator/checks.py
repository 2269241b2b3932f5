"""Every call is checked against the method table before anything happens, more strictly than Telegram does."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.simulator.arguments import Arguments, Upload
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.markup.formatted import utf16_length
from bot.simulator.objects import FAMILIES, OBJECTS
from bot.simulator.schema import Method, Parameter

WHOLE_NUMBER = re.compile(r"-?\d+")
WORDS_FOR_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
ARRAY_OF = "Array of "
SCALARS = frozenset({"Integer", "Float", "Boolean", "String", "InputFile"})
TELEGRAM_WORDS = {"chat_id": "chat_id is empty", "text": "message text is empty"}


def decode_form(method: Method, fields: Json) -> Json:
    """Turn the strings of a form into the types of the table; what cannot be turned stays a string."""
    return {
        name: _decoded(value, method.parameters[name]) if name in method.parameters else value
        for name, value in fields.items()
    }


def check_call(method: Method, values: Json, uploads: dict[str, Upload]) -> Arguments:
    """The call's arguments, when everything fits the table. Raises a 400 ApiError naming the parameter."""
    strangers = [name for name in (*values, *uploads) if name not in method.parameters]
    unknown = set(strangers) - attached_names(values) if strangers else None
    if unknown:
        reason = f'unknown parameter "{min(unknown)}" of {method.name}'
        raise bad_request(reason)
    for name in method.required:
        if values.get(name, uploads.get(name)) is None:
            raise bad_request(TELEGRAM_WORDS.get(name, f'parameter "{name}" is required'))
    for name, value in (*values.items(), *uploads.items()):
        if value is not None and name in method.parameters:
            _check_value(value, method.parameters[name])
    return Arguments(_normalised(method, values), uploads)


def _normalised(method: Method, values: Json) -> Json:
    """A chat given as a numeric string becomes the number it says."""
    normal = {name: value for name, value in values.items() if value is not None}
    for name in ("chat_id", "from_chat_id"):
        value = normal.get(name)
        if name in method.parameters and isinstance(value, str) and WHOLE_NUMBER.fullmatch(value):
            normal[name] = int(value)
    return normal


@dataclass(frozen=True, slots=True)
class _Problem:
    """Why a value does not fit, and how deep inside it that was found.

    Of the problems of several alternatives the deepest is told: the others speak of types that were not meant.
    """

    depth: float
    reason: str


def _check_value(value: object, parameter: Parameter) -> None:
    problem = _value_problem(value, parameter, path=parameter.name)
    if problem is not None:
        raise bad_request(problem.reason)


def _value_problem(value: object, parameter: Parameter, *, path: str) -> _Problem | None:
    depth = path.count(".")
    if not parameter.simulated:
        return _Problem(depth, f'"{path}" is known to Telegram but not simulated')
    problem = _types_problem(value, parameter.types, path=path)
    if problem is not None:
        return problem
    if parameter.choices and value not in parameter.choices:
        return _Problem(depth - 1.5, f'"{path}" must be one of {", ".join(sorted(parameter.choices))}')
    size = _size_of(value, parameter)
    if size is not None and not _within(size, parameter):
        return _Problem(depth, f'"{path}" must be between {parameter.low} and {parameter.high}, not {size}')
    return None


def _types_problem(value: object, types: tuple[str, ...], *, path: str) -> _Problem | None:
    """Why the value is of none of these types. The items of a list may each be of another one."""
    inner = tuple(kind.removeprefix(ARRAY_OF) for kind in types if kind.startswith(ARRAY_OF))
    if isinstance(value, list) and inner:
        problems = (_types_problem(item, inner, path=f"{path}[{place}]") for place, item in enumerate(value))
        return next((problem for problem in problems if problem is not None), None)
    return _first_fit(_type_problem(value, kind, path=path) for kind in types)


def _first_fit(problems: Iterator[_Problem | None]) -> _Problem | None:
    """None as soon as one alternative fits, else the most telling problem."""
    found: list[_Problem] = []
    for problem in problems:
        if problem is None:
            return None
        found.append(problem)
    return max(found, key=lambda problem: problem.depth)


def _size_of(value: object, parameter: Parameter) -> float | None:
    match value:
        case bool():
            return None
        case int() | float():
            return value
        case str() if parameter.types == ("String",):
            return utf16_length(value)
        case list():
            return len(value)
        case _:
            return None


def _within(size: float, parameter: Parameter) -> bool:
    return (parameter.low is None or size >= parameter.low) and (parameter.high is None or size <= parameter.high)


def _type_problem(value: object, kind: str, *, path: str) -> _Problem | None:
    depth = path.count(".")
    if kind.startswith(ARRAY_OF):
        return _Problem(depth, f'"{path}" must be an array of {kind.removeprefix(ARRAY_OF)}')
    if kind in SCALARS:
        return None if _is_scalar(value, kind) else _Problem(depth, f'"{path}" must be of type {kind}')
    if not isinstance(value, dict):
        return _Problem(depth, f'"{path}" must be an object of type {kind}')
    members = FAMILIES.get(kind, (kind,))
    return _first_fit(_object_problem(value, member, path=path) for member in members)


def _is_scalar(value: object, kind: str) -> bool:
    match kind:
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "Boolean":
            return isinstance(value, bool)
        case "String":
            return isinstance(value, str)
        case _:
            return isinstance(value, Upload)


def _object_problem(value: Json, kind: str, *, path: str) -> _Problem | None:
    depth = path.count(".")
    known = OBJECTS.get(kind)
    if known is None:
        return _Problem(depth - 1, f'"{path}" has the type {kind}, which is not simulated')
    for field in known.fields.values():
        item = value.get(field.name)
        if item is None and field.required:
            return _Problem(depth - 0.5, f'field "{path}.{field.name}" of {kind} is required')
        problem = None if item is None else _value_problem(item, field, path=f"{path}.{field.name}")
        if problem is not None:
            return problem
    unknown = next((name for name in value if name not in known.fields), None)
    return None if unknown is None else _Problem(depth, f'unknown field "{path}.{unknown}" of {kind}')


def _decoded(value: object, parameter: Parameter) -> object:
    if not isinstance(value, str):
        return value
    kinds = parameter.types
    if "Integer" in kinds and WHOLE_NUMBER.fullmatch(value):
        return int(value)
    if "String" in kinds:
        return value
    if "Boolean" in kinds:
        return WORDS_FOR_TRUTH.get(value.lower(), value)
    try:
        return json.loads(value)
    except ValueError:
        return value


def attached_names(values: Json) -> frozenset[str]:
    """The names of files that "attach://" references inside the values point to."""
    found: set[str] = set()
    waiting: list[object] = list(values.values())
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, str) and item.startswith("attach://"):
            found.add(item.removeprefix("attach://"))
    return frozenset(found)
