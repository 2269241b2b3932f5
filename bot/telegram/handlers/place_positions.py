"""Where a place stands, as its coordination shows it: a shared position, or coordinates typed."""

from __future__ import annotations

import re

from actions.territories.gazetteer import Gazetteer
from actions.territories.geometry import distance_km
from bot.telegram.handlers.place_values import Refused, Value
from bot.telegram.turn import Turn

POSITION = "position"
FARTHEST_KM = 60.0  # from the centre of its commune; only a few of Guyane are wider
_COORDINATES = re.compile(r"\s*(-?\d{1,2}[.,]\d+)\s*[,; ]\s*(-?\d{1,3}[.,]\d+)\s*")


def has_position(turn: Turn) -> bool:
    """Whether the message is a position shared."""
    message = turn.update.message
    return message is not None and message.location is not None


def read_position(turn: Turn, gazetteer: Gazetteer, *, commune_code: str | None) -> Value:
    """The position, near the commune of its place; Refused says what is expected."""
    shared = turn.update.message.location if turn.update.message else None
    if shared is not None:
        latitude, longitude = shared.latitude, shared.longitude
    elif (typed := _COORDINATES.fullmatch(turn.text)) is not None:
        latitude, longitude = (float(part.replace(",", ".")) for part in typed.groups())
    else:
        raise Refused("hint.position")
    commune = gazetteer.by_code(commune_code or "")
    if commune is None or commune.latitude is None or commune.longitude is None:
        return Value([latitude, longitude], written(latitude, longitude))
    distance = distance_km(latitude, longitude, commune.latitude, commune.longitude)
    if distance > FARTHEST_KM:
        raise Refused("hint.position_far")
    return Value([latitude, longitude], f"{written(latitude, longitude)} ({commune.name}, {distance:.1f} km)")


def written(latitude: float | None, longitude: float | None) -> str:
    """A position as people write one, to a metre or so."""
    return "—" if latitude is None or longitude is None else f"{latitude:.5f}, {longitude:.5f}"
