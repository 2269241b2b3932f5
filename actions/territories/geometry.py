"""Distances on the globe, and the squares in which places are looked up."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, floor, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0
KM_PER_DEGREE = 111.2
FINE = 20  # squares a degree: about 5.5 km from south to north
COARSE = 1
_SQUARES_A_ROW = 8000  # more than 360 degrees hold, so that rows do not overlap


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres as the crow flies between two positions in degrees."""
    half_way_up = sin(radians(other_latitude - latitude) / 2) ** 2
    half_way_along = sin(radians(other_longitude - longitude) / 2) ** 2
    shrinking = cos(radians(latitude)) * cos(radians(other_latitude))
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half_way_up + shrinking * half_way_along))


def square(latitude: float, longitude: float, *, per_degree: int = FINE) -> int:
    """The number of the square a position lies in."""
    return floor((latitude + 90) * per_degree) * _SQUARES_A_ROW + floor((longitude + 180) * per_degree)


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of the map between two parallels and two meridians, in degrees."""

    south: float
    north: float
    west: float
    east: float


def box_around(latitude: float, longitude: float, *, radius_km: float) -> Box:
    """The box that holds a circle."""
    up = radius_km / KM_PER_DEGREE
    along = up / max(cos(radians(min(abs(latitude) + up, 89.0))), 0.02)
    return Box(latitude - up, latitude + up, longitude - along, longitude + along)


def squares_of(box: Box, *, per_degree: int = FINE) -> list[tuple[int, int]]:
    """Every square that a box touches: the first and the last of each row, whose numbers run without a gap."""
    rows = range(floor((box.south + 90) * per_degree), floor((box.north + 90) * per_degree) + 1)
    west, east = floor((box.west + 180) * per_degree), floor((box.east + 180) * per_degree)
    return [(row * _SQUARES_A_ROW + west, row * _SQUARES_A_ROW + east) for row in rows]
