"""How the Bot API's methods and objects are written down: parameters with types, bounds and presence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method, or one field of an object.

    `types` carries the Bot API's own names ("Integer", "Array of MessageEntity"…), any of which fits. `low` and `high`
    bound, inclusively, a number, the UTF-16 length of a string or the length of an array. `choices` lists the only
    strings allowed. A parameter that is not `simulated` is known, and refused with a clear word.
    """

    name: str
    types: tuple[str, ...]
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: frozenset[str] = frozenset()
    simulated: bool = True

    def needed(self) -> "Parameter":
        """The same parameter, required."""
        return replace(self, required=True)

    def unsimulated(self) -> "Parameter":
        """The same parameter, known to Telegram but not to this world."""
        return replace(self, simulated=False)


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Bot API. `sends` says whether a call counts against the sending rates."""

    name: str
    parameters: dict[str, Parameter]
    required: tuple[str, ...] = ()
    sends: bool = False


@dataclass(frozen=True, slots=True)
class ObjectType:
    """One object that travels inside a parameter."""

    name: str
    fields: dict[str, Parameter]


def method(name: str, *parameters: Parameter | Iterable[Parameter], sends: bool = False) -> Method:
    """A method and its parameters; groups of parameters are laid flat."""
    known = _by_name(parameters)
    required = tuple(each.name for each in known.values() if each.required)
    return Method(name, known, required, sends=sends)


def object_type(name: str, *fields: Parameter | Iterable[Parameter]) -> ObjectType:
    """An object and its fields."""
    return ObjectType(name, _by_name(fields))


def string(name: str, low: float | None = None, high: float | None = None, *, among: Iterable[str] = ()) -> Parameter:
    """A string, its length in UTF-16 units, or the only values it may have."""
    return Parameter(name, ("String",), low=low, high=high, choices=frozenset(among))


def integer(name: str, low: float | None = None, high: float | None = None) -> Parameter:
    """A whole number and its bounds."""
    return Parameter(name, ("Integer",), low=low, high=high)


def decimal(name: str, low: float | None = None, high: float | None = None) -> Parameter:
    """A number and its bounds."""
    return Parameter(name, ("Float",), low=low, high=high)


def flag(name: str) -> Parameter:
    """A truth value."""
    return Parameter(name, ("Boolean",))


def file(name: str) -> Parameter:
    """An uploaded file, or the identifier of one Telegram already has."""
    return Parameter(name, ("InputFile", "String"))


def one_of(name: str, *types: str) -> Parameter:
    """An object of one of these types, or another combination of types."""
    return Parameter(name, types)


def array(name: str, *types: str, low: float | None = None, high: float | None = None) -> Parameter:
    """A list of objects or values of these types, and the bounds of its length."""
    return Parameter(name, tuple(f"Array of {each}" for each in types), low=low, high=high)


def _by_name(parameters: Iterable[Parameter | Iterable[Parameter]]) -> dict[str, Parameter]:
    flat: dict[str, Parameter] = {}
    for entry in parameters:
        group = (entry,) if isinstance(entry, Parameter) else entry
        flat |= {parameter.name: parameter for parameter in group}
    return flat
