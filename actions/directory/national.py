"""What remains where no place is near: the national lines of the register and the directories of reference."""

from __future__ import annotations

from collections.abc import Mapping

from actions.directory.needs import Need

DEFAULT_LINES = ("sos_amitie", "3114")
LINES: Mapping[Need, tuple[str, ...]] = {
    Need.EMERGENCY: ("15", "112", "114", "3114"),
    Need.ADDICTION: ("drogues_info_service", "3114"),
    Need.STREET: ("115", "3114"),
    Need.FAMILY: ("unafam", "sos_amitie"),
    Need.YOUTH: ("fil_sante_jeunes", "3114"),
    Need.STUDENT: ("fil_sante_jeunes", "3114"),
    Need.CHILDHOOD: ("119", "3114"),
    Need.HOUSING: ("115", "sos_amitie"),
}
# Lines that go first, whatever was found.
FIRST: Mapping[Need, tuple[str, ...]] = {
    Need.EMERGENCY: ("15", "112", "114", "3114"),
    Need.STREET: ("115",),
}

DEFAULT_DIRECTORY = "https://www.sante.fr"
DIRECTORIES: Mapping[Need, str] = {
    Need.ADDICTION: "https://www.drogues-info-service.fr",
    Need.YOUTH: "https://anmda.fr",
    Need.STUDENT: "https://santepsy.etudiant.gouv.fr",
    Need.FAMILY: "https://www.unafam.org",
    Need.TRAINING: "https://pssmfrance.fr",
    Need.RIGHTS: "https://www.service-public.fr",
    Need.HOUSING: "https://www.service-public.fr",
    Need.EXILE: "https://refugies.info",
    Need.OLD_AGE: "https://www.pour-les-personnes-agees.gouv.fr",
}


def lines_for(need: Need) -> tuple[str, ...]:
    """The help lines, by their keys in the register, for a need without a place."""
    return LINES.get(need, DEFAULT_LINES)


def directory_for(need: Need) -> str:
    """The address of the directory of reference."""
    return DIRECTORIES.get(need, DEFAULT_DIRECTORY)
