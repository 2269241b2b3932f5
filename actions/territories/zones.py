"""The clock of a place: overseas, "open now" follows the place and never Paris."""

from __future__ import annotations

MAINLAND = "Europe/Paris"
ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
MARQUESAS_SOUTHERN_EDGE = -11.5  # degrees of latitude; the other Polynesian archipelagos lie south of it
GAMBIER_WESTERN_EDGE = -136.5  # degrees of longitude; the Gambier lie east of it, in the south
GAMBIER_NORTHERN_EDGE = -20.0
POLYNESIA = "987"


def department_of(code: str) -> str:
    """The département of an INSEE code: "59", "2A", "974"."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def zone_of(code: str, *, latitude: float | None = None, longitude: float | None = None) -> str:
    """The IANA time zone of an INSEE code; Polynesia has three, told apart by the position if it is known."""
    department = department_of(code)
    if department == POLYNESIA and latitude is not None and longitude is not None:
        if latitude > MARQUESAS_SOUTHERN_EDGE:
            return "Pacific/Marquesas"
        if longitude > GAMBIER_WESTERN_EDGE and latitude < GAMBIER_NORTHERN_EDGE:
            return "Pacific/Gambier"
    return ZONES.get(department, MAINLAND)
